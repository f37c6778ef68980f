import email
import email.policy
import io
import re
import socket
from unittest.mock import patch

from aiosmtpd.controller import Controller
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_service_track.controllers import service_approval

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestVisitMail(ServiceTrackCommon):
    def _get_mail(self, visit):
        return visit.sudo().link_ids[:1].mail_ids[-1:]

    def test_the_mail_has_the_details_the_link_and_the_form(self):
        visit = self._create_visit(note="Gizli not")
        visit.with_user(self.user_technician).action_send()
        link = visit.sudo().link_ids
        mail = self._get_mail(visit)
        self.assertEqual(mail.email_to, "yetkili@yildiz.example")
        for text in ("Bakım yapıldı.", visit.name, link._get_url()):
            self.assertIn(text, mail.body_html)
        self.assertNotIn("Gizli not", mail.body_html)
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertIn(visit.name, mail.attachment_ids.name)
        self.assertIn(self.user_technician.email, mail.reply_to)

    def test_the_mail_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        template = self.env.ref("crm_service_track.mail_template_visit")
        template.with_context(
            lang="tr_TR"
        ).subject = "Lütfen {{ object.name }} onaylayın"
        self.service_type.with_context(lang="tr_TR").name = "Deneme hizmeti"
        self.customer.lang = "tr_TR"
        visit = self._create_visit()
        visit.with_context(lang="en_US").action_send()
        mail = self._get_mail(visit)
        self.assertEqual(mail.subject, f"Lütfen {visit.name} onaylayın")
        self.assertIn("Deneme hizmeti", mail.body_html)
        self.assertNotIn("Test service", mail.body_html)

    def test_whoever_sends_does_not_get_the_link(self):
        """The technician could approve their own service by it."""
        visit = self._create_visit().with_user(self.user_technician)
        visit.action_send()
        token = visit.sudo().link_ids._get_token()
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.user_technician, self.user_manager):
            messages = self.env["mail.message"].with_user(user)
            found = messages.search([("body", "like", "/service/visit/")])
            self.assertFalse(found, found.mapped("body"))
            bodies = visit.with_user(user).message_ids.mapped("body")
            self.assertFalse([body for body in bodies if token in body])
            with (
                mute_logger("odoo.addons.base.models.ir_model"),
                self.assertRaises(AccessError),
            ):
                self.env["mail.mail"].with_user(user).search([])

    def test_reminders_come_twice_and_no_more(self):
        with freeze_time("2026-03-02 12:00:00"):
            visit = self._create_visit()
            visit.action_send()
        link = visit.link_ids
        counts = []
        for day in (3, 5, 5, 6, 8, 9, 9, 12, 20):
            with freeze_time(f"2026-03-{day:02} 13:{day:02}:00"):
                self._remind()
                counts.append(visit.reminder_count)
                unanswered = visit.search([("is_unanswered", "=", True)])
                self.assertEqual(visit.is_unanswered, visit in unanswered)
                self.assertEqual(visit.is_unanswered, day >= 12)
        self.assertEqual(counts, [0, 1, 1, 1, 2, 2, 2, 2, 2])
        self.assertEqual(len(link.mail_ids), 3)
        self.assertEqual(visit.link_ids, link)

    def test_a_reminder_of_a_link_that_has_ended_brings_a_new_one(self):
        self.env["ir.config_parameter"].set_param("crm_service_track.link_days", "4")
        with freeze_time("2026-03-02 12:00:00"):
            visit = self._create_visit()
            visit.action_send()
        sent = [1]
        for day in (7, 12, 20):
            with freeze_time(f"2026-03-{day:02} 13:00:00"):
                self._remind()
                link = visit.link_ids[0]
                if day < 20:
                    self.assertFalse(link._get_problem())
                    self.assertIn(link._get_url(), link.mail_ids[-1:].body_html)
            sent.append(len(visit.link_ids.mail_ids))
            self.assertEqual(visit.reminder_count, sent[-1] - 1)
        self.assertEqual(sent, [1, 2, 3, 3])
        states = visit.link_ids.mapped("state")
        self.assertEqual(states, ["active", "replaced", "replaced"])

    def test_who_has_answered_is_not_reminded(self):
        with freeze_time("2026-03-02 12:00:00"):
            visit = self._create_visit()
            visit.action_send()
            answer = {"answer": "approve", "score": 9}
            visit._answer(visit.link_ids, answer, {"method": "POST"})
        with freeze_time("2026-03-20 13:00:00"):
            self._remind()
        self.assertEqual(visit.reminder_count, 0)

    def test_the_history_is_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.partner_id.lang = "tr_TR"
        with freeze_time("2026-03-02 12:00:00"):
            visit = self._create_visit()
            visit.action_send()
        with freeze_time("2026-03-06 12:00:00"):
            self._remind()
        self.assertIn("Müşteriye hatırlatıldı", visit.message_ids[0].body)

    def _remind(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_service_track.crm_service_visit_cron_remind")
            cron.method_direct_trigger()
        self.env.invalidate_all()


class Inbox:
    """What a mail server of the customer's takes in."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append(
            email.message_from_bytes(
                envelope.original_content, policy=email.policy.default
            )
        )
        return "250 OK"


@tagged("post_install", "-at_install")
class TestVisitSmtp(ServiceTrackCommon, HttpCase):
    """By a real mail server on this machine: what arrives opens and answers."""

    def setUp(self):
        super().setUp()
        self.inbox = Inbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = Controller(self.inbox, hostname="127.0.0.1", port=self.port)
        server.start()
        self.addCleanup(server.stop)
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())

    def test_the_pdf_has_company_title_and_page_numbers(self):
        visit = self._create_visit(
            result="\n".join(f"Işıl çağrı öğüt {n}" for n in range(60))
        )
        visit = visit.with_context(force_report_rendering=True)
        content = visit._get_pdf()
        self.assertEqual(content[:4], b"%PDF")
        reader = PdfReader(io.BytesIO(content))
        texts = [" ".join(page.extract_text().split()) for page in reader.pages]
        self.assertEqual(len(texts), 2)
        for number, text in enumerate(texts, 1):
            self.assertIn(self.env.company.name, text)
            self.assertIn("Service form", text)
            self.assertIn(f"Page {number} / 2", text)
        self.assertIn("ş", texts[0])
        for line in range(60):
            self.assertIn(f" {line}", " ".join(texts))

    def _send(self, mail):
        servers = self.env["ir.mail_server"]
        server = servers.create(
            {"name": "loopback", "smtp_host": "127.0.0.1", "smtp_port": self.port}
        )
        mail.mail_server_id = server
        # tests send no mail unless this is said
        with patch.object(type(servers), "_disable_send", lambda _self: False):
            mail.send(raise_exception=True)

    def test_the_mail_arrives_its_link_opens_and_takes_the_answer(self):
        self.env.company.email = "servis@firma.example"
        visit = self._create_visit().with_context(force_report_rendering=True)
        visit.action_send()
        self.env.flush_all()
        mail = visit.link_ids.mail_ids
        self._send(mail)
        self.assertFalse(mail.exists(), "a sent mail is not kept: it has the link")
        (arrived,) = self.inbox.mails
        self.assertEqual(arrived["To"], "yetkili@yildiz.example")
        (pdf,) = arrived.iter_attachments()
        self.assertEqual(pdf.get_content()[:4], b"%PDF")
        html = arrived.get_body(("html",)).get_content()
        url = re.search(r'href="([^"]+/service/visit/[^"]+)"', html)[1]
        page = self.url_open(url)
        self.assertIn(visit.name, page.text)
        nonce = re.search(r'name="nonce"[^>]*value="([^"]+)"', page.text)[1]
        secret = re.search(r'data-secret="([^"]+)"', page.text)[1]
        with patch.object(service_approval, "MIN_SECONDS", 0):
            answer = self.url_open(
                url,
                data={
                    "nonce": nonce,
                    "step": secret[::-1],
                    "choice": "approve",
                    "score": "9",
                },
                timeout=60,
            )
        self.assertIn("Thank you", answer.text)
        self.env.invalidate_all()
        self.assertEqual((visit.state, visit.score), ("approved", 9))
