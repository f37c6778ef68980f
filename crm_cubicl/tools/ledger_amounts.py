"""The arithmetic of a ledger: ageing, totals, pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any, TypeVar

Row = TypeVar("Row")

# days past due up to which an item is in the bucket; the first is not due yet, and
# the last takes all that is older
AGEING = (("not_due", -1), ("d30", 30), ("d60", 60), ("d90", 90), ("older", None))
AGEING_KEYS = tuple(key for key, _days in AGEING)
# what is added up over the currencies of a company
SUMMED = ("opening", "debit", "credit", "residual", "closing")


def get_ageing_key(due: date, at: date) -> str:
    """Return the bucket of an item; on its due date it is zero days late.

    >>> get_ageing_key(date(2026, 1, 2), date(2026, 1, 1))
    'not_due'
    >>> get_ageing_key(date(2026, 1, 1), date(2026, 1, 1))
    'd30'
    """
    late = (at - due).days
    return next(key for key, days in AGEING if days is None or late <= days)


def add_amounts(amounts: Iterable[float], digits: int) -> float:
    """Return the sum as the currency writes it, never a negative zero.

    >>> add_amounts([0.1, 0.2], 2)
    0.3
    """
    return round(fsum(amounts), digits) + 0.0


@dataclass(frozen=True)
class Total:
    """What a company's blocks come to in the company's own currency."""

    amounts: dict[str, float]
    ageing: list[float]


def add_blocks(blocks: Sequence[dict[str, Any]], digits: int) -> Total:
    """Return the total of blocks, each with its amounts under ``company``."""
    amounts = {
        name: add_amounts((block["company"][name] for block in blocks), digits)
        for name in SUMMED
    }
    columns = zip(*(block["company"]["ageing"] for block in blocks), strict=True)
    return Total(amounts, [add_amounts(column, digits) for column in columns])


@dataclass(frozen=True)
class PageRoom:
    """How many rows a page takes: the first, each other one, and what ends the last."""

    first: int
    other: int
    end: int


def split_pages(rows: Sequence[Row], room: PageRoom) -> Iterator[Sequence[Row]]:
    """Yield the rows of each page; there is one, and room for the end on the last.

    >>> [list(page) for page in split_pages([1, 2, 3, 4, 5], PageRoom(1, 2, 1))]
    [[1], [2, 3], [4, 5], []]
    >>> list(split_pages([], PageRoom(3, 4, 1)))
    [[]]
    """
    page, rest, capacity = rows[: room.first], rows[room.first :], room.first
    yield page
    while rest:
        page, rest, capacity = rest[: room.other], rest[room.other :], room.other
        yield page
    if len(page) > capacity - room.end:
        yield rows[:0]
