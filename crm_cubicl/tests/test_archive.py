import smtplib
import socket
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from aiosmtpd.controller import Controller

from odoo.exceptions import AccessError, UserError
from odoo.tests import RecordCapturer, tagged

from .common import CustomerCase
from .test_feed import FeedMixin

ARCHIVE = "arsiv@poyraz.example"


class Mailbox:
    """What a mail server does with a mail before it calls Odoo's mailgate."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        for address in envelope.rcpt_tos:
            header = f"Delivered-To: {address}\r\n".encode()
            self.received.append(header + envelope.content)
        return "250 OK"


class ArchiveMixin(FeedMixin):
    @classmethod
    def _set_up_archive(cls):
        domain = cls.env["mail.alias.domain"].create({"name": "poyraz.example"})
        cls.env.company.alias_domain_id = domain
        cls.alias = cls.env.ref("crm_cubicl.crm_customer_alias_archive")
        cls.alias.write({"alias_name": "arsiv", "alias_domain_id": domain.id})
        cls.user_edit.partner_id.email = "meslektas@poyraz.example"
        cls.customer = cls._create_customer(email="info@anadolu.example")
        cls.contact = cls._create_contact(cls.customer, email="ayse@anadolu.example")
        cls.other = cls._create_customer("Toros Seramik", email="info@toros.example")

    def _compose(self, sender, to, body="Merhaba", **headers):
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = to
        mail["Message-Id"] = headers.pop("message_id", f"<{self.id()}@test.example>")
        for name, value in {"Subject": "Teklif hakkında", **headers}.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        return mail

    def _deliver(self, mail, to=ARCHIVE):
        """Hand a mail to the gateway, as the mail server does for one recipient."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        header = f"Delivered-To: {to}\r\n".encode()
        return self.env["mail.thread"].message_process(None, header + raw)

    def _mails(self, customer):
        return [
            e for e in self._entries(self.user_view, customer) if e["kind"] == "mail"
        ]

    def _waiting(self):
        return self.env["crm.customer.mail"].search([("state", "=", "new")])


@tagged("post_install", "-at_install")
class TestArchive(ArchiveMixin, CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_archive()

    # -- filed ---------------------------------------------------------------------

    def test_real_smtp_server_and_client(self):
        """A colleague writes to a contact with the archive in blind copy."""
        mailbox = Mailbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(mailbox, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        mail = self._compose(
            "Mert <meslektas@poyraz.example>", "Ayşe <ayse@anadolu.example>"
        )
        mail.add_attachment(
            b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="teklif.pdf"
        )
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.send_message(mail, to_addrs=[ARCHIVE])
        [raw] = mailbox.received
        self.assertNotIn(ARCHIVE.encode(), raw.split(b"\n", 1)[1], "in blind copy")
        self.env["mail.thread"].message_process(None, raw)
        [entry] = self._mails(self.customer)
        self.assertEqual(entry["title"], "Teklif hakkında")
        self.assertIn("Merhaba", entry["body"])
        self.assertEqual(entry["author"]["name"], self.user_edit.name)
        self.assertEqual(entry["source"], "Archived e-mail")
        [file] = entry["attachments"]
        self.assertEqual(file["name"], "teklif.pdf")
        attachment = self.env["ir.attachment"].browse(file["id"])
        self.assertEqual(attachment.with_user(self.user_view).raw, b"%PDF-1.4 x")
        self.assertFalse(self._waiting())

    def test_filed_at_every_customer_among_the_addresses(self):
        mail = self._compose(
            "meslektas@poyraz.example",
            f"info@anadolu.example, {ARCHIVE}",
            Cc="info@toros.example, biri@baska.example",
        )
        mail.add_attachment(b"x", maintype="text", subtype="csv", filename="liste.csv")
        self._deliver(mail)
        for customer in (self.customer, self.other):
            [entry] = self._mails(customer)
            [file] = entry["attachments"]
            attachment = self.env["ir.attachment"].browse(file["id"])
            self.assertEqual(attachment.res_id, customer.id)

    def test_mail_of_a_customer_is_filed_with_the_contact_as_author(self):
        self._deliver(self._compose("AYSE@Anadolu.example", ARCHIVE))
        [entry] = self._mails(self.customer)
        self.assertEqual(entry["author"]["name"], "Ayşe Yılmaz")

    def test_contact_who_left_is_still_known(self):
        self.contact.active = False
        self._deliver(self._compose("meslektas@poyraz.example", "ayse@anadolu.example"))
        self.assertEqual(len(self._mails(self.customer)), 1)

    def test_same_mail_is_filed_once(self):
        mail = self._compose(
            "meslektas@poyraz.example",
            "info@anadolu.example",
            message_id="<a@b.example>",
        )
        self._deliver(mail)
        self._deliver(mail)
        self.assertEqual(len(self._mails(self.customer)), 1)

    def test_answer_to_an_archived_mail_is_one_of_its_own(self):
        first = self._compose(
            "meslektas@poyraz.example",
            "info@anadolu.example",
            message_id="<1@b.example>",
        )
        answer = self._compose(
            "info@anadolu.example",
            f"meslektas@poyraz.example, {ARCHIVE}",
            message_id="<2@anadolu.example>",
            In_Reply_To="<1@b.example>",
            References="<1@b.example>",
        )
        self._deliver(first)
        self._deliver(answer)
        self.assertEqual(len(self._mails(self.customer)), 2)

    def test_nobody_is_written_to_and_nobody_follows(self):
        self.customer.message_subscribe(self.user_manage.partner_id.ids)
        followers = self.customer.message_follower_ids
        with RecordCapturer(self.env["mail.mail"]) as mails:
            self._deliver(
                self._compose("meslektas@poyraz.example", "ayse@anadolu.example")
            )
            self._deliver(
                self._compose("yabanci@baska.example", ARCHIVE, message_id="<x@y>")
            )
        self.assertFalse(mails.records)
        self.assertEqual(self.customer.message_follower_ids, followers)
        message = self.customer.message_ids[0]
        self.assertTrue(message.is_internal)
        self.assertFalse(message.notification_ids)

    # -- to assign ------------------------------------------------------------------

    def test_what_matches_nobody_waits(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        mail = self._as(self.user_edit, self._waiting())
        self.assertEqual(mail.subject, "Teklif hakkında")
        self.assertIn("Merhaba", mail.body)
        self.assertEqual(mail.recipients, "yeni@firma.example")

    def test_unknown_sender_is_not_believed(self):
        """Anyone can write a customer's address into a mail."""
        self._deliver(
            self._compose("hirsiz@kotu.example", f"info@anadolu.example, {ARCHIVE}")
        )
        self.assertFalse(self._mails(self.customer))
        mail = self._waiting()
        self.assertEqual(mail.customer_ids, self.customer)
        # the customer may be closed to some: who manages sees the proposal
        with self.assertRaises(AccessError):
            self._as(self.user_edit, mail).read(["subject"])
        self.assertEqual(self._as(self.user_manage, mail).customer_ids, self.customer)

    def test_edit_assigns_and_view_does_not(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        mail = self._waiting()
        context = {"active_model": "crm.customer.mail", "active_ids": mail.ids}
        Wizard = self.env["crm.customer.mail.assign"].with_context(**context)
        for user in (self.user_none, self.user_view):
            self.assertFalse(mail.with_user(user).has_access("read"))
            with self.assertRaises(AccessError):
                Wizard.with_user(user).create({"customer_ids": self.customer.ids})
        with self.assertRaises(UserError):
            Wizard.with_user(self.user_edit).create({}).action_assign()
        wizard = Wizard.with_user(self.user_edit).create(
            {"customer_ids": (self.customer | self.other).ids}
        )
        wizard.action_assign()
        self.assertEqual(len(self._mails(self.customer)), 1)
        self.assertEqual(len(self._mails(self.other)), 1)
        self.assertEqual(mail.state, "filed")
        self.assertFalse(mail.body or mail.subject, "its text is the customers' now")
        for user in (self.user_edit, self.user_manage):
            self.assertFalse(
                self.env["crm.customer.mail"]
                .with_user(user)
                .search([("id", "=", mail.id)])
            )

    def test_assign_needs_the_customer(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        self._hide(self.other, self.user_edit)
        mail = self._waiting()
        wizard = self.env["crm.customer.mail.assign"].with_user(self.user_edit)
        with self.assertRaises(AccessError):
            wizard.create(
                {"mail_ids": mail.ids, "customer_ids": self.other.ids}
            ).action_assign()
        self.assertEqual(mail.state, "new")

    def test_discard_and_restore(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        mail = self._waiting()
        with self.assertRaises(AccessError):
            self._as(self.user_view, mail).action_discard()
        self._as(self.user_edit, mail).action_discard()
        self.assertEqual(mail.state, "discarded")
        with self.assertRaises(AccessError):
            self._as(self.user_edit, mail).action_restore()
        self._as(self.user_manage, mail).action_restore()
        self.assertEqual(mail.state, "new")

    def test_nobody_writes_into_a_mail(self):
        self._deliver(self._compose("meslektas@poyraz.example", "yeni@firma.example"))
        mail = self._as(self.user_manage, self._waiting())
        with self.assertRaises(AccessError):
            mail.body = "Başka"
        with self.assertRaises(AccessError):
            mail.create({"subject": "Sahte"})
        for name in ("message_new", "message_update", "message_post"):
            self.assertTrue(getattr(type(mail), name)._api_private)

    # -- hostile and broken mail -----------------------------------------------------

    def test_hostile_html(self):
        mail = MIMEText(
            "<p onclick='x()'>Merhaba</p><script>alert(1)</script>"
            "<a href='javascript:x()'>tıkla</a><iframe src='//kotu'></iframe>",
            "html",
            "utf-8",
        )
        mail["From"], mail["To"] = "info@anadolu.example", ARCHIVE
        mail["Message-Id"] = "<html@anadolu.example>"
        self._deliver(mail)
        [entry] = self._mails(self.customer)
        self.assertIn("Merhaba", entry["body"])
        for bad in ("<script", "onclick", "javascript:", "<iframe"):
            self.assertNotIn(bad, entry["body"])

    def test_turkish_charsets(self):
        for charset in ("iso-8859-9", "windows-1254", "utf-8"):
            mail = MIMEText("Şu ığdır çöğüş", "plain", charset)
            mail["From"], mail["To"] = "info@anadolu.example", ARCHIVE
            mail["Message-Id"] = f"<{charset}@anadolu.example>"
            mail["Subject"] = (
                f"=?{charset}?Q?="
                + "".join(f"{byte:02X}=" for byte in "İğne".encode(charset)).rstrip("=")
                + "?="
            )
            self._deliver(mail)
            entry = self._mails(self.customer)[0]
            self.assertIn("Şu ığdır çöğüş", entry["body"], charset)
            self.assertEqual(entry["title"], "İğne", charset)

    def test_broken_charset_and_missing_headers(self):
        raw = (
            b"From: info@anadolu.example\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: text/plain; charset=x-uydurma\r\n"
            b"Content-Transfer-Encoding: 8bit\r\n\r\nMerhaba \xfe\xff d\xfcnya"
        )
        self._deliver(raw)
        [entry] = self._mails(self.customer)
        self.assertIn("Merhaba şÿ dünya", entry["body"])

    def test_huge_mail_is_bounded(self):
        mail = MIMEMultipart()
        mail["From"], mail["To"] = "info@anadolu.example", ARCHIVE
        mail["Message-Id"] = "<huge@anadolu.example>"
        mail.attach(MIMEText("satır\n" * 60_000, "plain", "utf-8"))
        for name, size in (("kucuk.bin", 10), ("dev.bin", 26 * 1024 * 1024)):
            part = MIMEApplication(b"0" * size)
            part.add_header("Content-Disposition", "attachment", filename=name)
            mail.attach(part)
        self._deliver(mail)
        [entry] = self._mails(self.customer)
        names = {file["name"] for file in entry["attachments"]}
        self.assertIn("kucuk.bin", names)
        self.assertNotIn("dev.bin", names)
        self.assertIn("dev.bin", entry["body"])
        self.assertLess(len(entry["body"]), 100_000)
        self.assertEqual(len(names), 2, "the whole text is kept as a file")

    def test_bounce_and_automatic_answer_make_no_loop(self):
        with RecordCapturer(self.env["mail.mail"]) as mails:
            self._deliver(
                self._compose(
                    "MAILER-DAEMON@anadolu.example", ARCHIVE, message_id="<b@anadolu>"
                )
            )
            self.assertFalse(self._waiting())
            self._deliver(
                self._compose(
                    "info@anadolu.example",
                    ARCHIVE,
                    message_id="<ooo@anadolu.example>",
                    Auto_Submitted="auto-replied",
                )
            )
        self.assertFalse(mails.records)

    def test_many_mails_of_one_colleague_are_no_loop(self):
        for number in range(25):
            self._deliver(
                self._compose(
                    "meslektas@poyraz.example",
                    "info@anadolu.example",
                    message_id=f"<{number}@poyraz.example>",
                )
            )
        self.assertEqual(len(self._mails(self.customer)), 25)

    # -- the address ------------------------------------------------------------------

    def test_manage_chooses_the_address(self):
        alias = self._as(self.user_manage, self.alias)
        alias.alias_name = "kayit"
        self.assertEqual(alias.alias_email, "kayit@poyraz.example")
        with self.assertRaises(AccessError):
            self._as(self.user_edit, self.alias).alias_name = "baska"

    def test_settings(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.crm_archive_alias_name, "arsiv")
        settings.crm_archive_alias_name = "kayit"
        settings.execute()
        self.assertEqual(self.alias.alias_full_name, "kayit@poyraz.example")
