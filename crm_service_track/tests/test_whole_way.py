import base64
import email
import email.policy
import io
import re
import socket
import time
from unittest.mock import patch

from aiosmtpd.controller import Controller
from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..controllers.service_approval import MIN_SECONDS
from .common import ServiceTrackCommon
from .phone import AGENT, PhoneCase

# on the clock of the phone, two hours before what the button Now enters
START = (
    "new Date(Date.now() - 2 * 3600000 - new Date().getTimezoneOffset() * 60000)"
    ".toISOString().slice(0, 16)"
)


def photograph() -> bytes:
    """Return what a camera would: a large picture."""
    target = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(target, "JPEG")
    return target.getvalue()


class Inbox:
    """The mail server of the customer."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        content, policy = envelope.original_content, email.policy.default
        self.mails.append(email.message_from_bytes(content, policy=policy))
        return "250 OK"


class WholeWayCase(ServiceTrackCommon, PhoneCase, HttpCase):
    """A customer who speaks Turkish, a technician, a mail server on this machine."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.email = "servis@firma.example"
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.customer.write({"email": "info@yildiz.example", "lang": "tr_TR"})
        self.contact = self.env["res.partner"].create(
            {"name": "Ayşe Işık", "parent_id": self.customer.id, "lang": "tr_TR"}
        )
        for user in self.user_technician + self.user_manager:
            user.lang = "tr_TR"
        self.inbox = Inbox()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Controller(self.inbox, hostname="127.0.0.1", port=port)
        server.start()
        self.addCleanup(server.stop)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "Loopback", "smtp_host": "127.0.0.1", "smtp_port": port}
        )
        self._let_odoo_work()

    def _let_odoo_work(self):
        """Let Odoo send mails and print, which it leaves out in tests."""
        render = IrActionsReport._render_qweb_pdf

        def really(report, *args, **kwargs):
            report = report.with_context(force_report_rendering=True)
            return render(report, *args, **kwargs)

        self.startPatcher(patch.object(IrActionsReport, "_render_qweb_pdf", really))
        self.startPatcher(
            patch.object(IrMail_Server, "_disable_send", lambda _self: False)
        )

    def _get_visit(self):
        self.env.invalidate_all()
        return self.env["crm.service.visit"].search(
            [("customer_id", "=", self.customer.id)]
        )

    def _deliver(self):
        """Send the mails that wait; return the one that arrives."""
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        mails.send(raise_exception=True)
        (arrived,) = self.inbox.mails
        self.inbox.mails.clear()
        return arrived

    def _read_pdf(self, mail) -> str:
        (attachment,) = mail.iter_attachments()
        reader = PdfReader(io.BytesIO(attachment.get_content()))
        return " ".join(" ".join(p.extract_text().split()) for p in reader.pages)

    # -- the technician ----------------------------------------------------------

    def _fill_in(self, phone):
        phone.open(f"{self.base_url()}/my-service")
        phone.wait("document.querySelector('.o_crm_form')?.inert === false")
        phone.type("input[name=customer_name]", "yıldız mak")
        phone.see(".o_crm_customer_list li", "Yıldız Makine")
        phone.tap(".o_crm_customer_list li")
        phone.wait("document.forms[0].email.value === 'info@yildiz.example'")
        phone.type("input[name=contact_name]", "Ayşe Işık")
        phone.choose("select[name=type_id]", str(self.service_type.id))
        phone.choose("input[name=date_start]", phone.read(START))
        phone.tap(".o_crm_now[data-field=date_end]")
        phone.type("textarea[name=result]", "Bakım yapıldı, şaft değişti.")
        field = "input[capture=environment]"
        phone.attach(field, photograph())
        self.assertEqual(phone.read(f"document.querySelector('{field}').value"), "")
        phone.check()

    def _send(self, phone):
        phone.tap(".o_crm_form button[type=submit]")
        phone.see(".o_crm_notice.alert-success", "SF-")
        phone.check()

    # -- the customer ------------------------------------------------------------

    def _open_mail(self, phone, mail) -> float:
        """Open the link of the mail; return when it was open."""
        html = mail.get_body(("html",)).get_content()
        phone.open(re.search(r'href="([^"]+/service/visit/[^"]+)"', html)[1])
        opened = time.monotonic()
        phone.see("h1", "Lütfen hizmetimize puan verin ve onaylayın")
        phone.see(".o_crm_visit", "şaft değişti")
        phone.wait("document.querySelector('.o_crm_visit img')?.complete")
        phone.check()
        return opened

    def _be_slow(self, opened: float):
        """Take the time that a person takes at least."""
        time.sleep(max(opened + MIN_SECONDS + 0.2 - time.monotonic(), 0))

    # -- the manager -------------------------------------------------------------

    def _check_closing(self, visit):
        """Close it in the waiting list; see the record made once, the rest locked."""
        self.start_tour(
            "/odoo/service-waiting",
            "crm_service_visit_manager",
            login="service_manager",
        )
        visit = self._get_visit()
        self.assertEqual(visit.state, "closed")
        self.assertEqual(visit.closed_by_id, self.user_manager)
        self._as(self.user_manager, visit).action_close()
        record = visit.record_ids
        self.assertEqual(len(record), 1)
        self.assertEqual(record.seconds, round(visit.duration * 3600))
        self.assertIn("şaft değişti", record.intervention)
        for values in (
            {"score": 1},
            {"result": "Başka"},
            {"evidence_hash": "0"},
            {"date_end": visit.date_start},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._as(self.user_manager, visit).write(values)
        evidence = self._as(self.user_manager, visit).evidence_id
        for refused in (lambda: evidence.write({"raw": b"x"}), evidence.unlink):
            with self.assertRaises(UserError):
                refused()
        with self.assertRaises(UserError):
            self._as(self.user_manager, record).write({"type_id": False})
        self.assertEqual(visit._hash(visit.evidence_text), visit.evidence_hash)
        self.assertEqual(visit._hash(visit.evidence_id.raw), visit.evidence_pdf_hash)


@tagged("post_install", "-at_install")
class TestWholeWay(WholeWayCase):
    """From the phone of the technician over a real mail to the closed service."""

    def _check_sent(self, visit):
        self.assertEqual((len(visit), visit.state), (1, "waiting"))
        self.assertEqual(visit.contact_id, self.contact)
        self.assertEqual(visit.user_id, self.user_technician)
        self.assertAlmostEqual(visit.duration, 2, delta=0.05)
        (photo,) = visit.photo_ids
        self.assertEqual(photo.mimetype, "image/jpeg")
        # the phone has made it smaller
        picture = Image.open(io.BytesIO(photo.raw))
        self.assertEqual(picture.size, (1600, 1200))

    def _check_mail(self, mail, visit):
        self.assertEqual(mail["To"], "info@yildiz.example")
        self.assertIn(f"Lütfen {visit.name} hizmetimizi onaylayın", mail["Subject"])
        text = self._read_pdf(mail)
        for word in (visit.name, "Ayşe Işık", "şaft değişti", self.env.company.name):
            self.assertIn(word, text)
        self.assertIn("Teknisyen", text)

    def test_answered_by_the_keyboard(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            self._send(phone)
        visit = self._get_visit()
        self._check_sent(visit)
        mail = self._deliver()
        self._check_mail(mail, visit)
        with self._open_phone() as phone:
            opened = self._open_mail(phone, mail)
            # from the top of the page to the score, by the keyboard alone
            focused = "document.activeElement.name"
            for _field in range(40):
                phone.press("Tab")
                if phone.read(focused) == "score":
                    break
            phone.press("Space")
            phone.press("ArrowRight", 8)
            self.assertEqual(phone.read("document.activeElement.value"), "9")
            phone.press("Tab")
            phone.press("Space")
            phone.press("ArrowDown")
            self.assertEqual(phone.read("document.activeElement.value"), "remark")
            # what is asked of those who object is not in the way
            phone.wait("!document.querySelector('#line').getClientRects().length")
            phone.press("Tab")
            self.assertEqual(phone.read(focused), "comment", "nothing else is asked")
            phone._ask("Input.insertText", text="Teşekkür ederiz")
            phone.press("Tab")
            self._be_slow(opened)
            phone.press("Enter")
            phone.see("h1", "Teşekkür ederiz, yanıtınızı aldık")
            phone.check()
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("approved", 9))
        self.assertEqual(visit.answer, "remark")
        self.assertEqual(visit.customer_comment, "Teşekkür ederiz")
        self.assertEqual(visit.answer_agent, AGENT)
        self._check_closing(visit)

    def test_answered_by_touch(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            self._send(phone)
        mail = self._deliver()
        with self._open_phone() as phone:
            opened = self._open_mail(phone, mail)
            phone.tap("label[for=score_4]")
            phone.see(".o_crm_visit_ask_low")
            phone.tap("label[for=score_10]")
            phone.see(".o_crm_visit_ask")
            phone.tap("label[for=choice_approve]")
            phone.type("textarea[name=comment]", "Teşekkür ederiz")
            self._be_slow(opened)
            phone.tap("button[type=submit]")
            phone.see("h1", "Teşekkür ederiz, yanıtınızı aldık")
            phone.check()
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("approved", 10))
        self.assertFalse(any(visit.hit_ids.mapped("is_machine")))
        self._check_closing(visit)

    def test_signed_on_the_phone(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.tap("details summary")
            phone.draw("canvas.o_crm_sign")
            phone.type("input[name=signer_name]", "Ayşe Işık")
            phone.check()
            self._send(phone)
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.answered_by), ("approved", "signature"))
        self.assertEqual(visit.signer_name, "Ayşe Işık")
        self.assertFalse(visit.link_ids.filtered(lambda link: link.state == "active"))
        raw = io.BytesIO(base64.b64decode(visit.signature))
        inked = Image.open(raw).convert("RGBA").getchannel("A").getbbox()
        # as wide as the finger went
        self.assertGreater(inked[2] - inked[0], 600)
        mail = self._deliver()
        self.assertIn("Ayşe Işık", self._read_pdf(mail))
        html = mail.get_body(("html",)).get_content()
        self.assertNotIn("/service/visit/", html, "it is answered already")


@tagged("post_install", "-at_install")
class TestWithoutConnection(WholeWayCase):
    """What is written without a connection arrives once it is back, exactly once."""

    def _count_kept(self, phone) -> int:
        """Return how many forms the browser keeps."""
        return phone.read(
            "new Promise((done) => { const ask = indexedDB.open('crm_service_track');"
            "ask.onsuccess = () => { const all = ask.result.transaction('forms')"
            ".objectStore('forms').getAll(); all.onsuccess = () => "
            "done(all.result.filter((form) => form.status === 'queued').length); }; })"
        )

    def test_a_form_waits_for_the_connection(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.set_online(False)
            phone.see(".o_crm_offline", "Bağlantı yok")
            phone.type("textarea[name=note]", "Filtre al")
            phone.tap(".o_crm_form button[type=submit]")
            phone.see(".o_crm_queue", "1")
            phone.see(".o_crm_notice.alert-warning")
            phone.check()
            self.assertEqual(self._count_kept(phone), 1)
            self.assertFalse(self._get_visit())
            phone.set_online(True)
            phone.see(".o_crm_notice.alert-success", "SF-")
            self.assertEqual(self._count_kept(phone), 0)
        visit = self._get_visit()
        self.assertEqual((len(visit), visit.note), (1, "Filtre al"))
        self.assertEqual(len(visit.photo_ids), 1)
        self._deliver()

    def test_an_answer_that_is_lost_makes_no_second_form(self):
        with self._open_phone("service_technician") as phone:
            self._fill_in(phone)
            phone.lose_answers(1)
            phone.tap(".o_crm_form button[type=submit]")
            # the server has it, and the phone does not know
            phone.see(".o_crm_notice.alert-warning")
            self.assertEqual(self._count_kept(phone), 1)
            self.assertEqual(len(self._get_visit()), 1)
            phone.read("window.dispatchEvent(new Event('online')) || true")
            phone.see(".o_crm_notice.alert-success", "SF-")
            self.assertEqual(self._count_kept(phone), 0)
        visit = self._get_visit()
        self.assertEqual((len(visit), len(visit.link_ids)), (1, 1))
        self.assertEqual(len(visit.photo_ids), 1)
        # and one mail
        self._deliver()
