from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


class ResPartner(models.Model):
    """Tell when someone was last in contact with a customer, and find the neglected."""

    _inherit = "res.partner"

    crm_last_contact = fields.Datetime(
        string="Last contact",
        compute="_compute_crm_last_contact",
        search="_search_crm_last_contact",
        groups="crm_cubicl.crm_cubicl_group_view",
        help="The last message, e-mail, note or finished activity on the customer or "
        "on one of its contacts. What Odoo writes by itself does not count.",
    )

    def _compute_crm_last_contact(self):
        last = {}
        if self.ids:
            query = self.with_context(active_test=False)._as_query(ordered=False)
            latest = self._get_last_contact_sql(query.table)
            rows = query.select(SQL.identifier(query.table, "id"), latest)
            last = dict(self.env.execute_query(rows))
        for partner in self:
            partner.crm_last_contact = last.get(partner._origin.id)

    @api.model
    def _search_crm_last_contact(self, operator, value):
        # core asks this of stored fields alone
        self._check_field_access(self._fields["crm_last_contact"], "read")
        if comparison := COMPARISONS.get(operator):
            moment = fields.Datetime.to_datetime(value)
            return self._get_last_contact_domain(SQL("%s %s", comparison, moment))
        if operator == "in" and set(value) == {False}:
            return self._get_last_contact_domain(SQL("IS NULL"))
        return NotImplemented

    @api.model
    def _get_last_contact_domain(self, condition: SQL) -> Domain:
        def to_sql(model, alias, query):
            return SQL("%s %s", model._get_last_contact_sql(alias), condition)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_last_contact_sql(self, alias: str) -> SQL:
        """Return the moment of the last contact with the customer in the row.

        Whoever may read a customer may read what is written on it and its contacts.
        """
        return SQL(
            "(SELECT max(message.date) FROM mail_message AS message"
            " WHERE message.crm_customer_id = %s AND %s)",
            SQL.identifier(alias, "id"),
            self.env["mail.message"]._get_contact_sql(),
        )
