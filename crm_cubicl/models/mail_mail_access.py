from odoo import api, models


class MailMail(models.Model):
    """Notifications name their mail to every colleague: not by its subject."""

    _inherit = "mail.mail"

    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        mails = self.sudo(False)
        for mail in self - mails._filtered_access("read").with_env(self.env):
            mail.display_name = f"{mail._name},{mail.id}"
        return result
