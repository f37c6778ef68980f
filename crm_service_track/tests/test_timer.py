from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestTimer(ServiceTrackCommon):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-06-15 06:00:00"))
        self.record = self._create_record().with_user(self.user_technician)

    def _pass(self, **passed):
        self.clock.tick(timedelta(**passed))

    def _get_history(self, record):
        return " ".join(record.sudo().message_ids.mapped("body"))

    def test_start_stop_and_go_on(self):
        answer = self.record.start_timer()
        self.assertEqual(answer["result"], "started")
        self.assertEqual(answer["timer"]["record_id"], self.record.id)
        self.assertEqual(self.record.state, "running")
        self.assertEqual(self.record.start_timer()["result"], "running")
        self._pass(minutes=20, seconds=5)
        self.assertFalse(self.record.stop_timer()["timer"])
        self._pass(hours=1)
        self.record.start_timer()
        self._pass(minutes=10)
        self.assertEqual(
            self.env["res.users"]
            .with_user(self.user_technician)
            .get_service_timer()["timer"]["seconds"],
            1205,
        )
        self.env["res.users"].with_user(self.user_technician).stop_service_timer()
        self.assertEqual(self.record.seconds, 1805)
        self.assertEqual(len(self.record.interval_ids), 2)
        self.assertEqual(self.record.state, "stopped")
        # the timer is no correction
        self.assertNotIn("Time added", self._get_history(self.record))
        self.assertNotIn("Time corrected", self._get_history(self.record))

    def test_switching_asks(self):
        other = self._create_record().with_user(self.user_technician)
        self.record.start_timer()
        self._pass(minutes=5)
        answer = other.start_timer()
        self.assertEqual(answer["result"], "other")
        self.assertEqual(answer["timer"]["record_id"], self.record.id)
        self.assertEqual(other.state, "new")
        self.assertEqual(other.start_timer(switch=True)["result"], "started")
        self.assertEqual(self.record.state, "stopped")
        self.assertEqual(self.record.seconds, 300)

    def test_the_database_lets_one_timer_run(self):
        self.record.start_timer()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env["crm.service.interval"]._as_timer().create(
                {"record_id": self.record.id, "user_id": self.user_technician.id}
            )

    def test_each_has_a_timer_and_a_manager_stops_anybodys(self):
        colleague = self._create_record(user=self.user_colleague)
        self.record.start_timer()
        colleague.with_user(self.user_colleague).start_timer()
        self._pass(minutes=5)
        colleague.with_user(self.user_manager).stop_timer()
        self.assertEqual(colleague.state, "stopped")
        self.assertEqual(self.record.state, "running")

    def test_every_window_is_told(self):
        self.record.start_timer()
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].search(
            [("message", "like", "crm_service_timer")], order="id desc", limit=1
        )
        self.assertIn(self.record.name, sent.message)
        self.assertIn(f"{self.user_technician.partner_id.id}", sent.channel)

    # -- corrections -------------------------------------------------------------

    def test_corrections_leave_a_trace(self):
        self.record.start_timer()
        self._pass(minutes=30)
        self.record.stop_timer()
        stretch = self.record.interval_ids
        self.record.interval_ids = [
            Command.update(stretch.id, {"date_end": "2026-06-15 06:20:00"})
        ]
        history = self._get_history(self.record)
        self.assertIn("Time corrected", history)
        self.assertIn("0:30:00", history)
        self.assertIn("0:20:00", history)
        self.record.interval_ids = [
            Command.create(
                {
                    "date_start": "2026-06-15 05:00:00",
                    "date_end": "2026-06-15 05:10:00",
                }
            )
        ]
        self.assertIn("Time added by hand", self._get_history(self.record))
        self.record.interval_ids = [Command.delete(stretch.id)]
        self.assertIn("Time removed", self._get_history(self.record))
        self.assertEqual(self.record.seconds, 600)
        authors = self.record.sudo().message_ids.filtered(
            lambda message: "Time" in message.body
        )
        self.assertEqual(authors.author_id, self.user_technician.partner_id)

    def test_impossible_times_are_refused_with_clear_words(self):
        done = self._create_record(("2026-06-15 04:00:00", 60))
        intervals = self.env["crm.service.interval"].with_user(self.user_technician)
        for start, end, words in (
            ("2026-06-15 06:30:00", "2026-06-15 07:00:00", "future"),
            ("2026-06-15 04:30:00", "2026-06-15 05:30:00", done.name),
            ("2026-06-15 03:00:00", False, done.name),
        ):
            with self.subTest(start=start), self._refused(ValidationError, words):
                intervals.create(
                    {
                        "record_id": self.record.id,
                        "date_start": start,
                        "date_end": end,
                    }
                )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            intervals.create(
                {
                    "record_id": self.record.id,
                    "date_start": "2026-06-15 03:00:00",
                    "date_end": "2026-06-15 02:00:00",
                }
            )
        # one after the other is no overlap
        self.assertTrue(
            intervals.create(
                {
                    "record_id": self.record.id,
                    "date_start": "2026-06-15 05:00:00",
                    "date_end": "2026-06-15 05:30:00",
                }
            )
        )

    # -- contracts ---------------------------------------------------------------

    def test_what_a_contract_says_beyond_it(self):
        contract = self._create_contract(
            is_limited=True, hours_included=1, hours_period="month"
        )
        self._create_record(("2026-06-10 06:00:00", 60))
        record = self._create_record().with_user(self.user_technician)
        answer = record.start_timer()
        self.assertEqual(answer["result"], "ask")
        self.assertIn(contract.code, answer["reason"])
        self.assertEqual(record.state, "new")
        self.assertEqual(record.start_timer(accept=True)["result"], "started")
        record.stop_timer()
        contract.beyond = "block"
        with self._refused(UserError, contract.code):
            record.start_timer(accept=True)
        stretch = {
            "record_id": record.id,
            "date_start": "2026-06-15 05:00:00",
            "date_end": "2026-06-15 05:30:00",
        }
        intervals = self.env["crm.service.interval"]
        with self._refused(UserError, contract.code):
            intervals.with_user(self.user_technician).create(stretch)
        intervals.with_user(self.user_manager).create(stretch)
        contract.beyond = "allow"
        self.assertEqual(record.start_timer()["result"], "started")


@tagged("post_install", "-at_install")
class TestForgotten(ServiceTrackCommon):
    """A Monday; the standard calendar works until 17:00, in Brussels' summer 15:00."""

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-06-15 07:00:00"))
        self.env.company.crm_service_warn_hours = 4
        calendar = self.env.company.resource_calendar_id
        calendar.tz = "Europe/Istanbul"
        self.day_end = datetime(2026, 6, 15, 14, 0)
        self.record = self._create_record().with_user(self.user_technician)
        self.record.start_timer()
        self.stretch = self.record.interval_ids.sudo()

    def _run(self, moment):
        self.clock.move_to(moment)
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_service_track.crm_service_timer_cron"
            ).method_direct_trigger()

    def _get_notice_domain(self):
        return [
            ("model", "=", "crm.service.record"),
            ("res_id", "=", self.record.id),
            ("message_type", "=", "user_notification"),
            ("subject", "like", "Timer:"),
        ]

    def _count_notices(self):
        return self.env["mail.message"].search_count(self._get_notice_domain())

    def test_warned_once_then_cut_and_to_be_confirmed(self):
        self._run("2026-06-15 10:59:00")
        self.assertEqual(self._count_notices(), 0)
        self._run("2026-06-15 11:00:00")
        self.assertEqual(self._count_notices(), 1)
        self.assertTrue(self.stretch.date_warned)
        self._run("2026-06-15 11:30:00")
        self.assertEqual(self._count_notices(), 1)
        self.assertEqual(self.record.state, "running")
        # somebody who works a little longer is not disturbed
        self._run("2026-06-15 14:30:00")
        self.assertEqual(self.record.state, "running")
        self._run("2026-06-15 15:00:00")
        self.assertEqual(self.stretch.date_end, self.day_end)
        self.assertEqual(self.record.state, "to_confirm")
        self.assertEqual(self.record.seconds, 7 * 3600)
        self.assertEqual(self._count_notices(), 2)
        history = " ".join(self.record.sudo().message_ids.mapped("body"))
        self.assertIn("forgotten timer", history)
        self._run("2026-06-15 16:00:00")
        self.assertEqual(self._count_notices(), 2)
        self.record.action_confirm_times()
        self.assertEqual(self.record.state, "stopped")
        history = " ".join(self.record.sudo().message_ids.mapped("body"))
        self.assertIn("Time confirmed", history)

    def test_the_history_is_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.partner_id.lang = "tr_TR"
        self._run("2026-06-15 15:00:00")
        notice = self.env["mail.message"].search(self._get_notice_domain())
        self.assertIn("forgotten timer", notice.body)
        history = " ".join(self.record.sudo().message_ids.mapped("body"))
        self.assertNotIn("forgotten timer", history)
        self.assertIn("15.06.2026", history)

    def _count(self, words):
        bodies = self.record.sudo().message_ids.mapped("body")
        return sum(words in body for body in bodies)

    def test_who_corrects_the_time_has_settled_it(self):
        self._run("2026-06-15 15:00:00")
        self.record.interval_ids.note = "Elektrik kesildi"
        self.record.interval_ids.date_end = self.day_end
        self.assertEqual(self.record.state, "to_confirm")
        self.record.interval_ids = [
            Command.update(self.stretch.id, {"date_end": "2026-06-15 13:00:00"})
        ]
        self.assertEqual(self.record.state, "stopped")
        self.assertEqual(self._count("Time corrected"), 1)
        self.assertEqual(self._count("Time confirmed"), 0)

    def test_the_start_settles_it_and_somebody_else_does_not(self):
        self._run("2026-06-15 15:00:00")
        stretch = self._as(self.user_manager, self.stretch)
        stretch.user_id = self.user_colleague
        self.assertEqual(self.record.state, "to_confirm")
        stretch.date_start = "2026-06-15 08:00:00"
        self.assertEqual(self.record.state, "stopped")
        self.assertEqual(self._count("Time corrected"), 2)

    def test_confirmed_on_its_row_it_leaves_the_trace_of_the_button(self):
        self._run("2026-06-15 15:00:00")
        for _again in range(2):
            self.record.interval_ids = [
                Command.update(self.stretch.id, {"to_confirm": False})
            ]
        self.assertEqual(self.record.state, "stopped")
        self.assertEqual(self._count("Time confirmed"), 1)

    def test_corrected_and_confirmed_at_once_it_is_corrected(self):
        self._run("2026-06-15 15:00:00")
        self.record.interval_ids.write(
            {"date_end": "2026-06-15 13:00:00", "to_confirm": False}
        )
        self.assertEqual(self.record.state, "stopped")
        self.assertEqual(self._count("Time corrected"), 1)
        self.assertEqual(self._count("Time confirmed"), 0)

    def test_started_after_work_it_is_cut_at_midnight(self):
        self.clock.move_to("2026-06-15 14:00:00")
        self.record.stop_timer()
        self.clock.move_to("2026-06-15 17:00:00")
        self.record.start_timer()
        self._run("2026-06-16 06:00:00")
        # midnight in Istanbul
        self.assertEqual(
            self.record.interval_ids[-1].date_end, datetime(2026, 6, 15, 21, 0)
        )
        self.assertEqual(self.record.state, "to_confirm")

    def test_nobody_is_warned_when_the_hours_are_zero(self):
        self.env.company.crm_service_warn_hours = 0
        self._run("2026-06-15 12:00:00")
        self.assertEqual(self._count_notices(), 0)
