from odoo import api, models
from odoo.tools import SQL


class MailMessage(models.Model):
    """Tell which messages mean that somebody was in contact with a customer."""

    _inherit = "mail.message"

    # the condition is spelled as in `_get_contact_sql`
    _crm_contact_idx = models.Index(
        "(crm_customer_id, date DESC) WHERE crm_customer_id IS NOT NULL"
        " AND model = 'res.partner' AND (mail_activity_type_id IS NOT NULL"
        " OR message_type IN ('comment', 'email', 'email_outgoing'))"
    )

    @api.model
    def _get_contact_sql(self) -> SQL:
        """Return which rows of ``message`` are contacts with their customer.

        What is written on tasks and quotes is none: whoever may read a customer may
        read what is written on it, but not everything about its work.
        """
        names = ("crm_customer_id", "date", "message_type", "model", "res_id")
        return SQL(
            "message.crm_customer_id IS NOT NULL AND message.model = 'res.partner'"
            " AND (message.mail_activity_type_id IS NOT NULL"
            " OR message.message_type IN ('comment', 'email', 'email_outgoing'))%s",
            SQL("").join(SQL("", to_flush=self._fields[name]) for name in names),
        )
