"""Find in a sheet where the headings are, where the data starts, what it looks like."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice

from .tabular import Cell, Row, TabularError, column_letter, is_empty

# the row of our sample workbook above which nothing is data
MARKER = re.compile(r"#{5,}")
# how far below the headings the marker is looked for: one row per user at most
GUIDE_ROWS = 1000
SAMPLES = 3
MAX_CHOICES = 20
MAX_CHOICE_LENGTH = 40
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|00|0)[0-9 ()./-]{9,20}")
_INTEGER = re.compile(r"-?[1-9][0-9]{0,14}|0")
_NUMBER = re.compile(r"-?[0-9]{1,15}[.,][0-9]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")


@dataclass
class ColumnLook:
    """What a column of a file looks like."""

    index: int
    heading: str
    samples: list[str] = field(default_factory=list)
    filled: int = 0
    kinds: set[str] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    values: dict[str, None] | None = field(default_factory=dict)

    def add(self, cell: Cell) -> None:
        """Take one filled cell into account."""
        self.filled += 1
        text = show(cell)
        if len(self.samples) < SAMPLES and text not in self.samples:
            self.samples.append(text)
        self.kinds.add(find_cell_kind(cell))
        if len(self.lengths) < SAMPLES:
            self.lengths.add(len(text))
        if self.values is not None:
            self.values[text] = None
            if len(self.values) > MAX_CHOICES or len(text) > MAX_CHOICE_LENGTH:
                self.values = None

    @property
    def field_type(self) -> str:
        """Return the type that a field for these values would have."""
        if not self.filled:
            return "text"
        if len(self.kinds) == 1:
            (kind,) = self.kinds
            if kind == "integer" and self._is_code():
                return "text"
            if kind != "text":
                return kind
        if self.kinds <= {"integer", "number"}:
            return "number"
        few = self.values is not None and len(self.values) * 3 <= self.filled
        return "choice" if few else "text"

    def _is_code(self) -> bool:
        """Return whether whole numbers of one length are rather names of things."""
        return self.lengths.isdisjoint({1, 2, 3}) and len(self.lengths) == 1


@dataclass
class Sheet:
    """A sheet taken apart: its headings, and the rows below them."""

    header_row: int
    headings: list[str]
    rows: Iterator[Row]


def split_sheet(rows: Iterable[Row], header_row: int = 0) -> Sheet:
    """Return the headings of a sheet and its rows of data.

    :param header_row: the number of the row with the headings, 0 for the first
        row that is not empty
    """
    stream = iter(rows)
    for number, cells in stream:
        if number >= header_row:
            return Sheet(number, read_headings(number, cells), _below_marker(stream))
    raise TabularError("no_header")


def read_headings(number: int, cells: list[Cell]) -> list[str]:
    """Return the headings, or raise what is wrong with them."""
    if any(not isinstance(cell, str | None) for cell in cells):
        raise TabularError("no_header", row=number)
    headings = [" ".join((cell or "").split()) for cell in cells]
    if any(find_cell_kind(heading) != "text" for heading in headings if heading):
        raise TabularError("no_header", row=number)
    seen: dict[str, int] = {}
    for index, heading in enumerate(headings):
        key = heading.casefold()
        if heading and key in seen:
            raise TabularError(
                "same_headings",
                heading=heading,
                first=column_letter(seen[key]),
                second=column_letter(index),
            )
        seen[key] = index
    return headings


def look_at(sheet: Sheet) -> tuple[list[ColumnLook], int]:
    """Return what the columns look like and how many rows of data there are."""
    looks = [ColumnLook(i, heading) for i, heading in enumerate(sheet.headings)]
    count = 0
    for number, cells in sheet.rows:
        count += 1
        for index, cell in enumerate(cells):
            if is_empty(cell):
                continue
            if index >= len(looks) or not looks[index].heading:
                raise TabularError(
                    "no_heading", column=column_letter(index), row=number
                )
            looks[index].add(cell)
    if not count:
        raise TabularError("no_rows")
    return [look for look in looks if look.heading], count


def show(cell: Cell) -> str:
    """Return the cell as a person would write it; whole numbers without ``.0``."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        has_time = cell.hour or cell.minute or cell.second
        return cell.strftime("%Y-%m-%d %H:%M:%S" if has_time else "%Y-%m-%d")
    return str(cell)


def find_cell_kind(cell: Cell) -> str:
    """Return the type of field that one value alone would ask for."""
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int):
        return "integer"
    if isinstance(cell, float):
        return "integer" if cell.is_integer() else "number"
    if isinstance(cell, datetime):
        return "datetime" if show(cell)[10:] else "date"
    if isinstance(cell, date):
        return "date"
    return _find_text_kind(cell.strip()) if isinstance(cell, str) else "text"


def _find_text_kind(text: str) -> str:
    patterns = {
        "email": _EMAIL,
        "link": _LINK,
        "date": _DATE,
        "integer": _INTEGER,
        "number": _NUMBER,
        "phone": _PHONE,
    }
    return next((k for k, found in patterns.items() if found.fullmatch(text)), "text")


def _below_marker(stream: Iterator[Row]) -> Iterator[Row]:
    """Return the rows of data: those below the marker when there is one."""
    held = []
    for number, cells in islice(stream, GUIDE_ROWS):
        if is_marker(cells):
            return stream
        held.append((number, cells))
    return chain(held, stream)


def is_marker(cells: list[Cell]) -> bool:
    """Return whether the row is the one of ``#####``."""
    filled = [cell for cell in cells if not is_empty(cell)]
    return bool(filled) and all(
        isinstance(cell, str) and MARKER.fullmatch(cell.strip()) for cell in filled
    )
