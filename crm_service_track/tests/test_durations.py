import random
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.contract_hours import (
    balance_periods,
    get_period_end,
    get_period_starts,
    get_time_share,
    sum_periods,
)
from ..tools.durations import (
    Stretch,
    find_cut,
    find_overlap,
    format_duration,
    get_day_start,
    round_seconds,
    split_by_day,
    sum_by_day,
    sum_seconds,
    to_local,
)

# Beirut and Santiago put the clock on at midnight, Lord Howe by half an hour
ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Beirut",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
ROUNDS = 400


@tagged("post_install", "-at_install")
class TestDurations(BaseCase):
    def setUp(self):
        super().setUp()
        self.random = random.Random(20261125)

    def _make_stretch(self, longest=3 * 86400):
        start = datetime(2026, 1, 1) + timedelta(
            seconds=self.random.randrange(366 * 86400)
        )
        return Stretch(start, start + timedelta(seconds=self.random.randrange(longest)))

    def test_the_days_of_a_stretch_add_up_to_it(self):
        for _round in range(ROUNDS):
            tz = self.random.choice(ZONES)
            stretch = self._make_stretch()
            with self.subTest(tz=tz, stretch=stretch):
                days = split_by_day(*stretch, tz)
                self.assertEqual(sum(days.values()), sum_seconds([stretch]))
                self.assertTrue(
                    all(0 < seconds <= 25 * 3600 for seconds in days.values())
                )
                ordered = sorted(days)
                if ordered:
                    self.assertEqual(ordered[0], to_local(stretch.start, tz).date())

    def test_each_second_belongs_to_the_day_the_clock_shows(self):
        for _round in range(ROUNDS):
            tz = self.random.choice(ZONES)
            moment = self._make_stretch().start
            with self.subTest(tz=tz, moment=moment):
                second = split_by_day(moment, moment + timedelta(seconds=1), tz)
                self.assertEqual(second, {to_local(moment, tz).date(): 1})

    def test_cutting_a_stretch_changes_no_sum(self):
        for _round in range(ROUNDS):
            tz = self.random.choice(ZONES)
            start, end = self._make_stretch()
            middle = start + (end - start) * self.random.random()
            middle = middle.replace(microsecond=0)
            parts = [Stretch(start, middle), Stretch(middle, end)]
            with self.subTest(tz=tz, start=start, end=end):
                self.assertEqual(sum_seconds(parts), sum_seconds([(start, end)]))
                self.assertEqual(
                    {d: s for d, s in sum_by_day(parts, tz).items() if s},
                    split_by_day(start, end, tz),
                )

    def test_midnight(self):
        start, end = datetime(2026, 6, 10, 20, 30), datetime(2026, 6, 10, 22, 15)
        self.assertEqual(
            split_by_day(start, end, "Europe/Istanbul"),
            {date(2026, 6, 10): 1800, date(2026, 6, 11): 4500},
        )
        self.assertEqual(split_by_day(start, end, "UTC"), {date(2026, 6, 10): 6300})

    def test_the_night_in_which_clocks_are_put(self):
        # Berlin: 02:00 becomes 03:00 on 29 March, 03:00 becomes 02:00 on 25 October
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
            with self.subTest(day=day):
                start = get_day_start(day, "Europe/Berlin")
                end = get_day_start(day + timedelta(days=1), "Europe/Berlin")
                self.assertEqual(end - start, timedelta(hours=hours))
                self.assertEqual(
                    split_by_day(start, end, "Europe/Berlin"), {day: hours * 3600}
                )
        # from one to three by the clock is an hour in March
        start, end = datetime(2026, 3, 29, 0, 0), datetime(2026, 3, 29, 1, 0)
        self.assertEqual(to_local(start, "Europe/Berlin").hour, 1)
        self.assertEqual(to_local(end, "Europe/Berlin").hour, 3)
        self.assertEqual(sum_seconds([Stretch(start, end)]), 3600)

    def test_a_day_starts_when_the_clock_first_shows_it(self):
        for tz in ZONES:
            for offset in range(0, 366):
                day = date(2026, 1, 1) + timedelta(days=offset)
                start = get_day_start(day, tz)
                with self.subTest(tz=tz, day=day):
                    self.assertEqual(to_local(start, tz).date(), day)
                    before = start - timedelta(seconds=1)
                    self.assertLess(to_local(before, tz).date(), day)

    def test_overlaps(self):
        def at(*hours):
            return [
                Stretch(datetime(2026, 1, 1, a), datetime(2026, 1, 1, b))
                for a, b in hours
            ]

        self.assertIsNone(find_overlap(at((8, 9), (9, 10), (10, 12))))
        self.assertTrue(find_overlap(at((8, 10), (9, 11))))
        # one that is inside a longer one, with another in between
        self.assertTrue(find_overlap(at((8, 18), (9, 10), (17, 19))))
        for _round in range(ROUNDS):
            some = [self._make_stretch(20 * 86400) for _n in range(4)]
            clash = any(
                a.start < b.end
                and b.start < a.end
                and a.start != a.end
                and b.start != b.end
                for i, a in enumerate(some)
                for b in some[i + 1 :]
            )
            with self.subTest(some=some):
                self.assertEqual(bool(find_overlap(some)), clash)

    def test_a_forgotten_timer_is_cut_after_it_was_started(self):
        for _round in range(ROUNDS):
            tz = self.random.choice(ZONES)
            start, end = self._make_stretch(86400)
            with self.subTest(tz=tz, start=start):
                cut = find_cut(start, end, tz)
                self.assertGreater(cut, start)
                alone = find_cut(start, None, tz)
                self.assertLessEqual(alone - start, timedelta(hours=25))
                self.assertGreater(
                    to_local(alone, tz).date(), to_local(start, tz).date()
                )

    def test_rounding(self):
        self.assertEqual(round_seconds(5430, 0), 5430)
        self.assertEqual(round_seconds(449, 15), 0)
        self.assertEqual(round_seconds(450, 15), 900)
        self.assertEqual(round_seconds(1, 15, "up"), 900)
        self.assertEqual(round_seconds(900, 15, "up"), 900)
        for _round in range(ROUNDS):
            seconds = self.random.randrange(10**6)
            minutes = self.random.choice((1, 5, 6, 10, 15, 30))
            with self.subTest(seconds=seconds, minutes=minutes):
                nearest = round_seconds(seconds, minutes)
                up = round_seconds(seconds, minutes, "up")
                self.assertEqual(nearest % (minutes * 60), 0)
                self.assertLessEqual(2 * abs(nearest - seconds), minutes * 60)
                self.assertEqual(up % (minutes * 60), 0)
                self.assertTrue(0 <= up - seconds < minutes * 60)

    def test_durations_as_text(self):
        self.assertEqual(format_duration(0), "0:00:00")
        self.assertEqual(format_duration(3661), "1:01:01")
        self.assertEqual(format_duration(360000, with_seconds=False), "100:00")
        self.assertEqual(format_duration(-90), "-0:01:30")


@tagged("post_install", "-at_install")
class TestContractHours(BaseCase):
    def test_periods_are_counted_from_the_start(self):
        start = date(2026, 1, 31)
        self.assertEqual(
            get_period_starts(start, "month", date(2026, 4, 1)),
            [start, date(2026, 2, 28), date(2026, 3, 31)],
        )
        self.assertEqual(get_period_starts(start, "term", date(2030, 1, 1)), [start])
        self.assertEqual(
            get_period_end(start, "month", date(2026, 2, 10)), date(2026, 2, 27)
        )
        self.assertEqual(
            get_period_end(start, "year", date(2027, 2, 10)), date(2028, 1, 30)
        )
        self.assertIsNone(get_period_end(start, "term", date(2026, 2, 10)))

    def test_each_day_is_in_one_period(self):
        chooser = random.Random(7)
        for _round in range(200):
            start = date(2026, 1, 1) + timedelta(days=chooser.randrange(365))
            period = chooser.choice(("month", "quarter", "year", "term"))
            day = start + timedelta(days=chooser.randrange(1500))
            with self.subTest(start=start, period=period, day=day):
                starts = get_period_starts(start, period, day)
                self.assertEqual(starts, sorted(set(starts)))
                self.assertLessEqual(starts[-1], day)
                end = get_period_end(start, period, day)
                self.assertTrue(end is None or end >= day)
                used = {
                    start + timedelta(days=chooser.randrange(1500)): 60
                    for _n in range(20)
                }
                used = {d: s for d, s in used.items() if d <= day}
                self.assertEqual(sum(sum_periods(used, starts)), sum(used.values()))

    def test_carry_over(self):
        hour = 3600
        self.assertEqual(
            balance_periods(hour, [0, 0, 0], carry=True).available, 3 * hour
        )
        self.assertEqual(balance_periods(hour, [0, 0, 0]).available, hour)
        # what was used beyond is not taken from the next period
        beyond = balance_periods(hour, [5 * hour, 0], carry=True)
        self.assertEqual((beyond.available, beyond.left), (hour, hour))
        self.assertEqual(balance_periods(hour, [2 * hour]).left, -hour)

    def test_the_share_of_the_time(self):
        start, end = date(2026, 1, 1), date(2026, 1, 10)
        self.assertEqual(get_time_share(start, end, date(2026, 1, 8)), 0.8)
        self.assertEqual(get_time_share(start, end, date(2025, 1, 8)), 0)
        self.assertEqual(get_time_share(start, end, date(2027, 1, 8)), 1)
