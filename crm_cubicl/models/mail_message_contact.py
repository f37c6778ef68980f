from odoo import models


class MailMessage(models.Model):
    """Find the last contact with a partner without reading its whole history."""

    _inherit = "mail.message"

    # the condition is spelled as in ``res_partner_last_contact.py``
    _crm_contact_idx = models.Index(
        "(res_id, date DESC) WHERE model = 'res.partner'"
        " AND (mail_activity_type_id IS NOT NULL"
        " OR message_type IN ('comment', 'email', 'email_outgoing'))"
    )
