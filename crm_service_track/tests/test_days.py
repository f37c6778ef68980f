import random
from collections import defaultdict
from datetime import date, datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..models.crm_service_record_report import DAYS
from ..tools.contract_hours import balance_periods, get_period_starts, sum_periods
from ..tools.durations import Stretch, find_overlap, sum_by_day, to_local
from .common import ServiceTrackCommon

ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/Santiago",
    "Asia/Beirut",
    "Australia/Lord_Howe",
)
# nights in which the clocks of these are put
NIGHTS = (
    datetime(2026, 3, 28),
    datetime(2026, 4, 4),
    datetime(2026, 9, 5),
    datetime(2026, 10, 3),
    datetime(2026, 10, 24),
)


@tagged("post_install", "-at_install")
@freeze_time("2026-12-31 10:00:00")
class TestDays(ServiceTrackCommon):
    """What the database adds up is what the tools do, whatever the times are."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(20261126)

    def _make_stretches(self, start: datetime, count: int) -> list[Stretch]:
        """Return stretches one after the other, some touching, some over days."""
        made = []
        for _n in range(count):
            start += timedelta(seconds=self.random.choice((0, 1, 3599, 30_000)))
            length = self.random.choice((0, 59, 3600, 7201, 40_000, 200_000))
            made.append(Stretch(start, start + timedelta(seconds=length)))
            start = made[-1].end
        return made

    def _create_records(self, stretches: list[Stretch], **values):
        """Make records of one to three stretches each."""
        values = {"customer_id": self.customer.id} | values
        values["user_id"] = self.user_technician.id
        records = self.env["crm.service.record"]
        rest = list(stretches)
        while rest:
            count = self.random.randint(1, 3)
            record = records.create(values)
            record.interval_ids._as_timer().create(
                [
                    {"record_id": record.id, "date_start": start, "date_end": end}
                    for start, end in rest[:count]
                ]
            )
            records |= record
            del rest[:count]
        return records

    def test_the_report_adds_up_days_as_the_tools_do(self):
        stretches = []
        for night in NIGHTS:
            stretches += self._make_stretches(night, 12)
        self._create_records(stretches)
        for tz in ZONES:
            records = self.env["crm.service.record"].with_context(tz=tz)
            report = records.get_customer_report(self.customer.id)
            found = {row["date"]: row["seconds"] for row in report["by_date"]}
            expected = sum_by_day(stretches, tz)
            newest = sorted(expected, reverse=True)[:DAYS]
            with self.subTest(tz=tz):
                rest = found.pop(False, 0)
                for day, seconds in found.items():
                    self.assertEqual(expected.get(date.fromisoformat(day), 0), seconds)
                self.assertEqual(sum(found.values()) + rest, sum(expected.values()))
                self.assertEqual(report["seconds"], sum(expected.values()))
                self.assertGreaterEqual(len(found), min(len(newest), DAYS))

    def test_the_hours_of_a_contract_are_those_of_the_tools(self):
        tz = "Europe/Berlin"
        self.env.company.resource_calendar_id.tz = tz
        stretches = []
        for night in NIGHTS:
            stretches += self._make_stretches(night - timedelta(days=3), 8)
        contract = self._create_contract(
            date_start="2026-03-29", is_limited=True, hours_included=100
        )
        self._create_records(stretches, contract_id=contract.id)
        used = defaultdict(int)
        for stretch in stretches:
            # a stretch belongs to the day on which it began
            day = to_local(stretch.start, tz).date()
            used[day] += int((stretch.end - stretch.start).total_seconds())
        for period in ("month", "quarter", "year", "term"):
            for carry in (False, True):
                contract.write({"hours_period": period, "carry_over": carry})
                for _round in range(12):
                    day = date(2026, 3, 29) + timedelta(self.random.randrange(260))
                    starts = get_period_starts(contract.date_start, period, day)
                    sums = sum_periods(
                        {d: s for d, s in used.items() if d <= day}, starts
                    )
                    with self.subTest(period=period, carry=carry, day=day):
                        self.assertEqual(
                            contract._get_hours_balances(day)[contract.id],
                            balance_periods(360_000, sums, carry),
                        )

    def test_the_database_refuses_the_overlaps_that_the_tools_find(self):
        record = self._create_record()
        refused = 0
        for _round in range(60):
            stretches = [
                Stretch(start, start + timedelta(minutes=self.random.randint(1, 90)))
                for start in (
                    datetime(2026, 5, 1) + timedelta(minutes=self.random.randrange(300))
                    for _n in range(3)
                )
            ]
            values = [
                {"record_id": record.id, "date_start": start, "date_end": end}
                for start, end in stretches
            ]
            with self.subTest(stretches=stretches):
                if find_overlap(stretches):
                    refused += 1
                    with self.assertRaises(ValidationError):
                        self.env["crm.service.interval"].create(values)
                else:
                    self.env["crm.service.interval"].create(values).unlink()
        self.assertTrue(10 < refused < 60, "both happened")
