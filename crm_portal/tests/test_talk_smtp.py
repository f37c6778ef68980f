import email
import email.policy
import socket
from email.message import EmailMessage
from email.utils import parseaddr
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .talk_common import TalkCase

FILE = "çalışma özeti ığüş.txt"
CHARSETS = ("iso-8859-9", "windows-1254", "utf-8")
TEXT = "Evet, takılı. Işığı yanıyor; ŞĞÜÖÇİ."


class Mailbox:
    """Keeps what a real server is sent."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@tagged("post_install", "-at_install")
class TestTalkSmtp(TalkCase):
    """Our mail goes out by a server; what comes back answers what arrived."""

    def setUp(self):
        super().setUp()
        self.mailbox = Mailbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Controller(self.mailbox, hostname="127.0.0.1", port=port)
        server.start()
        self.addCleanup(server.stop)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "Loopback", "smtp_host": "127.0.0.1", "smtp_port": port}
        )
        # Odoo sends nothing in tests: here it does
        sends = patch.object(IrMail_Server, "_disable_send", lambda _self: False)
        sends.start()
        self.addCleanup(sends.stop)

    def _send(self):
        """Answer the customer; return what the server was given for them."""
        self.mailbox.mails.clear()
        with self._mails() as mails:
            self.own._answer("Yazıcı takılı mı? Şimdi ışığı yanıyor mu?")
        for mail, _emails in mails:
            mail.send(raise_exception=True)
        found = [
            email.message_from_bytes(content, policy=email.policy.default)
            for recipients, content in self.mailbox.mails
            if recipients == ["ayse@gizem.example"]
        ]
        self.assertEqual(len(found), 1)
        return found[0]

    def _answer(self, arrived, charset: str) -> bytes:
        """Return what a mail program sends as an answer, with the quote below."""
        quoted = arrived.get_body(("plain", "html")).get_content()
        lines = "".join(f"> {line}\n" for line in quoted.splitlines()[:40])
        answer = EmailMessage()
        answer["From"] = "Ayşe Işık <ayse@gizem.example>"
        answer["To"] = arrived["Reply-To"] or arrived["From"]
        answer["Subject"] = f"YNT: {arrived['Subject']}"
        answer["In-Reply-To"] = arrived["Message-Id"]
        answer["References"] = arrived["Message-Id"]
        answer["Message-Id"] = f"<{charset}@gizem.example>"
        sender = parseaddr(arrived["From"])[0]
        text = f"{TEXT}\n\n25 Kasım 2026 tarihinde {sender} şunu yazdı:\n{lines}"
        answer.set_content(
            text.encode(charset, "replace").decode(charset), charset=charset
        )
        answer.add_attachment(b"x", "text", "plain", filename=FILE)
        return answer.as_bytes()

    def test_there_and_back(self):
        for charset in CHARSETS:
            with self.subTest(charset=charset):
                arrived = self._send()
                self.assertIn(self.ticket.crm_number, arrived["Subject"])
                self.assertIn("Yazıcı çalışmıyor", arrived["Subject"])
                page = arrived.get_body(("html",)).get_content()
                self.assertIn("ışığı yanıyor mu", page)
                self.assertIn(self.ticket.crm_share_ids._get_url(), page)
                self.env["mail.thread"].message_process(
                    False, self._answer(arrived, charset)
                )
                message = self.ticket._get_visible_messages()[-1]
                text = message._get_text_for_customer()
                self.assertIn(TEXT, text)
                self.assertNotIn("yanıyor mu", text, "the quote is not shown again")
                self.assertIn("yanıyor mu", message.body)
                self.assertEqual(message.author_id, self.ayse)
                self.assertEqual(message.attachment_ids.mapped("name"), [FILE])
                self.assertEqual(self.ticket.crm_waiting_for, "us")
