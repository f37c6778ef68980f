from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """Find the customers that nobody looks after."""

    _inherit = "res.partner"

    crm_neglected_days = fields.Integer(
        string="Neglected for days",
        store=False,
        search="_search_crm_neglected_days",
        exportable=False,
        groups="crm_cubicl.crm_cubicl_group_view",
        help="Nobody was in contact with the customer in these days, and neither an "
        "activity nor a task is open. Lost customers do not count.",
    )

    @api.model
    def _search_crm_neglected_days(self, operator, value):
        if operator not in (">", ">="):
            return NotImplemented
        # core asks this of stored fields alone
        self._check_field_access(self._fields["crm_neglected_days"], "read")
        days = int(value) + (operator == ">")
        since = fields.Datetime.now() - timedelta(days=days)
        busy = SQL(
            "(%s UNION ALL %s UNION ALL %s)",
            self._get_recent_contact_sql(since),
            self._get_open_activity_sql(),
            self._get_open_task_sql(),
        )
        return (
            Domain("is_crm_customer", "=", True)
            & Domain("create_date", "<", since)
            & Domain("id", "not in", busy)
            & ~Domain("crm_stage_id.kind", "=", "lost")
        )

    @api.model
    def _get_recent_contact_sql(self, since) -> SQL:
        """Return the customers somebody wrote to, called or heard from since then.

        Whoever may read a customer may read what is written on it and its contacts.
        """
        return SQL(
            "SELECT message.crm_customer_id FROM mail_message AS message"
            " WHERE message.date >= %s AND %s",
            since,
            self.env["mail.message"]._get_contact_sql(),
        )

    @api.model
    def _get_open_activity_sql(self) -> SQL:
        """Return the customers with an activity that is still to be done."""
        # sudo: mail.activity - whoever may read a record may read its activities
        activities_sudo = self.env["mail.activity"].sudo()
        query = activities_sudo._search(Domain("res_model", "=", "res.partner"))
        return SQL(
            "SELECT %s FROM res_partner AS contact WHERE contact.id IN %s"
            " AND contact.crm_customer_id IS NOT NULL",
            self._get_customer_sql(),
            query.subselect("mail_activity.res_id"),
        )

    @api.model
    def _get_open_task_sql(self) -> SQL:
        """Return the customers with an open task that the user may see."""
        domain = Domain("is_closed", "=", False) & Domain("partner_id", "!=", False)
        query = self.env["project.task"]._search(domain)
        return SQL(
            "SELECT %s FROM res_partner AS contact WHERE contact.id IN %s"
            " AND contact.crm_customer_id IS NOT NULL",
            self._get_customer_sql(),
            query.subselect("project_task.partner_id"),
        )

    @api.model
    def _get_customer_sql(self) -> SQL:
        return SQL.identifier(
            "contact", "crm_customer_id", to_flush=self._fields["crm_customer_id"]
        )
