"""What is the same for all who go the whole way of an on-site form."""

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
from odoo.tests import HttpCase

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..controllers.service_approval import MIN_SECONDS
from .common import ServiceTrackCommon
from .phone import PhoneCase

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
        phone.choose("input[name=date_start]", phone.evaluate(START))
        phone.tap(".o_crm_now[data-field=date_end]")
        phone.type("textarea[name=result]", "Bakım yapıldı, şaft değişti.")
        field = "input[capture=environment]"
        phone.attach(field, photograph())
        self.assertEqual(phone.evaluate(f"document.querySelector('{field}').value"), "")
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
