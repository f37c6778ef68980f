from odoo import api, models


class MailMail(models.Model):
    """Every mail of a ticket carries its number in the subject."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        of_tasks = mails.filtered(lambda mail: mail.model == "project.task")
        if not of_tasks:
            return mails
        # sudo: project.task - its number, for the mail of whoever may write one
        tasks_sudo = self.env["project.task"].sudo().browse(of_tasks.mapped("res_id"))
        numbers = {task.id: task.crm_number for task in tasks_sudo.exists()}
        for mail in of_tasks:
            number = numbers.get(mail.res_id)
            if number and number not in (mail.subject or ""):
                mail.subject = f"{number} {mail.subject or ''}".strip()
        return mails
