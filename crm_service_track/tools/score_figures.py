"""Which averages may be shown to whom single scores must not be told.

An average over few answers tells them, and so does the difference of two averages: of
all and of all but one, of a month and of the services given in it, of last week and of
today. Figures are therefore made of fixed groups of answers, and a group is shown only

- when it has at least five answers;
- up to the last month in which five more had come together, so that what is shown next
  differs from what was shown before by at least five (`get_settled`);
- when neither it nor what is shown already could be taken off the other with fewer than
  five answers left (`choose`).

What is not covered: figures noted down over more than two years, combinations of
figures of different kinds noted down at different times, and people who put together
what each of them sees.
"""

from collections.abc import Iterable
from typing import NamedTuple

LEAST = 5


class Cell(NamedTuple):
    """Answers that no figure ever tells apart: of one month, one service, one's own."""

    is_own: bool
    service: int
    month: str
    asked: int
    unanswered: int
    answers: int
    total: int


Group = frozenset[Cell]


def count(cells: Iterable[Cell]) -> int:
    """Return how many answers there are."""
    return sum(cell.answers for cell in cells)


def get_settled(cells: Iterable[Cell], least: int = LEAST) -> Group:
    """Return the cells up to the last month by which enough had come together again.

    >>> march = Cell(True, 1, "2026-03", 6, 1, 5, 40)
    >>> april = Cell(True, 1, "2026-04", 1, 0, 1, 9)
    >>> get_settled([march, april]) == {march}
    True
    """
    cells = set(cells)
    settled, waiting = set(), set()
    for month in sorted({cell.month for cell in cells}):
        waiting |= {cell for cell in cells if cell.month == month}
        if count(waiting) >= least:
            settled |= waiting
            waiting = set()
    return frozenset(settled)


def is_telling(one: Group, parts: Iterable[Group], least: int = LEAST) -> bool:
    """Return whether a group and parts of one kind leave fewer answers than allowed.

    >>> first = Cell(False, 1, "2026-03", 9, 0, 9, 81)
    >>> last = Cell(True, 1, "2026-03", 1, 0, 1, 2)
    >>> is_telling(frozenset({first, last}), [frozenset({first})])
    True
    """
    inside = frozenset().union(*(part for part in parts if not count(part - one)))
    touched = frozenset().union(*(part for part in parts if count(part & one)))
    rests = [count(one - inside)] if count(inside) else []
    if not count(one - touched):
        rests.append(count(touched - one))
    return any(0 < rest < least for rest in rests)


def choose(kinds: dict[str, dict], least: int = LEAST) -> dict[str, dict]:
    """Return the groups that may be shown together, the first ones first.

    :param kinds: by kind the groups by key; those of a kind have no cell in common
    """
    shown = {kind: {} for kind in kinds}
    for kind, groups in kinds.items():
        others = [list(found.values()) for name, found in shown.items() if name != kind]
        for key, group in groups.items():
            if count(group) < least:
                continue
            own = [*shown[kind].values(), group]
            if not any(_tell(own, other, least) for other in others if other):
                shown[kind][key] = group
    return shown


def _tell(these: list[Group], those: list[Group], least: int) -> bool:
    """Return whether two kinds of groups, or all of a kind, tell of few answers."""
    pairs = ((these, those), (those, these))
    return any(
        is_telling(one, parts, least)
        for ones, parts in pairs
        for one in (*ones, frozenset().union(*ones))
    )
