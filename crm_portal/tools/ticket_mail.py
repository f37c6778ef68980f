"""What is to be known of a mail to a ticket beside its text."""

import re
from email.message import EmailMessage
from typing import NamedTuple

from odoo.tools.mail import email_split_tuples

# set in the context by the mail gateway: no client can send such an object
KEY = "crm_portal_mail"
ADDRESS = re.compile(r"\+answer-(?P<number>[a-z0-9]+)-(?P<mark>[0-9a-f]{20})$")
AWAY = re.compile(
    r"^\s*(re:\s*|ynt:\s*)*"
    r"(auto(matic|mated)?[ -]?(reply|response)|out of (the )?office|on (vacation|leave)"
    r"|otomatik (yanıt|cevap)|ofis dışı|ofiste değil|izinde|abwesenheit"
    r"|automatische antwort|réponse automatique)",
    re.IGNORECASE,
)
BY_MACHINES = {"bulk", "junk", "auto_reply", "auto-reply"}


class TicketMail(NamedTuple):
    """A mail that arrives on a ticket."""

    is_auto: bool = False
    # the number in the answer address it was sent to, when the address is true
    number: str = ""
    # (name, address) of everybody in To and Cc
    copies: tuple = ()


def get_mail(context) -> TicketMail | None:
    """Return the mail that is being posted, if one is."""
    mail = context.get(KEY)
    return mail if isinstance(mail, TicketMail) else None


def is_written_by_machine(message: EmailMessage) -> bool:
    """Return whether a program wrote a mail, such as one that says who is away.

    >>> mail = EmailMessage(); mail["Subject"] = "Otomatik yanıt: İzindeyim"
    >>> is_written_by_machine(mail)
    True
    >>> mail = EmailMessage(); mail["Subject"] = "Re: izin belgesi"
    >>> is_written_by_machine(mail)
    False
    """
    if str(message.get("Auto-Submitted", "no")).strip().lower() not in ("no", ""):
        return True
    if any(name in message for name in ("X-Autoreply", "X-Autorespond")):
        return True
    if str(message.get("Precedence", "")).strip().lower() in BY_MACHINES:
        return True
    return bool(AWAY.match(str(message.get("Subject", ""))))


def find_answer_address(recipients: str) -> tuple[str, str]:
    """Return the number and the mark of a ticket's answer address among recipients.

    >>> find_answer_address("Us <catchall+answer-t000012-" + "a" * 20 + "@x.example>")
    ('T000012', 'aaaaaaaaaaaaaaaaaaaa')
    >>> find_answer_address("catchall@x.example")
    ('', '')
    """
    for _name, email in email_split_tuples(recipients or ""):
        if found := ADDRESS.search(email.lower().partition("@")[0]):
            return found["number"].upper(), found["mark"]
    return "", ""
