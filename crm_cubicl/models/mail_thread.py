import codecs
from dataclasses import replace

from odoo import api, models

from ..tools.activity import ACTIVITY, Activity, get_activity

# what a Turkish mail program means when it does not say so
LIKELY_CHARSET = "windows-1254"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _get_activity_customer(self):
        """Return the customer whose activities this record's messages belong to.

        Called as superuser on one record of a batch. Override in models that name a
        customer; a model listed in ``mail.message._get_activity_models`` has its old
        messages filled in too.
        """
        self.ensure_one()
        return self.env["res.partner"]

    def _as_activity(self, **values):
        """Return the records with what is to be known of messages written now.

        Takes the values of :class:`Activity`, on top of what is known already.
        """
        known = get_activity(self.env.context) or Activity()
        return self.with_context(**{ACTIVITY: replace(known, **values)})

    # -- the mail gateway --------------------------------------------------------

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Take every mail to the archive address for one of its own."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        return [
            (route[0], 0, *route[2:]) if route[0] == "crm.customer.mail" else route
            for route in routes or ()
        ]

    def _message_parse_extract_payload(
        self, message, message_dict, save_original=False
    ):
        """Read mails whose charset nobody knows; core loses them."""
        for part in message.walk():
            charset = part.get_content_maintype() == "text" and part.get_param(
                "charset"
            )
            if charset and not _is_charset(str(charset)):
                part.set_param("charset", _guess_charset(part.get_payload(decode=True)))
        return super()._message_parse_extract_payload(
            message, message_dict, save_original=save_original
        )


def _is_charset(name: str) -> bool:
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return True


def _guess_charset(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        return LIKELY_CHARSET
    return "utf-8"
