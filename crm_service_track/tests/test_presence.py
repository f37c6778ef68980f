from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestPresence(ServiceTrackCommon):
    def setUp(self):
        super().setUp()
        self.user_technician.tz = "Europe/Istanbul"
        with freeze_time("2026-03-03 12:00:00"):
            # 10:00–12:30 in Istanbul
            self.visit = self._create_visit()

    def _log(self, *events):
        for kind, moment in events:
            self.env["crm.session.log"]._log(
                self.user_technician.id, kind, datetime.fromisoformat(moment)
            )
        self.env.invalidate_all()

    def test_signing_in_and_out_of_the_day_and_what_they_leave_open(self):
        self.assertFalse(self.visit.presence)
        self.assertEqual(self.visit.gap_minutes, 150)
        self._log(
            ("sign_in", "2026-03-01 22:00:00"),  # 01:00 of that day in Istanbul
            ("sign_out", "2026-03-01 22:05:00"),
            ("sign_in", "2026-03-02 07:20:00"),
            ("sign_out", "2026-03-02 09:00:00"),
            ("sign_in", "2026-03-02 21:30:00"),  # the day after in Istanbul
            ("sign_out", "2026-03-01 20:30:00"),  # the day before
        )
        self.assertEqual(
            self.visit.presence, "in 01:00, out 01:05, in 10:20, out 12:00"
        )
        self.assertEqual(self.visit.gap_minutes, 20 + 30)

    def test_who_stays_signed_in_for_days_is_there(self):
        self._log(
            ("sign_out", "2026-02-26 14:00:00"), ("sign_in", "2026-02-27 05:12:00")
        )
        self.assertEqual(self.visit.presence, "since 02/27/2026 08:12")
        self.assertEqual(self.visit.gap_minutes, 0)
        self._log(("sign_in", "2026-03-02 07:20:00"))
        self.assertEqual(self.visit.presence, "since 02/27/2026 08:12, in 10:20")
        self.assertEqual(self.visit.gap_minutes, 0)
        self._log(("sign_out", "2026-03-02 09:00:00"))
        self.assertEqual(self.visit.gap_minutes, 30)

    def test_a_session_that_ended_before_the_day_covers_nothing_of_it(self):
        for kind in ("sign_out", "session_end"):
            self.env["crm.session.log"].sudo().search([]).unlink()
            self._log(("sign_in", "2026-02-27 05:12:00"), (kind, "2026-03-01 14:00:00"))
            with self.subTest(kind=kind):
                self.assertFalse(self.visit.presence)
                self.assertEqual(self.visit.gap_minutes, 150)

    def test_a_session_lasts_no_longer_than_core_keeps_it(self):
        # the day begins on 1 March at 21:00
        self._log(("sign_in", "2026-02-22 20:59:00"))
        self.assertFalse(self.visit.presence)
        self.env["ir.config_parameter"].set_param(
            "sessions.max_inactivity_seconds", str(8 * 86400)
        )
        self.env.invalidate_all()
        self.assertEqual(self.visit.presence, "since 02/22/2026 23:59")
        self.assertEqual(self.visit.gap_minutes, 0)

    def test_somebody_elses_session_is_not_the_technicians(self):
        self.env["crm.session.log"]._log(
            self.user_colleague.id, "sign_in", datetime(2026, 3, 1, 5, 12)
        )
        self.env.invalidate_all()
        self.assertFalse(self.visit.presence)

    def test_a_manager_begins_a_new_form_without_times(self):
        visits = self._as(self.user_manager, self.env["crm.service.visit"])
        form = Form(visits)
        self.assertEqual(form.gap_minutes, 0)
        self.assertFalse(form.presence)
        form.date_start = "2026-03-02 07:00:00"
        form.date_end = "2026-03-02 08:00:00"
        self.assertEqual(form.gap_minutes, 60)

    def test_a_session_that_nobody_uses_has_ended_with_its_last_activity(self):
        self._log(("sign_in", "2026-03-02 07:00:00"))
        self.env["res.device.log"].sudo().create(
            {
                "session_identifier": "a" * 42,
                "user_id": self.user_technician.id,
                "last_activity": "2026-03-02 08:30:00",
            }
        )
        self.env.flush_all()
        with freeze_time("2026-03-02 12:00:00"):
            self.env["crm.session.log"]._end_idle_sessions()
        self.env.invalidate_all()
        self.assertEqual(self.visit.presence, "in 10:00")
        for _again in range(2):
            with freeze_time("2026-03-03 12:00:00"):
                self.env["crm.session.log"]._end_idle_sessions()
        self.env.invalidate_all()
        self.assertEqual(self.visit.presence, "in 10:00, session ended 11:30")
        self.assertEqual(self.visit.gap_minutes, 60)

    def test_old_times_are_forgotten(self):
        self.env["ir.config_parameter"].set_param(
            "crm_service_track.session_log_days", "30"
        )
        now = fields.Datetime.now()
        logs = self.env["crm.session.log"].sudo()
        for days in (31, 29):
            logs._log(self.user_manager.id, "sign_out", now - timedelta(days=days))
        logs._gc_session_log()
        left = logs.search([("user_id", "=", self.user_manager.id)])
        self.assertEqual(len(left), 1)

    def test_presence_is_for_managers(self):
        self._log(("sign_in", "2026-03-02 07:00:00"))
        fields_of = self._as(self.user_technician, self.visit).fields_get()
        self.assertFalse({"presence", "attendance", "gap_minutes"} & fields_of.keys())
        self.assertTrue(self._as(self.user_manager, self.visit).presence)
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            self._as(self.user_technician, self.env["crm.session.log"]).search([])

    def test_the_presence_of_many_costs_as_much_as_of_one(self):
        for day in range(1, 20):
            self._create_visit(
                date_start=f"2026-02-{day:02} 07:00:00",
                date_end=f"2026-02-{day:02} 08:00:00",
            )
        visits = self.visit.search([("user_id", "=", self.user_technician.id)])
        self.assertEqual(len(visits), 20)
        # who is signed in from before costs nothing more
        self._log(("sign_in", "2026-02-08 05:00:00"))
        # languages and settings are kept once they are read
        visits.mapped("presence")
        self.env.invalidate_all()
        self.env.company.partner_id.mapped("lang")
        visits.mapped("date_start")
        visits.user_id.mapped("tz")
        with self.assertQueryCount(2):
            visits.mapped("gap_minutes")


@tagged("post_install", "-at_install")
class TestSessionLog(ServiceTrackCommon, HttpCase):
    def _get_kinds(self, user):
        self.env.invalidate_all()
        logs = self.env["crm.session.log"].sudo().search([("user_id", "=", user.id)])
        return logs.sorted("id").mapped("kind")

    def _sign_in(self, login):
        page = self.url_open("/web/login")
        token = page.text.partition('name="csrf_token"')[2].split('"')[1]
        return self.url_open(
            "/web/login",
            data={"login": login, "password": login, "csrf_token": token},
        )

    def test_signing_in_and_out_by_the_page(self):
        self._sign_in("service_technician")
        self.assertEqual(self._get_kinds(self.user_technician), ["sign_in"])
        self.url_open("/web/session/logout")
        self.assertEqual(self._get_kinds(self.user_technician), ["sign_in", "sign_out"])
        # signed out already: nothing more
        self.url_open("/web/session/logout")
        self.assertEqual(len(self._get_kinds(self.user_technician)), 2)

    def test_portal_users_are_not_logged(self):
        portal = new_test_user(self.env, "service_portal", "base.group_portal")
        self._sign_in("service_portal")
        self.url_open("/web/session/logout")
        self.assertEqual(self._get_kinds(portal), [])
