"""When somebody was there, from signing in and out, and what that leaves uncovered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .visit_times import Stretch

SIGN_IN = "sign_in"


def pair_events(
    events: Iterable[tuple[datetime, str]], until: datetime
) -> list[Stretch]:
    """Return the times between signing in and the next end; an open one lasts until.

    Signing in twice, as on the phone and at the desk, begins one time and not two.
    """
    stretches = []
    start = None
    for moment, kind in sorted(events):
        if kind == SIGN_IN:
            start = start or moment
        elif start:
            stretches.append(Stretch(start, moment))
            start = None
    if start and until > start:
        stretches.append(Stretch(start, until))
    return stretches


def find_open_sign_in(
    events: Iterable[tuple[datetime, str]], moment: datetime, kept: timedelta
) -> datetime | None:
    """Return when was signed in who still is so at a moment, from before.

    :param kept: how long a session lasts; an older one has ended untold

    >>> at = lambda day: datetime(2026, 3, day)
    >>> events = [(at(1), "sign_out"), (at(2), "sign_in"), (at(6), "sign_out")]
    >>> find_open_sign_in(events, at(5), timedelta(days=7)) == at(2)
    True
    """
    earlier = [event for event in events if event[0] < moment]
    last, kind = max(earlier, default=(None, None))
    return last if kind == SIGN_IN and moment - last <= kept else None


def find_gaps(declared: Stretch, present: Iterable[Stretch]) -> list[Stretch]:
    """Return the parts of the declared time that nothing covers.

    >>> at = lambda hour: datetime(2026, 3, 2, hour)
    >>> gaps = find_gaps(Stretch(at(9), at(12)), [Stretch(at(8), at(11))])
    >>> [(gap.start.hour, gap.end.hour) for gap in gaps]
    [(11, 12)]
    """
    gaps = []
    reached = declared.start
    for stretch in sorted(present):
        if stretch.start > reached:
            gaps.append(Stretch(reached, min(stretch.start, declared.end)))
        reached = max(reached, stretch.end)
        if reached >= declared.end:
            break
    if reached < declared.end:
        gaps.append(Stretch(reached, declared.end))
    return [gap for gap in gaps if gap.length]


def sum_minutes(stretches: Iterable[Stretch]) -> int:
    """Return the whole minutes of all together."""
    total = sum((stretch.length for stretch in stretches), timedelta())
    return int(total.total_seconds() // 60)
