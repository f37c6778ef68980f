from odoo import models


class MailComposeMessage(models.TransientModel):
    """Written to many tickets at once, it reaches colleagues alone."""

    _inherit = "mail.compose.message"

    def _manage_mail_values(self, mail_values_all):
        """Write no mail to a ticket that has nobody to go to."""
        values_all = super()._manage_mail_values(mail_values_all)
        if self.model != "project.task" or self.composition_mode != "mass_mail":
            return values_all
        # sudo: project.task - which of them are tickets, whoever writes
        tasks_sudo = self.env["project.task"].sudo().browse(values_all).exists()
        for ticket in tasks_sudo.filtered("crm_topic_id").sudo(False):
            values = ticket._keep_mail_inside(values_all[ticket.id])
            if values.get("state") == "cancel":
                del values_all[ticket.id]
            else:
                values_all[ticket.id] = values
        return values_all
