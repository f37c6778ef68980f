from odoo import api, fields, models
from odoo.tools import SQL

BY_HAND = "crm_cubicl.customers_by_hand"


class ResPartner(models.Model):
    """Partners become customers: by a proposal, or with their first document."""

    _inherit = "res.partner"

    crm_proposal_line_ids = fields.One2many(
        "crm.customer.proposal.line",
        "partner_id",
        groups="crm_cubicl.crm_cubicl_group_manage",
        export_string_translation=False,
    )

    @api.model
    def _get_never_customers_sql(self) -> SQL:
        """Return the query for partners that are never customers.

        They are companies of one's own, internal users, and the visitor without a name.
        """
        return SQL(
            "SELECT partner_id FROM res_company UNION"
            " SELECT partner_id FROM res_users WHERE share IS NOT TRUE UNION"
            " SELECT u.partner_id FROM res_users u"
            " JOIN res_groups_users_rel g ON g.uid = u.id WHERE g.gid = %s",
            self.env.ref("base.group_public").id,
        )

    def _filter_qualifiable(self):
        """Return those that are no customers yet and may become some."""
        if not (others := self.filtered(lambda partner: not partner.is_crm_customer)):
            return others
        self.env["res.users"].flush_model(["partner_id", "share", "group_ids"])
        self.env["res.company"].flush_model(["partner_id"])
        query = SQL(
            "SELECT never.partner_id FROM (%s) AS never WHERE never.partner_id IN %s",
            self._get_never_customers_sql(),
            tuple(others.ids),
        )
        never = {row[0] for row in self.env.execute_query(query)}
        return others.filtered(lambda partner: partner.id not in never)

    def _mark_as_customers(self, is_customer: bool = True) -> None:
        """Set or take off the mark of many partners at once.

        Nothing else of them changes but phone numbers, which get the one format in
        which customers are found by them.
        """
        if not self:
            return
        self.flush_model(
            ["is_crm_customer", "crm_customer_id", *self._get_phone_fields()]
        )
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET is_crm_customer = %s, crm_customer_id = %s"
                " WHERE id IN %s",
                is_customer,
                SQL("id") if is_customer else None,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["is_crm_customer", "crm_customer_id"], flush=False)
        # what is known to be right already is not written once more
        self.fetch(["is_crm_customer", "crm_customer_id", "crm_customer_is_closed"])
        self.modified(["is_crm_customer"])
        if is_customer:
            self._tidy_phones()
        self.env.flush_all()
        if is_customer:
            self._after_customers_qualified()

    def _tidy_phones(self) -> None:
        """Bring phone numbers into one format; not by write, as each has its own."""
        for name in self._get_phone_fields():
            tidy = {
                partner.id: number
                for partner in self.filtered(name)
                if (number := partner._get_tidy_phone(name)) != partner[name]
            }
            if not tidy:
                continue
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner p SET %(column)s = tidy.number"
                    " FROM unnest(%(ids)s::int[], %(numbers)s::text[])"
                    " AS tidy(id, number) WHERE p.id = tidy.id",
                    column=SQL.identifier(name),
                    ids=list(tidy),
                    numbers=list(tidy.values()),
                )
            )
            changed = self.browse(tidy)
            changed.invalidate_recordset([name], flush=False)
            changed.modified([name])

    def _get_tidy_phone(self, name: str) -> str:
        return self._prepare_phones({name: self[name]}, self._get_vat_country())[name]

    def _qualify_as_customers(self, reason: str) -> None:
        """Make customers of whom a document names, unless that is decided by hand.

        Done by the system: who writes a quote need not be allowed to edit customers.

        :param reason: what is kept in the customer's history
        """
        # sudo: res.partner - see above; nothing of them is handed back
        roots_sudo = self.sudo().commercial_partner_id
        new_sudo = roots_sudo.filtered(lambda partner: not partner.is_crm_customer)
        if not new_sudo or self._is_qualified_by_hand():
            return
        if new_sudo := new_sudo._filter_qualifiable():
            new_sudo.with_context(tracking_disable=True).is_crm_customer = True
            new_sudo._message_log_batch(dict.fromkeys(new_sudo.ids, reason))
            new_sudo._after_customers_qualified()

    @api.model
    def _is_qualified_by_hand(self) -> bool:
        # sudo: ir.config_parameter - a setting that holds for everyone
        return bool(self.env["ir.config_parameter"].sudo().get_param(BY_HAND))

    def _after_customers_qualified(self) -> None:
        """Follow up on partners that have just become customers, maybe thousands.

        Override to bring in what was kept of them before; called as superuser.
        """
