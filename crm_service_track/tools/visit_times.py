"""What can be wrong with the times of a visit, and how long they are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

# a phone's clock may be a little ahead of the server's
TOLERANCE = timedelta(minutes=5)
LONGEST = timedelta(hours=24)


class Stretch(NamedTuple):
    """A time with its beginning and its end."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return max(self.end - self.start, timedelta())

    def overlaps(self, other: "Stretch") -> bool:
        """Return whether both have time in common; touching is no overlap.

        >>> day = datetime(2026, 3, 2)
        >>> morning = Stretch(day.replace(hour=9), day.replace(hour=12))
        >>> morning.overlaps(Stretch(day.replace(hour=12), day.replace(hour=13)))
        False
        >>> morning.overlaps(Stretch(day.replace(hour=11), day.replace(hour=13)))
        True
        """
        return self.start < other.end and other.start < self.end


def find_problem(stretch: Stretch, now: datetime) -> str:
    """Return what is wrong with the times in themselves: a code, or nothing.

    >>> day = datetime(2026, 3, 2, 9)
    >>> find_problem(Stretch(day, day - timedelta(minutes=1)), day)
    'end_before_start'
    >>> find_problem(Stretch(day, day + timedelta(hours=1)), day)
    'future'
    >>> find_problem(Stretch(day, day + timedelta(hours=1)), day + timedelta(hours=2))
    ''
    """
    if stretch.end <= stretch.start:
        return "end_before_start"
    if stretch.end > now + TOLERANCE:
        return "future"
    if stretch.length > LONGEST:
        return "too_long"
    return ""


def find_overlaps(stretch: Stretch, others: Iterable[Stretch]) -> list[Stretch]:
    """Return those of the others that have time in common with this one."""
    return sorted(other for other in others if stretch.overlaps(other))


def to_hours(stretch: Stretch) -> float:
    """Return the length in hours, exact to the second."""
    return stretch.length.total_seconds() / 3600
