"""Hours that a contract includes, period by period.

>>> balance_periods(3600, [1800, 3600], carry=True)
PeriodBalance(available=5400, used=3600)
>>> balance_periods(3600, [1800, 3600], carry=False)
PeriodBalance(available=3600, used=3600)
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
# the share of what was agreed from which account managers are warned
WARN_SHARE = 0.8


class PeriodBalance(NamedTuple):
    """Seconds of the last period: what there was to use, and what was used."""

    available: int
    used: int

    @property
    def left(self) -> int:
        return self.available - self.used


def get_period_starts(start: date, period: str, until: date) -> list[date]:
    """Return the first days of the periods that have begun by a day.

    Each is counted from the first one, so that one from the 31st stays there.
    """
    months = MONTHS.get(period)
    starts = [start]
    while months:
        following = start + relativedelta(months=months * len(starts))
        if following > until:
            break
        starts.append(following)
    return starts


def get_period_end(start: date, period: str, day: date) -> date | None:
    """Return the last day of the period in which a day is."""
    if not (months := MONTHS.get(period)):
        return None
    count = len(get_period_starts(start, period, day))
    return start + relativedelta(months=months * count, days=-1)


def sum_periods(used_by_day: dict[date, int], starts: Sequence[date]) -> list[int]:
    """Return what was used in each period; before the first belongs to it."""
    sums = [0] * len(starts)
    for day, seconds in used_by_day.items():
        sums[max(bisect_right(starts, day) - 1, 0)] += seconds
    return sums


def balance_periods(
    included: int, used: Sequence[int], carry: bool = False
) -> PeriodBalance:
    """Return the balance of the last period.

    What was left of the one before is carried over; what was used beyond is not
    taken from the next, as it was settled otherwise.
    """
    left = 0
    available = included
    for seconds in used:
        available = included + (left if carry else 0)
        left = max(available - seconds, 0)
    return PeriodBalance(available, used[-1] if used else 0)


def get_time_share(start: date, end: date, day: date) -> float:
    """Return which share of a contract's time has passed, from 0 to 1."""
    total = (end - start).days + 1
    return min(max(((day - start).days + 1) / total, 0.0), 1.0)
