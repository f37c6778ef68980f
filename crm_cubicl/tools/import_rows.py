"""Check rows of a file against the columns they were mapped to.

The middle of the import: rows come from a reader, values for the ORM and bad cells go
out, and nothing here knows where either lives.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .import_convert import CellError, to_text
from .tabular import Cell, Row, is_empty
from .tabular_layout import show

BATCH = 500


@dataclass(frozen=True)
class MappedColumn:
    """A column of the file with the field it fills in.

    :param convert: returns the values to write for a filled cell
    :param prepare: is told the filled cells of a batch before, to look them up at once
    """

    index: int
    heading: str
    target: str
    convert: Callable[[Cell], dict[str, Any]]
    prepare: Callable[[list[Cell]], None] | None = None


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be taken, and what was expected."""

    row: int
    heading: str
    value: str
    error: CellError


@dataclass
class CheckedRow:
    """A row with its values, or with what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    bad: list[BadCell] = field(default_factory=list)
    key: str = ""
    is_known: bool = False


class Key:
    """The column that names each customer once.

    :param find_known: returns those of the given keys that customers have already
    :param normalise: returns a key as the database keeps it
    """

    def __init__(
        self,
        index: int,
        heading: str,
        find_known: Callable[[set[str]], set[str]],
        normalise: Callable[[str], str] = str.strip,
    ) -> None:
        self.index = index
        self.heading = heading
        self.find_known = find_known
        self.normalise = normalise
        self.seen: dict[str, int] = {}

    def check(self, row: CheckedRow, cell: Cell) -> None:
        """Note the key of a row, or that it has none or another row's."""
        key = "" if is_empty(cell) else self.normalise(to_text(cell))
        if not key:
            error = CellError("key_empty")
        elif key in self.seen:
            error = CellError("key_twice", row=self.seen[key])
        else:
            self.seen[key] = row.number
            row.key = key
            return
        row.bad.append(BadCell(row.number, self.heading, show(cell), error))


class RowChecker:
    """Turn rows into checked rows, a batch at a time.

    :param check_values: returns ``(heading, value, error)`` for what is wrong with the
        values of a row as a whole: missing, or not fitting together
    """

    def __init__(
        self,
        columns: list[MappedColumn],
        check_values: Callable[[dict[str, Any]], Iterable[tuple[str, str, CellError]]],
        key: Key | None = None,
    ) -> None:
        self.columns = columns
        self.check_values = check_values
        self.key = key

    def check(self, rows: Iterable[Row]) -> Iterator[list[CheckedRow]]:
        """Yield the checked rows in batches."""
        stream = iter(rows)
        while batch := list(islice(stream, BATCH)):
            yield self._check_batch(batch)

    def _check_batch(self, batch: list[Row]) -> list[CheckedRow]:
        for column in self.columns:
            if column.prepare:
                cells = (_cell(row, column.index) for _number, row in batch)
                column.prepare([cell for cell in cells if not is_empty(cell)])
        checked = [self._check_row(number, cells) for number, cells in batch]
        if self.key:
            known = self.key.find_known({row.key for row in checked if row.key})
            for row in checked:
                row.is_known = row.key in known
        return checked

    def _check_row(self, number: int, cells: list[Cell]) -> CheckedRow:
        row = CheckedRow(number)
        for column in self.columns:
            cell = _cell(cells, column.index)
            if is_empty(cell):
                continue
            try:
                row.values.update(column.convert(cell))
            except CellError as error:
                row.bad.append(BadCell(number, column.heading, show(cell), error))
        if self.key:
            self.key.check(row, _cell(cells, self.key.index))
        wrong = {bad.heading for bad in row.bad}
        row.bad += [
            BadCell(number, heading, value, error)
            for heading, value, error in self.check_values(row.values)
            if heading not in wrong
        ]
        return row


def _cell(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None
