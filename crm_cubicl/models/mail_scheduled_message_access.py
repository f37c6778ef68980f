from odoo import models

from .crm_recipients_mixin import Recipients


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["crm.recipients.mixin", "mail.scheduled.message"]

    partner_ids = Recipients()

    def _get_recipients_documents(self):
        if len(self) != 1 or self.model not in self.env:
            return None
        return self.env[self.model].browse(self.res_id)
