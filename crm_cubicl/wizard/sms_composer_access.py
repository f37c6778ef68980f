from odoo import models


class SmsComposer(models.TransientModel):
    """Write to the customer of a document at a number that the user does not see."""

    _inherit = "sms.composer"

    def _compute_recipient_single_stored(self):
        result = super()._compute_recipient_single_stored()
        for composer, info in self._get_hidden_recipients():
            if composer.recipient_single_number_itf in (
                info["sanitized"],
                info["number"],
            ):
                composer.recipient_single_number_itf = ""
        return result

    def _compute_recipient_single_non_stored(self):
        hidden = self.browse()
        for composer, info in self._get_hidden_recipients():
            hidden |= composer
            composer.recipient_single_description = info["partner"]._get_plain_name()
            composer.recipient_single_number = ""
        shown = self - hidden
        return super(SmsComposer, shown)._compute_recipient_single_non_stored()

    def _compute_recipient_single_valid(self):
        result = super()._compute_recipient_single_valid()
        for composer, info in self._get_hidden_recipients():
            if not composer.recipient_single_number_itf:
                composer.recipient_single_valid = bool(info["sanitized"])
        return result

    def _get_hidden_recipients(self) -> list:
        """Return the dialogs for one hidden customer, with what core knows of them."""
        found = []
        for composer in self.filtered("comment_single_recipient"):
            record = composer._get_records()
            info = record and record._sms_get_recipients_info()[record.id]
            if info and info["partner"]._get_hidden_from_user():
                found.append((composer, info))
        return found
