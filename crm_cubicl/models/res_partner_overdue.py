from datetime import UTC, datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """Find customers whose work is late."""

    _inherit = "res.partner"

    crm_has_overdue_work = fields.Boolean(
        string="Has overdue work",
        store=False,
        search="_search_crm_has_overdue_work",
        exportable=False,
        groups="crm_cubicl.crm_cubicl_group_view",
    )

    @api.model
    def _search_crm_has_overdue_work(self, operator, value):
        """Find by tasks and activities that the user may see, and by no others."""
        # core asks this of stored fields alone
        self._check_field_access(self._fields["crm_has_overdue_work"], "read")
        if operator != "in":
            return NotImplemented
        late = SQL("(%s)", SQL(" UNION ALL ").join(self._get_late_partners()))
        # sudo: res.partner - which customer a contact belongs to; the search around
        # this keeps to the customers that the user may see
        contacts_sudo = self.sudo().with_context(active_test=False)
        query = contacts_sudo._search(
            Domain("id", "in", late) & Domain("crm_customer_id", "!=", False)
        )
        domain = Domain("id", "in", query.subselect("res_partner.crm_customer_id"))
        return domain if True in value else ~domain

    @api.model
    def _get_late_partners(self) -> list[SQL]:
        """Return queries of partners with late work. Override to add work of one's own.

        Their union is found, so that each may use its own index.
        """
        late = [self._get_late_activities("res.partner")]
        tasks = self.env["project.task"]
        if tasks.has_access("read"):
            work = Domain("date_deadline", "<", self._get_start_of_today())
            activities = SQL("(%s)", self._get_late_activities("project.task"))
            work |= Domain("id", "in", activities)
            query = tasks._search(work & Domain("is_closed", "=", False))
            late.append(query.select("project_task.partner_id"))
        return late

    @api.model
    def _get_late_activities(self, model: str) -> SQL:
        """Return a query of the ids of a model's records with a late activity."""
        # sudo: mail.activity - who may read a record may read its activities; the
        # search around this keeps to the records that the user may read
        activities_sudo = self.env["mail.activity"].sudo()
        query = activities_sudo._search(
            Domain("res_model", "=", model)
            & Domain("date_deadline", "<", fields.Date.context_today(self))
        )
        return query.select("mail_activity.res_id")

    @api.model
    def _get_start_of_today(self) -> datetime:
        """Return when today began for the user, in UTC as the database keeps it."""
        today = datetime.combine(fields.Date.context_today(self), time.min)
        return self.env.tz.localize(today).astimezone(UTC).replace(tzinfo=None)
