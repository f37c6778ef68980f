from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .ticket_common import TicketCase

# a Monday; people work from 8 to 12 and from 13 to 17
MONDAY = datetime(2026, 1, 5, 8)


@tagged("post_install", "-at_install")
class TestTicketWaiting(TicketCase):
    """How long somebody has waited, in hours in which people work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "UTC", "company_id": cls.env.company.id}
        )
        cls.env.company.resource_calendar_id = cls.calendar

    def _wait(self, since, until):
        with freeze_time(since):
            ticket = self._create_ticket()
        with freeze_time(until):
            self.env.flush_all()
            self.env.invalidate_all()
            return ticket.crm_waiting_hours

    def test_nights_weekends_and_breaks_do_not_count(self):
        for since, until, hours in (
            ("2026-01-05 08:00", "2026-01-05 10:30", 2.5),
            ("2026-01-05 11:00", "2026-01-05 14:00", 2),
            ("2026-01-05 16:00", "2026-01-06 09:00", 2),
            ("2026-01-09 16:00", "2026-01-12 09:00", 2),
            ("2026-01-10 10:00", "2026-01-11 10:00", 0),
        ):
            with self.subTest(since=since, until=until):
                self.assertAlmostEqual(self._wait(since, until), hours)

    def test_holidays_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-01-06 00:00:00",
                "date_to": "2026-01-06 23:59:59",
            }
        )
        self.assertAlmostEqual(self._wait("2026-01-05 16:00", "2026-01-07 09:00"), 2)

    def test_whom_and_since_follow_what_is_said(self):
        with freeze_time("2026-01-05 09:00"):
            ticket = self._create_ticket()
            self.assertEqual(ticket.crm_waiting_for, "us")
            self.assertEqual(ticket.crm_opened_date, datetime(2026, 1, 5, 9))
        with freeze_time("2026-01-05 11:00"):
            ticket.with_user(self.handler)._answer("Is it plugged in?")
            self.assertEqual(ticket.crm_waiting_for, "customer")
            self.assertEqual(ticket.crm_waiting_since, datetime(2026, 1, 5, 11))
            self.assertAlmostEqual(ticket.crm_answer_hours, 2)
        with freeze_time("2026-01-06 08:00"):
            ticket._hear(ticket.crm_share_ids, "Yes")
            self.assertEqual(ticket.crm_waiting_for, "us")
            self.assertAlmostEqual(ticket.crm_us_hours, 2)
        with freeze_time("2026-01-06 09:00"):
            ticket.with_user(self.handler).state = "1_done"
            self.assertFalse(ticket.crm_waiting_for)
            self.assertAlmostEqual(ticket.crm_us_hours, 3)
            self.assertAlmostEqual(ticket.crm_close_hours, 8)
            self.assertEqual(ticket.crm_closed_date, datetime(2026, 1, 6, 9))

    def test_hours_are_searched(self):
        with freeze_time("2026-01-05 08:00"):
            old = self._create_ticket()
        with freeze_time("2026-01-06 10:00"):
            new = self._create_ticket()
        with freeze_time("2026-01-06 11:00"):
            tickets = self.env["project.task"]
            both = [("id", "in", (old | new).ids)]
            more = tickets.search([*both, ("crm_waiting_hours", ">=", 8)])
            less = tickets.search([*both, ("crm_waiting_hours", "<", 8)])
        self.assertEqual((more, less), (old, new))

    def test_ages(self):
        with freeze_time("2026-01-05 08:00"):
            ticket = self._create_ticket()
        for at, age in (
            ("2026-01-05 10:00", "fresh"),
            ("2026-01-06 08:30", "aging"),
            ("2026-01-08 08:30", "old"),
        ):
            with self.subTest(at=at), freeze_time(at):
                self.env.invalidate_all()
                self.assertEqual(ticket.crm_age, age)

    def test_a_page_asks_the_calendar_once(self):
        with freeze_time("2026-01-05 08:00"):
            few = self._create_ticket()
            many = few
            for _number in range(9):
                many |= self._create_ticket()
        counts = []
        with freeze_time("2026-01-06 08:00"):
            for tickets in (few, many):
                self.env.flush_all()
                self.env.invalidate_all()
                tickets.fetch(["crm_waiting_since", "project_id", "company_id"])
                before = self.env.cr.sql_log_count
                tickets.mapped("crm_waiting_text")
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 8)
