"""What readers and writers of tables share: limits, errors, cells, and the door in.

A table is a file of sheets; a sheet is a stream of ``(row number, [cells])``. A cell
is ``None``, text, a number, a truth value, a date or a time: the same whatever the
file was, so nothing behind this door knows about formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

MEGABYTE = 1024 * 1024

Cell = None | str | int | float | bool | date | datetime | time
Row = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Limits:
    """How much of a file is read before it is refused."""

    file_bytes: int = 40 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    # real sheets shrink 5 to 30 times; bombs thousands of times
    ratio: int = 200
    ratio_from_bytes: int = 8 * MEGABYTE
    entries: int = 2000
    rows: int = 200_000
    columns: int = 250
    cells: int = 2_000_000


class TabularError(Exception):
    """A file cannot be read or written; ``code`` says why, for whoever words it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Table(Protocol):
    """An opened file."""

    kind: str
    sheets: list[str]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that hold anything, with their numbers."""


class Meter:
    """Counts what was read and stops at the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = self.cells = 0

    def add(self, width: int) -> None:
        """Count one row of so many cells."""
        self.rows += 1
        self.cells += width
        if width > self.limits.columns:
            raise TabularError("too_many_columns", limit=self.limits.columns)
        if self.rows > self.limits.rows:
            raise TabularError("too_many_rows", limit=self.limits.rows)
        if self.cells > self.limits.cells:
            raise TabularError("too_many_cells", limit=self.limits.cells)


def is_empty(cell: Cell) -> bool:
    """Return whether nothing can be seen in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def trim(cells: list[Cell]) -> list[Cell]:
    """Return the cells without the empty ones at the end.

    >>> trim(["a", None, " ", None])
    ['a']
    """
    end = len(cells)
    while end and is_empty(cells[end - 1]):
        end -= 1
    return cells[:end]


def column_letter(index: int) -> str:
    """Return what a spreadsheet calls the column of this index.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
