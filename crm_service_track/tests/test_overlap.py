from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestOverlap(BillingCommon):
    """An hour of a person counts once: on a support record or on an on-site form."""

    def _add(self, record, start, end, user=None):
        intervals = self.env["crm.service.interval"].with_user(
            user or self.user_technician
        )
        return intervals.create(
            {"record_id": record.id, "date_start": start, "date_end": end}
        )

    def test_a_form_over_time_that_is_kept_already(self):
        record = self._create_record(("2026-03-02 07:30:00", 30))
        with self._refused(ValidationError, record.name):
            self._create_visit(
                date_start="2026-03-02 07:00:00", date_end="2026-03-02 09:00:00"
            )
        # touching is no overlap, and a colleague's time is theirs
        self._create_visit(
            date_start="2026-03-02 08:00:00", date_end="2026-03-02 09:00:00"
        )
        self._create_visit(
            user_id=self.user_colleague.id,
            date_start="2026-03-02 07:00:00",
            date_end="2026-03-02 09:00:00",
        )

    def test_a_form_while_the_timer_runs(self):
        record = self._create_record()
        record.with_user(self.user_technician).start_timer()
        self.env["crm.service.interval"].search(
            [("record_id", "=", record.id)]
        )._as_timer().date_start = "2026-03-02 07:00:00"
        with self._refused(ValidationError, record.name):
            self._create_visit(
                date_start="2026-03-02 08:00:00", date_end="2026-03-02 09:00:00"
            )

    def test_time_over_a_form(self):
        visit = self._create_visit(
            date_start="2026-03-02 07:00:00", date_end="2026-03-02 09:00:00"
        )
        record = self._create_record()
        with self._refused(ValidationError, visit.name):
            self._add(record, "2026-03-02 08:30:00", "2026-03-02 10:00:00")
        stretch = self._add(record, "2026-03-02 09:00:00", "2026-03-02 10:00:00")
        with self._refused(ValidationError, visit.name):
            stretch.date_start = "2026-03-02 08:00:00"
        visit.action_cancel()
        stretch.date_start = "2026-03-02 08:00:00"

    def test_the_record_of_a_form_is_the_form_s(self):
        visit = self._create_closed()
        record = visit.record_ids
        self.assertEqual(len(record.interval_ids), 1)
        other = self._create_record()
        with self._refused(ValidationError, record.name):
            self._add(other, visit.date_start, visit.date_end)
        # corrected to another time, the first one is free again
        corrected = visit.browse(visit.action_correct()["res_id"])
        corrected.write(
            {"date_start": "2026-03-20 07:00:00", "date_end": "2026-03-20 08:00:00"}
        )
        self._approve(corrected)
        corrected.with_user(self.user_manager).action_close()
        self._add(other, visit.date_start, visit.date_end)
        self.assertEqual(other.seconds, 59 * 60)


@tagged("post_install", "-at_install")
class TestContractChoice(BillingCommon):
    """The contract that has hours pays, and blocks on the day that counts only."""

    def _create_limited(self, **values):
        limited = {"is_limited": True, "hours_included": 1, "hours_period": "month"}
        return self._create_contract(**(limited | values))

    def _add(self, record, start, end):
        intervals = self.env["crm.service.interval"].with_user(self.user_technician)
        return intervals.create(
            {"record_id": record.id, "date_start": start, "date_end": end}
        )

    @freeze_time("2026-06-15 12:00:00")
    def test_the_one_with_hours_left_is_taken(self):
        first = self._create_limited(beyond="block", date_end="2026-09-30")
        second = self._create_limited(hours_included=10, date_end="2026-12-31")
        record = self._create_record(("2026-06-10 06:00:00", 60))
        self.assertEqual(record.contract_id, first)
        record = self._create_record()
        self.assertEqual(record.contract_id, second)
        started = record.with_user(self.user_technician).start_timer()
        self.assertEqual(started["result"], "started")

    def test_the_last_hours_are_entered(self):
        self._create_limited(beyond="block")
        record = self._create_record()
        self._add(record, "2026-03-02 07:00:00", "2026-03-02 08:00:00")
        with self._refused(UserError, "used up"):
            self._add(record, "2026-03-02 09:00:00", "2026-03-02 09:00:01")

    def test_the_period_of_the_day_counts(self):
        self._create_limited(beyond="block")
        record = self._create_record()
        self._add(record, "2026-03-02 07:00:00", "2026-03-02 08:00:00")
        self._add(record, "2026-02-02 07:00:00", "2026-02-02 08:00:00")
        with self._refused(UserError, "used up"):
            self._add(record, "2026-02-03 07:00:00", "2026-02-03 07:30:00")
