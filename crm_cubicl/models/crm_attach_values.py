from odoo import api, models
from odoo.tools import SQL

from ..tools.merge_plan import Overwrite
from ..tools.merge_reference import Reference

PARTNER = "res.partner"
MANAGERS = "crm_customer_manager_rel"


class CrmAttachValues(models.AbstractModel):
    """What changes on a customer when it becomes a contact, as core writes it.

    A contact is one taxpayer with its company: core writes the company's tax number,
    payment terms and the like over the contact's, and its address over a person's.
    """

    _name = "crm.attach.values"
    _description = "Values of a customer that is attached"

    @api.model
    def _prepare_place(self, source, target) -> dict:
        """Return where the source stands: a person is a contact, a company a branch.

        A branch keeps its own address; with a company's mark on it, it would go on
        being a customer of its own.
        """
        kind = "other" if source.is_company else source.type or "contact"
        return {"parent_id": target.id, "is_company": False, "type": kind}

    @api.model
    def _get_overwrites(self, source, target) -> list[Overwrite]:
        """Return the values that will be others, without writing any."""
        place = self._prepare_place(source, target)
        values = {name: place[name] for name in ("is_company", "type")}
        values["crm_parent_id"] = source.browse()
        values["company_name"] = False
        values["lang"] = target.lang or self._get_default_lang()
        if not source.user_id:
            values["user_id"] = target.user_id
        commercial = source._commercial_fields()
        values |= {name: target[name] for name in commercial if target[name]}
        address = target._address_fields()
        if place["type"] == "contact" and any(target[name] for name in address):
            values |= {name: target[name] for name in address}
        changes = self._compare(source, values)
        for company in self._get_other_companies():
            changes += self._get_overwrites_in(source, target, company)
        return changes + self._compare(target, self._prepare_target(source, target))

    @api.model
    def _prepare_target(self, source, target) -> dict:
        """Return what the target takes over: who looks after the source, and closed.

        Who looked after it goes on seeing it, and what was closed is not opened.
        """
        managers = source.user_id | source.crm_manager_ids
        return {
            "crm_manager_ids": target.crm_manager_ids | (managers - target.user_id),
            "crm_is_closed": target.crm_is_closed or source.crm_is_closed,
        }

    @api.model
    def _get_default_lang(self) -> str:
        partners = self.env[PARTNER]
        return partners.default_get(["lang"]).get("lang") or self.env.lang

    @api.model
    def _get_other_companies(self):
        return self.env["res.company"].search([("id", "!=", self.env.company.id)])

    @api.model
    def _get_overwrites_in(self, source, target, company) -> list[Overwrite]:
        """Return what changes in another company: there core writes empty ones too."""
        source, target = source.with_company(company), target.with_company(company)
        names = source._company_dependent_commercial_fields()
        values = {name: target[name] for name in names}
        return self._compare(source, values, company)

    @api.model
    def _compare(self, partner, values: dict, company=None) -> list[Overwrite]:
        return [
            Overwrite(partner._fields[name], partner, partner[name], value, company)
            for name, value in values.items()
            if (partner[name] or False) != (value or False)
        ]

    # -- doing it ------------------------------------------------------------------

    def _put_below(self, source, target) -> None:
        """Let the source be a contact of the target, with all that core does then."""
        # no customer of its own any more, before core asks what it is
        self._set("res_partner", "is_crm_customer", {source.id: False})
        if source.crm_parent_id:
            self._set("res_partner", "crm_parent_id", {source.id: None})
        place = self._prepare_place(source, target)
        self.env.invalidate_all()
        quiet = source.with_context(
            tracking_disable=True, mail_notrack=True, no_vat_validation=True
        )
        moves = self.env["account.move"].search(
            [("partner_id", "child_of", source.ids)]
        )
        # documents keep what they say
        with self.env.protecting(self._get_fields_of_moves(), moves):
            quiet.write(place)
            self.env.flush_all()

    @api.model
    def _get_fields_of_moves(self) -> list:
        return [
            field
            for field in self.env["account.move"]._fields.values()
            if field.store and field.compute
        ]

    def _bring_managers(self, source, target) -> None:
        """Let who looks after the source look after the target, and nobody else."""
        manager = source.user_id
        if manager and manager not in target.user_id | target.crm_manager_ids:
            made = SQL(
                "made AS (INSERT INTO %(table)s (partner_id, user_id)"
                " VALUES (%(partner)s, %(user)s) ON CONFLICT DO NOTHING"
                " RETURNING to_jsonb(%(table)s) AS row),"
                " told AS (SELECT jsonb_agg(row) AS content FROM made)",
                table=SQL.identifier(MANAGERS),
                partner=target.id,
                user=manager.id,
            )
            self._do("made", Reference(MANAGERS, "partner_id", has_id=False), made)
        if source.crm_is_closed and not target.crm_is_closed:
            # what was closed is not opened by the way
            target.with_context(tracking_disable=True, mail_notrack=True).write(
                {"crm_is_closed": True}
            )
            self.env.flush_all()
        self.env.invalidate_all()
