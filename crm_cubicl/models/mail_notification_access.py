from odoo import api, models


class MailNotification(models.Model):
    """Every colleague reads who was told: not at which number or address."""

    _inherit = "mail.notification"

    @api.model
    def _find_partner_copies(self):
        copies = dict.fromkeys(("mail_email_address", "sms_number"), "res_partner_id")
        return {**super()._find_partner_copies(), **copies}
