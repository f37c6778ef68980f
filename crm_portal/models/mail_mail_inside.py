from odoo import api, models

from ..tools.audience import get_mark


class MailMail(models.Model):
    """Mails about tickets that are no posts reach nobody outside."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        if not get_mark(self.env.context):
            vals_list = self._keep_inside_tickets(vals_list)
        return super().create(vals_list)

    @api.model
    def _keep_inside_tickets(self, vals_list: list[dict]) -> list[dict]:
        """Take those outside from mails that are written past the ticket's posts.

        By a template, by the composer for many records, by an automation; posts have
        found their readers already.
        """
        ids = {
            vals["res_id"]
            for vals in vals_list
            if vals.get("model") == "project.task"
            and vals.get("res_id")
            and not vals.get("mail_message_id")
        }
        if not ids:
            return vals_list
        # sudo: project.task - which of them are tickets, whoever writes
        tickets = self.env["project.task"].sudo().browse(ids).exists()
        tickets = tickets.filtered("crm_topic_id")
        return [
            tickets.browse(vals["res_id"])._keep_mail_inside(vals)
            if vals.get("model") == "project.task"
            and vals.get("res_id") in tickets.ids
            and not vals.get("mail_message_id")
            else vals
            for vals in vals_list
        ]
