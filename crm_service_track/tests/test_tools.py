import doctest
import random
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_service_track.tools import (
    approval_page,
    machines,
    portal_list,
    presence,
    visit_pages,
    visit_times,
)
from odoo.addons.crm_service_track.tools.visit_times import Stretch

DAY = datetime(2026, 3, 2)
ROUNDS = 300
MODULES = (
    approval_page,
    machines,
    portal_list,
    presence,
    visit_pages,
    visit_times,
)


def at(minutes: int) -> datetime:
    return DAY + timedelta(minutes=minutes)


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def setUp(self):
        super().setUp()
        self.random = random.Random(7)

    def _stretch(self, most: int = 300) -> Stretch:
        start, end = sorted(self.random.sample(range(most), 2))
        return Stretch(at(start), at(end))

    def test_examples(self):
        for module in MODULES:
            with self.subTest(module=module.__name__):
                done = doctest.testmod(module)
                self.assertFalse(done.failed)

    def test_overlapping_is_what_having_a_minute_in_common_is(self):
        for _round in range(ROUNDS):
            one, two = self._stretch(60), self._stretch(60)
            common = any(
                one.start <= at(m) < one.end and two.start <= at(m) < two.end
                for m in range(60)
            )
            self.assertEqual(one.overlaps(two), common, (one, two))
            self.assertEqual(two.overlaps(one), common)

    def test_gaps_are_the_minutes_that_nothing_covers(self):
        for _round in range(ROUNDS):
            declared = self._stretch()
            present = [self._stretch() for _n in range(self.random.randint(0, 5))]
            bare = sum(
                declared.start <= at(m) < declared.end
                and not any(p.start <= at(m) < p.end for p in present)
                for m in range(300)
            )
            gaps = presence.find_gaps(declared, present)
            self.assertEqual(presence.sum_minutes(gaps), bare, (declared, present))
            for first, second in zip(gaps, gaps[1:], strict=False):
                self.assertLess(first.end, second.start)

    def test_signing_in_and_out_are_paired(self):
        events = [
            (at(60), "sign_in"),
            (at(70), "sign_in"),
            (at(100), "sign_out"),
            (at(101), "sign_out"),
            (at(200), "sign_in"),
        ]
        self.random.shuffle(events)
        self.assertEqual(
            presence.pair_events(events, at(240)),
            [Stretch(at(60), at(100)), Stretch(at(200), at(240))],
        )
        self.assertEqual(presence.pair_events([(at(9), "sign_out")], at(10)), [])

    def test_what_is_wrong_with_times(self):
        now = at(600)
        for start, end, problem in (
            (60, 60, "end_before_start"),
            (60, 59, "end_before_start"),
            (60, 604, ""),
            (60, 606, "future"),
            (-900, 541, "too_long"),
            (60, 61, ""),
        ):
            with self.subTest(start=start, end=end):
                found = visit_times.find_problem(Stretch(at(start), at(end)), now)
                self.assertEqual(found, problem)

    def test_an_hour_is_an_hour_when_the_clocks_change(self):
        # stored in UTC: the night that Berlin has twice from 2 to 3 has two hours
        night = Stretch(datetime(2026, 10, 25, 0), datetime(2026, 10, 25, 2))
        self.assertEqual(visit_times.to_hours(night), 2)
        self.assertEqual(
            visit_times.to_hours(Stretch(DAY, DAY + timedelta(seconds=1))), 1 / 3600
        )

    def test_no_line_of_a_text_is_lost_on_the_pages(self):
        for count in (0, 1, 22, 23, 70, 71, 200):
            text = "\n".join(f"satır {number}" for number in range(count))
            pages = visit_pages.get_pages(text, list(range(count % 10)))
            lines = [x for page in pages for x in page["text"].splitlines()]
            self.assertEqual(lines, text.splitlines())
            photos = [photo for page in pages for photo in page["photos"]]
            self.assertEqual(photos, list(range(count % 10)))
            numbers = [page["number"] for page in pages]
            self.assertEqual(numbers, list(range(1, pages[0]["count"] + 1)))
