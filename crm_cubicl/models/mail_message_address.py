from odoo import api, models
from odoo.tools import email_normalize, email_normalize_all
from odoo.tools.mail import email_split_tuples

from odoo.addons.mail.tools.discuss import Store

from .base_partner_copy import SEES_ALL

# whom a mail came from, which is its author
SENDER_FIELDS = ("email_from", "reply_to")
RECIPIENT_FIELDS = ("incoming_email_cc", "incoming_email_to")


class MailMessage(models.Model):
    """A message tells no address of a customer whom its reader may not see."""

    _inherit = "mail.message"

    @api.model
    def _find_partner_copies(self):
        return {
            **super()._find_partner_copies(),
            **dict.fromkeys(SENDER_FIELDS, "author_id"),
            **dict.fromkeys((*RECIPIENT_FIELDS, "outgoing_email_to"), SEES_ALL),
        }

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Core shows the subject to whoever sees that there is a message."""
        result = super()._compute_display_name()
        messages = self.sudo(False)
        for message in self - messages._filtered_access("read").with_env(self.env):
            message.display_name = f"{message._name},{message.id}"
        return result

    def _to_store(self, store, fields, **kwargs):
        names = [getattr(field, "field_name", field) for field in fields]
        result = super()._to_store(store, fields, **kwargs)
        if "email_from" in names:
            hidden = self.sudo(False)._find_hidden_copies(["email_from"])
            records = self.browse(hidden.get("email_from"))
            store.add_records_fields(records, [Store.Attr("email_from", False)])
        if "message_format" in names:
            self._hide_recipients(store)
        return result

    def _hide_recipients(self, store) -> None:
        """Take the addresses of hidden customers out of what a mail came with."""
        if self.sudo(False)._may_see_all_partners():
            return
        for message in self:
            for name in RECIPIENT_FIELDS:
                if not message[name] or not (secret := self._get_secret(message[name])):
                    continue
                told = [
                    (label, address)
                    for label, address in email_split_tuples(message[name])
                    if email_normalize(address) not in secret
                ]
                store.add_records_fields(message, [Store.Attr(name, told)])

    @api.model
    def _get_secret(self, text: str) -> set[str]:
        """Return the addresses in a text that hidden partners have."""
        # sudo: res.partner - only to learn whose addresses these are
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        found = partners_sudo.search(
            [("email_normalized", "in", email_normalize_all(text))]
        )
        return set(found._get_hidden_from_user().mapped("email_normalized"))
