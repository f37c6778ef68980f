from odoo import api, models
from odoo.fields import Domain

from ..tools.merge_plan import Plan, Step
from ..tools.merge_reference import count_query

PARTNER = "res.partner"
FILES = ("ir_attachment", "res_id")


class CrmAttachPlan(models.AbstractModel):
    """What attaching a customer to another will do, found out without doing it."""

    _name = "crm.attach.plan"
    _inherit = ["crm.merge.plan", "crm.attach.values"]
    _description = "Plan of attaching a customer as a contact"

    @api.model
    def _get_customer_columns(self) -> set[tuple[str, str]]:
        """Return the columns that name a customer, never a contact: they follow.

        The ledger's are among them, as core has them name who pays taxes. Override to
        add those of other addons.
        """
        return {
            ("account_move", "commercial_partner_id"),
            ("account_move_line", "partner_id"),
            ("crm_customer_folder", "customer_id"),
            ("crm_customer_manager_rel", "partner_id"),
            ("mail_message", "crm_customer_id"),
            ("res_partner", "crm_parent_id"),
        }

    @api.model
    def _get_plan(self, source, target) -> Plan:
        """Return what goes to the target, what stays, and what is written over."""
        self.env.flush_all()
        if refusals := self._get_refusals(source, target):
            return Plan(refusals=refusals)
        steps = self._get_steps(source, target)
        following, columns = [], self._get_customer_columns() | {FILES}
        staying = [s for s in steps if s.source]
        for step in steps:
            name = (step.reference.table, step.reference.column)
            if name not in columns:
                continue
            if step in staying:
                staying.remove(step)
            if name == FILES:
                count = len(self._get_customer_files(source))
                if step.source > count:
                    staying.append(Step(step.reference, step.source - count, 0))
                step = Step(step.reference, count, step.target)
            following.append(step)
        return Plan(
            steps=following,
            clashes=[
                c for s in following for c in self._get_clashes(s, source, target)
            ],
            staying=staying,
            overwrites=self._get_overwrites(source, target),
            balances=self._get_sums(source + target),
        )

    @api.model
    def _get_steps(self, source, target) -> list[Step]:
        references = self.env["crm.merge.catalogue"]._get_references(PARTNER)
        ids = (source.id, target.id)
        query = count_query(references, PARTNER, ids, ("res_partner", source.id))
        rows = self.env.execute_query(query)
        return [Step(references[number], *counts) for number, counts in rows]

    @api.model
    def _get_customer_files(self, customer):
        """Return the files of a customer's page; those of messages stay with them."""
        return self.env["ir.attachment"].search(
            Domain("res_model", "=", PARTNER)
            & Domain("res_id", "=", customer.id)
            & Domain("res_field", "=", False)
            & (Domain("crm_version", ">", 0) | Domain("crm_folder_id", "!=", False))
        )

    # -- what forbids it -------------------------------------------------------

    @api.model
    def _get_refusals(self, source, target) -> list[str]:
        """Return why the one cannot be a contact of the other. Override to add."""
        if len((source + target).exists()) < 2 or source == target:
            return super()._get_refusals(source, target)
        reasons = [
            self._refuse_colleagues(source),
            self._refuse_places(source, target),
            self._refuse_companies(source, target),
        ]
        if not any(reasons):
            reasons += [
                self._refuse_sealed(source),
                self._refuse_tax_number(source, target),
            ]
        return [reason for reason in reasons if reason]

    @api.model
    def _refuse_places(self, source, target) -> str | None:
        if source.parent_id:
            return self.env._(
                "%(contact)s is a contact of %(customer)s already.",
                contact=source.name,
                customer=source.parent_id.display_name,
            )
        if target.commercial_partner_id != target:
            return self.env._(
                "%(contact)s is a contact itself. Attach to %(customer)s instead.",
                contact=target.display_name,
                customer=target.commercial_partner_id.display_name,
            )
        if self._is_below(target, source):
            return self.env._(
                "%(target)s is below %(name)s. Attach the other way round.",
                target=target.display_name,
                name=source.display_name,
            )
        if source.is_crm_customer and not target.is_crm_customer:
            return self.env._(
                "%s is no customer. Make it one first.", target.display_name
            )
        return None

    @api.model
    def _is_below(self, partner, other) -> bool:
        everyone = self.env[PARTNER].with_context(active_test=False)
        below = Domain("id", "child_of", other.ids) & Domain("id", "=", partner.id)
        return bool(everyone.search_count(below, limit=1))

    @api.model
    def _get_sealed_advice(self, source) -> str:
        return self.env._(
            "Let it stay a customer and choose the other as its parent customer, or "
            "archive it."
        )

    @api.model
    def _refuse_tax_number(self, source, target) -> str | None:
        """As core: whoever pays taxes for an entry stays the same."""
        if (source.vat or "") == (target.vat or ""):
            return None
        lines = self.env["account.move.line"]
        if not lines.search_count([("partner_id", "=", source.id)], limit=1):
            return None
        return self.env._(
            "%(name)s has entries in the ledger, and %(target)s has another tax "
            "number: the entries would be another taxpayer's. Let it stay a customer "
            "and choose %(target)s as its parent customer; or merge the two, if they "
            "are the same.",
            name=source.display_name,
            target=target.display_name,
        )
