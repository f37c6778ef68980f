from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}
COMMENT = "Randevuya gelmediniz"
QUIET = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
# the score, and all that tells it
FIELDS = (
    "score",
    "customer_comment",
    "evidence_text",
    "evidence_hash",
    "evidence_pdf_hash",
    "evidence_id",
    "activity_state",
    "activity_user_id",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestScoresHidden(ServiceTrackCommon, HttpCase):
    """The score of a single service is for managers, by whatever door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 12:00:00"):
            cls.env.company.crm_service_manager_id = cls.user_manager
            cls.visit = cls._create_visit()
            cls.visit.action_send()
            answer = {"answer": "approve", "score": 3, "customer_comment": COMMENT}
            cls.visit._answer(cls.visit.link_ids, answer, INFO)
            cls.activity = cls.visit.activity_ids
        # who may export at all, so that the field is what is refused
        export = cls.env.ref("base.group_allow_export")
        users = cls.user_technician | cls.user_plain
        users.write({"group_ids": [Command.link(export.id)]})

    def _mine(self, user=None):
        return self._as(user or self.user_technician, self.visit)

    @mute_logger(*QUIET)
    def test_fields(self):
        for name in FIELDS:
            doors = (
                lambda v, n=name: v.read([n]),
                lambda v, n=name: v.search([(n, "!=", False)]),
                lambda v, n=name: v.search([], order=n),
                lambda v, n=name: v._read_group([], [n]),
                lambda v, n=name: v.export_data([n]),
                lambda v, n=name: v.web_search_read([], {n: {}}),
                lambda v, n=name: v.search_read([], [n]),
                lambda v, n=name: (
                    self.env["crm.service.record"]
                    .with_user(v.env.user)
                    .search([(f"visit_id.{n}", "!=", False)])
                ),
                lambda v, n=name: (
                    self.env["res.partner"]
                    .with_user(v.env.user)
                    .search([(f"crm_visit_ids.{n}", "!=", False)])
                ),
            )
            for number, door in enumerate(doors):
                with (
                    self.subTest(field=name, door=number),
                    self.assertRaises(AccessError),
                ):
                    door(self._mine())
            self.assertNotIn(name, self._mine().fields_get())
        with self.assertRaises(AccessError):
            self._mine()._read_group([], [], ["score:avg"])
        self.assertEqual(self._mine(self.user_manager).score, 3)
        self.assertEqual(self._mine(self.user_manager).customer_comment, COMMENT)

    def test_views(self):
        for kind in ("form", "list", "kanban", "search"):
            arch = self._mine().get_view(view_type=kind)["arch"]
            for name in FIELDS:
                self.assertNotIn(f'name="{name}"', arch)
            self.assertNotIn("score", arch)

    @mute_logger(*QUIET)
    def test_activities(self):
        visit = self._mine()
        self.assertFalse(visit.activity_ids)
        activities = visit.env["mail.activity"]
        self.assertFalse(activities.search([("id", "=", self.activity.id)]))
        self.assertFalse(visit.search([("activity_ids", "!=", False)]) & visit)
        self.assertFalse(visit.search([("activity_ids.note", "ilike", "Randevu")]))
        self.assertFalse(visit.search([("activity_summary", "ilike", "score")]))
        own = activities.browse(self.activity.id)
        for door in (
            lambda: own.read(["note"]),
            lambda: own.write({"user_id": self.user_technician.id}),
            lambda: own.write({"crm_is_of_score": False}),
            lambda: own.action_done(),
            lambda: own.unlink(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                door()
        theirs = self._as(self.user_manager, self.activity)
        self.assertIn("Low score", theirs.summary)
        self.assertIn(COMMENT, theirs.note)
        self.assertEqual(self._mine(self.user_manager).activity_ids, theirs)
        theirs.action_done()
        self._check_messages()

    def test_messages(self):
        self._check_messages()

    def _check_messages(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = (
            self._mine()
            .env["mail.message"]
            .search([("model", "=", self.visit._name), ("res_id", "=", self.visit.id)])
        )
        self.assertTrue(messages)
        for message in messages:
            for secret in (COMMENT, "3/10", "Low score"):
                self.assertNotIn(secret, f"{message.body}{message.subject}")

    @mute_logger(*QUIET, "odoo.http")
    def test_evidence(self):
        evidence = self.visit.evidence_id
        self.env.flush_all()
        attachments = self._mine().env["ir.attachment"]
        domain = [("res_model", "=", self.visit._name)]
        found = attachments.search([*domain, ("id", "=", evidence.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            attachments.browse(evidence.id).read(["raw"])
        for login, code in (("service_technician", 404), ("service_manager", 200)):
            self.authenticate(login, login)
            answer = self.url_open(f"/web/content/{evidence.id}")
            self.assertEqual(answer.status_code, code)

    def test_paper(self):
        report = self.env.ref(
            "crm_service_track.action_report_crm_service_visit", False
        )
        report = report or self.env["ir.actions.report"].search(
            [("model", "=", self.visit._name)], limit=1
        )
        for user, shown in ((self.user_technician, False), (self.user_manager, True)):
            reports = self._as(user, self.env["ir.actions.report"])
            html = reports._render_qweb_html(report.report_name, self.visit.ids)[0]
            text = html.decode()
            self.assertIn(self.visit.name, text)
            self.assertEqual(COMMENT in text, shown)
            self.assertEqual("Score" in text, shown)

    def test_what_is_said_of_the_form_is_for_the_technician(self):
        for answer, expected in (("remark", COMMENT), ("object", COMMENT)):
            visit = self._create_visit(user_id=self.user_colleague.id)
            visit.action_send()
            values = {"answer": answer, "score": 3, "customer_comment": COMMENT}
            visit._answer(visit.link_ids, values, INFO)
            visit = self._as(self.user_colleague, visit)
            self.assertEqual(visit.customer_remark, expected)
            visit.sudo()._on_its_way().state = "cancelled"
        self.assertFalse(self._mine().customer_remark)
