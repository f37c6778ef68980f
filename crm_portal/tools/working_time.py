"""Arithmetic of working hours: how long somebody has waited, when a target ends."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

HOUR = 3600


class WorkingTime:
    """Spans in which people work, in order and apart from each other.

    >>> nine = datetime(2026, 1, 5, 9)
    >>> days = [(nine + timedelta(d), nine + timedelta(d, hours=8)) for d in range(3)]
    >>> time = WorkingTime(days)
    >>> time.hours(nine + timedelta(hours=6), nine + timedelta(1, hours=1))
    3.0
    >>> time.after(nine + timedelta(hours=6), 3)
    datetime.datetime(2026, 1, 6, 10, 0)
    >>> time.before(nine + timedelta(1, hours=1), 3)
    datetime.datetime(2026, 1, 5, 15, 0)
    >>> time.after(nine, 100) is None
    True
    """

    def __init__(self, spans: list[tuple[datetime, datetime]]):
        self._starts = [start for start, _end in spans]
        self._lengths = [(end - start).total_seconds() for start, end in spans]
        # seconds worked before each span, and after the last one
        self._worked = [0.0, *accumulate(self._lengths)]

    def _until(self, moment: datetime) -> float:
        """Return the seconds worked before a moment."""
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0.0
        inside = (moment - self._starts[index]).total_seconds()
        return self._worked[index] + min(inside, self._lengths[index])

    def _at(self, seconds: float) -> datetime | None:
        """Return the first moment at which so many seconds are worked."""
        if not self._starts or seconds > self._worked[-1]:
            return None
        index = max(bisect_right(self._worked, seconds) - 1, 0)
        if index and self._worked[index] == seconds:
            index -= 1
        inside = seconds - self._worked[index]
        return self._starts[index] + timedelta(seconds=inside)

    def hours(self, since: datetime, until: datetime) -> float:
        """Return the working hours between two moments."""
        return max(self._until(until) - self._until(since), 0.0) / HOUR

    def after(self, since: datetime, hours: float) -> datetime | None:
        """Return when so many hours are worked since; none beyond the last span."""
        return self._at(self._until(since) + hours * HOUR)

    def before(self, until: datetime, hours: float) -> datetime | None:
        """Return the moment since which so many hours were worked."""
        seconds = self._until(until) - hours * HOUR
        return self._at(seconds) if seconds >= 0 else None
