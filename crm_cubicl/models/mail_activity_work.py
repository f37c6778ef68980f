from odoo import api, fields, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """Planned calls, visits and the like are work for their customer."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.customer.work.mixin"]

    _work_done_field = "date_done"

    @api.model
    def _get_work_domain(self, customer, group):
        today = fields.Date.context_today(self)
        in_group = {
            "overdue": Domain("date_deadline", "<", today),
            "pending": Domain("date_deadline", ">=", today),
            "completed": Domain("active", "=", False),
        }[group]
        if group != "completed":
            in_group &= Domain("active", "=", True)
        return (
            Domain("res_model", "=", "res.partner")
            & Domain("res_id", "in", self._search_customer_partners(customer))
            & in_group
        )

    @api.model
    def _search_work(self, customer, group):
        """Find them by the partners that the user may read, which is the rule.

        Core's own search asks the database several times over for each group.
        """
        return self.with_context(active_test=False)._search(
            self._get_work_domain(customer, group), bypass_access=True
        )

    @api.model
    def _search_customer_partners(self, customer):
        """Return the customer, its contacts and addresses, as far as one may read."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners._search(Domain("crm_customer_id", "=", customer.id))

    @api.model
    def _get_work_list_domain(self, customer, group):
        return [("id", "in", list(self._search_work(customer, group)))]

    @api.model
    def _get_work_labels(self, query):
        join = (query.table, "activity_type_id", "mail_activity_type", "id", "type")
        kind = query.left_join(*join)
        types = self.env["mail.activity.type"]
        return (
            types._field_to_sql(kind, "name", query),
            types._field_to_sql(kind, "icon", query),
        )

    def _get_work_rows(self):
        # sudo: mail.activity - found by core's own rule, which it would check again
        activities_sudo = self.sudo()
        activities_sudo.fetch(["summary", "date_deadline", "user_id"])
        return {
            activity.id: {
                "name": activity.summary,
                "due": activity.date_deadline,
                "users": activity.user_id.ids,
            }
            for activity in activities_sudo
        }

    @api.model
    def _get_work_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_activity_action"
        )
