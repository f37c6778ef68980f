"""How a customer narrows the list of services."""

import re
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from .durations import get_day_start, to_local

PERIODS = ("month", "last_month", "year", "last_year")


def get_days(period: str, today: date) -> tuple[date, date]:
    """Return the first day of a period, and the first one after it.

    >>> get_days("last_month", date(2026, 1, 15))
    (datetime.date(2025, 12, 1), datetime.date(2026, 1, 1))
    >>> get_days("year", date(2026, 1, 15))
    (datetime.date(2026, 1, 1), datetime.date(2027, 1, 1))
    """
    length = relativedelta(years=1) if "year" in period else relativedelta(months=1)
    first = today.replace(day=1)
    if "year" in period:
        first = first.replace(month=1)
    if period.startswith("last"):
        first -= length
    return first, first + length


def get_period(period: str, tz: str, now: datetime | None = None) -> tuple:
    """Return the moments, in UTC, at which a period begins and the next one does."""
    now = now or datetime.utcnow()
    first, end = get_days(period, to_local(now, tz).date())
    return get_day_start(first, tz), get_day_start(end, tz)


def get_patterns(text: str) -> list[str]:
    """Return what is to be looked for so that a word is found however it is written.

    The database takes I for a capital i, which it is not in Turkish.

    >>> get_patterns("ışık")
    ['işik', 'işık', 'ışık']
    >>> get_patterns("IŞIK")
    ['IŞIK', 'işik', 'işık', 'ışık']
    """
    text = re.sub(r"([\\%_])", r"\\\1", text)
    lower = text.replace("I", "ı").replace("İ", "i").lower()
    initial = re.sub(r"\bı", "i", lower)
    every = {text, lower, initial, lower.replace("ı", "i")}
    return sorted(every)
