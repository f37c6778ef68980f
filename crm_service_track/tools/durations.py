"""Times of service: adding, cutting into days, rounding and writing them.

Moments are naive and in UTC, as they are kept; days are those of a time zone.

>>> format_duration(5430)
'1:30:30'
>>> format_duration(round_seconds(5430, 15, "up"), with_seconds=False)
'1:45'
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from pytz import UTC, timezone

DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A time without interruption, from a moment to another."""

    start: datetime
    end: datetime


def seconds_between(start: datetime, end: datetime) -> int:
    """Return the seconds that have really passed, whatever clocks were put to."""
    return int((end - start).total_seconds())


def sum_seconds(stretches: Iterable[Stretch]) -> int:
    """Return the seconds of all stretches."""
    return sum(seconds_between(start, end) for start, end in stretches)


def to_local(moment: datetime, tz: str) -> datetime:
    """Return a moment as the clock on a wall there shows it."""
    return UTC.localize(moment).astimezone(timezone(tz))


def get_day_start(day: date, tz: str) -> datetime:
    """Return the first moment of a day, also where clocks skip midnight."""
    zone = timezone(tz)
    moment = zone.normalize(zone.localize(datetime.combine(day, time.min)))
    moment = moment.astimezone(UTC).replace(tzinfo=None)
    # a midnight that does not exist, or exists twice: look for the real border
    while to_local(moment - timedelta(seconds=1), tz).date() >= day:
        moment -= timedelta(minutes=30)
    while to_local(moment, tz).date() < day:
        moment += timedelta(minutes=30)
    return moment


def split_by_day(start: datetime, end: datetime, tz: str) -> dict[date, int]:
    """Return the seconds that fall on each day there; together they are all."""
    seconds: dict[date, int] = {}
    while start < end:
        day = to_local(start, tz).date()
        until = min(end, get_day_start(day + DAY, tz))
        seconds[day] = seconds.get(day, 0) + seconds_between(start, until)
        start = until
    return seconds


def sum_by_day(stretches: Iterable[Stretch], tz: str) -> dict[date, int]:
    """Return the seconds of all stretches on each day there."""
    total: dict[date, int] = defaultdict(int)
    for start, end in stretches:
        for day, seconds in split_by_day(start, end, tz).items():
            total[day] += seconds
    return dict(total)


def find_overlap(stretches: Iterable[Stretch]) -> tuple[Stretch, Stretch] | None:
    """Return two stretches that share some time, if there are any."""
    former = None
    for stretch in sorted(stretches):
        if former and stretch.start < former.end:
            return former, stretch
        if former is None or stretch.end > former.end:
            former = stretch
    return None


def find_cut(start: datetime, day_end: datetime | None, tz: str) -> datetime:
    """Return when a forgotten timer should have been stopped.

    :param day_end: end of the working day on which it was started; whoever started
        after it, or on a day off, is cut at midnight
    """
    if day_end and day_end > start:
        return day_end
    return get_day_start(to_local(start, tz).date() + DAY, tz)


def round_seconds(seconds: int, minutes: int, way: str = "nearest") -> int:
    """Return seconds by a rule that is shown: only what is shown is rounded.

    :param minutes: to a multiple of this many; 0 leaves the seconds
    :param way: ``nearest`` (half and more goes up) or ``up``
    """
    step = minutes * 60
    if not step:
        return seconds
    if way == "up":
        return -(-seconds // step) * step
    return (2 * seconds + step) // (2 * step) * step


def format_duration(seconds: int, with_seconds: bool = True) -> str:
    """Return ``hours:minutes:seconds``, or without the seconds."""
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    text = f"{sign}{hours}:{minutes:02d}"
    return f"{text}:{rest:02d}" if with_seconds else text
