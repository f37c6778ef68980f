from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketTarget(TicketCase):
    """Target times: set, paused, warned of before, told of after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "UTC", "company_id": cls.env.company.id}
        )
        cls.topic.write(
            {
                "target_answer_hours": 4,
                "target_solve_hours": 8,
                "target_warning_percent": 75,
            }
        )
        with freeze_time("2026-01-05 08:00"):
            cls.timed = cls._create_ticket()

    def _tell(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("crm_portal.ir_cron_target").method_direct_trigger()
        self.env.invalidate_all()

    def _get_activities(self):
        return self.timed.activity_ids.filtered(
            lambda a: (
                a.activity_type_id
                == self.env.ref("crm_portal.mail_activity_type_target")
            )
        )

    def test_the_first_answer_then_the_end(self):
        ticket = self.timed
        self.assertEqual(ticket.crm_deadline, datetime(2026, 1, 5, 12))
        self.assertEqual(ticket.crm_warning_date, datetime(2026, 1, 5, 11))
        with freeze_time("2026-01-05 10:00"):
            ticket.with_user(self.handler)._answer("Is it plugged in?")
        # it stands still while the customer is waited for
        self.assertFalse(ticket.crm_deadline)
        self.assertFalse(ticket.crm_target_state)
        with freeze_time("2026-01-07 08:00"):
            ticket._hear(ticket.crm_share_ids, "Yes")
        # two of eight hours are used up
        self.assertEqual(ticket.crm_deadline, datetime(2026, 1, 7, 15))
        self.assertEqual(ticket.crm_warning_date, datetime(2026, 1, 7, 12))
        with freeze_time("2026-01-07 09:00"):
            ticket.with_user(self.handler).state = "1_done"
        self.assertFalse(ticket.crm_deadline)
        self.assertFalse(ticket.crm_is_missed)

    def test_no_hours_are_hours_too(self):
        """Answered and solved outside working hours: zero, and it stays zero."""
        with freeze_time("2026-01-03 10:00"):
            ticket = self._create_ticket()
        with freeze_time("2026-01-03 11:00"):
            ticket.with_user(self.handler)._answer("Is it plugged in?")
        with freeze_time("2026-01-07 12:00"):
            ticket._hear(ticket.crm_share_ids, "Yes")
        self.assertEqual(ticket.crm_answer_hours, 0)
        with freeze_time("2026-01-10 10:00"):
            ticket = self._create_ticket()
        with freeze_time("2026-01-10 11:00"):
            ticket.with_user(self.handler).state = "1_done"
        with freeze_time("2026-01-14 12:00"):
            ticket.crm_waiting_for = "customer"
        self.assertEqual(ticket.crm_close_hours, 0)

    def test_states_are_found(self):
        tickets = self.env["project.task"]
        own = ("id", "=", self.timed.id)
        for at, state in (
            ("2026-01-05 09:00", "ok"),
            ("2026-01-05 11:30", "risk"),
            ("2026-01-05 12:30", "missed"),
        ):
            with self.subTest(at=at), freeze_time(at):
                self.env.invalidate_all()
                self.assertEqual(self.timed.crm_target_state, state)
                for other in ("ok", "risk", "missed"):
                    found = tickets.search([own, ("crm_target_state", "=", other)])
                    self.assertEqual(bool(found), other == state)

    def test_late_stays_missed(self):
        with freeze_time("2026-01-05 14:00"):
            self.timed.with_user(self.handler)._answer("Sorry!")
            self.assertTrue(self.timed.crm_is_missed)
            self.assertEqual(self.timed.crm_target_state, "missed")

    def test_those_in_charge_are_told_once(self):
        self._tell("2026-01-05 10:00")
        self.assertFalse(self._get_activities())
        mails = self._get_mails(self.timed)
        for _time in range(2):
            self._tell("2026-01-05 11:30")
            activity = self._get_activities()
            self.assertEqual(activity.user_id, self.handler)
            self.assertEqual(self.timed.crm_target_told, "risk")
        for _time in range(2):
            self._tell("2026-01-05 13:30")
            self.assertEqual(len(self._get_activities()), 1)
            self.assertEqual(self.timed.crm_target_told, "missed")
        mail = self._get_mails(self.timed).filtered(
            lambda m: "target time is over" in (m.body_html or "")
        )
        self.assertEqual(mail.recipient_ids, self.handler.partner_id)
        self.assertEqual(len(mail), 1)
        self.assertIn(self.timed.crm_number, mail.subject)
        self.assertTrue(mails)
        # answered: nothing is left to do about it
        with freeze_time("2026-01-05 14:00"):
            self.timed.with_user(self.handler)._answer("Sorry!")
        self.assertFalse(self._get_activities())

    def test_unassigned_tickets_warn_who_chooses(self):
        self.topic.user_ids = False
        self.project.user_id = self.user_project_manager
        with freeze_time("2026-01-05 08:00"):
            self.timed = self._create_ticket()
        self.assertFalse(self.timed.user_ids)
        self._tell("2026-01-05 11:30")
        self.assertEqual(self._get_activities().user_id, self.user_project_manager)

    def test_whoever_comes_next_is_told_while_the_handler_is_away(self):
        self.project.user_id = self._create_worker("next", "none")
        self.handler.crm_away_until = "2026-01-09"
        self._tell("2026-01-05 13:30")
        self.assertEqual(self._get_activities().user_id, self.project.user_id)
        # and may read what it is about
        self.timed.with_user(self.project.user_id).check_access("read")
        self.project.user_id.crm_away_until = "2026-01-09"
        with freeze_time("2026-01-05 08:00"):
            self.topic.target_answer_hours = 3
        self._tell("2026-01-05 13:30")
        told = self._get_activities().user_id
        self.assertTrue(told)
        self.assertFalse(told & (self.handler | self.project.user_id))

    def test_new_targets_reach_open_tickets(self):
        with freeze_time("2026-01-05 08:30"):
            self.topic.target_answer_hours = 2
        self.assertEqual(self.timed.crm_deadline, datetime(2026, 1, 5, 10))
        with freeze_time("2026-01-05 08:30"):
            self.topic.write({"target_answer_hours": 0, "target_solve_hours": 0})
        self.assertFalse(self.timed.crm_deadline)

    def test_no_target_no_calendar(self):
        """A topic without targets costs a new ticket nothing of this."""
        self.topic.write({"target_answer_hours": 0, "target_solve_hours": 0})
        ticket = self._create_ticket()
        self.assertFalse(ticket.crm_deadline)
        before = self.env.cr.sql_log_count
        ticket._set_targets()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1)
