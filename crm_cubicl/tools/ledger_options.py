"""What one asks of a customer's ledger: period, filter, currency, page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

PERIODS = ("year", "months12", "all", "custom")
STATES = ("all", "open", "reconciled")
LANGUAGES = ("user", "customer")
DEFAULT_LIMIT = 80
MAX_LIMIT = 500


class LedgerOptionError(Exception):
    """An option makes no sense; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class LedgerOptions:
    """A question that has been checked.

    ``block`` is the company and currency whose rows are wanted, ``after`` the date and
    id of the last row that is there already.
    """

    period: str = "year"
    date_from: date | None = None
    date_to: date | None = None
    state: str = "all"
    include_children: bool = False
    language: str = "user"
    block: tuple[int, int] | None = None
    after: tuple[date, int] | None = None
    limit: int = DEFAULT_LIMIT


def parse_options(values: Mapping[str, Any] | None, today: date) -> LedgerOptions:
    """Return the options that a client sent, or raise :class:`LedgerOptionError`."""
    if not isinstance(values, Mapping | None):
        raise LedgerOptionError("options")
    values = values or {}
    period = _choose(values, "period", PERIODS)
    date_from, date_to = get_period(
        period, today, values.get("date_from"), values.get("date_to")
    )
    return LedgerOptions(
        period=period,
        date_from=date_from,
        date_to=date_to,
        state=_choose(values, "state", STATES),
        include_children=bool(values.get("include_children")),
        language=_choose(values, "language", LANGUAGES),
        block=_parse_block(values.get("block")),
        after=_parse_after(values.get("after")),
        limit=_parse_limit(values.get("limit")),
    )


def get_period(
    period: str, today: date, date_from: Any = None, date_to: Any = None
) -> tuple[date | None, date | None]:
    """Return the first and the last day, None where there is no limit.

    >>> get_period("year", date(2026, 11, 25))
    (datetime.date(2026, 1, 1), None)
    >>> get_period("months12", date(2026, 11, 25))
    (datetime.date(2025, 11, 26), None)
    """
    if period == "year":
        return date(today.year, 1, 1), None
    if period == "months12":
        return today - relativedelta(years=1) + relativedelta(days=1), None
    if period == "all":
        return None, None
    first, last = _parse_date(date_from), _parse_date(date_to)
    if first and last and first > last:
        raise LedgerOptionError("period")
    return first, last


def _choose(values: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = values.get(name) or choices[0]
    if value not in choices:
        raise LedgerOptionError(name)
    return value


def _parse_date(value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise LedgerOptionError("date") from error


def _parse_block(value: Any) -> tuple[int, int] | None:
    if not value:
        return None
    if not _is_list(value, (int, int)):
        raise LedgerOptionError("block")
    return value[0], value[1]


def _parse_after(value: Any) -> tuple[date, int] | None:
    if not value:
        return None
    if not _is_list(value, (str, int)):
        raise LedgerOptionError("after")
    day = _parse_date(value[0])
    if day is None:
        raise LedgerOptionError("after")
    return day, value[1]


def _is_list(value: Any, types: tuple[type, ...]) -> bool:
    """Tell whether a value is a list of so many members of these types."""
    return (
        isinstance(value, list | tuple)
        and len(value) == len(types)
        and all(type(item) is kind for item, kind in zip(value, types, strict=True))
    )


def _parse_limit(value: Any) -> int:
    if not value:
        return DEFAULT_LIMIT
    if type(value) is not int or not 0 < value <= MAX_LIMIT:
        raise LedgerOptionError("limit")
    return value
