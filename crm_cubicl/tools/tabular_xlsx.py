"""Read and write workbooks, a row at a time.

openpyxl in read-only mode and not python-calamine: calamine is faster (see
``docs/import-export.md``), but it tells no formula from its last value and reserves
the whole rectangle of a sheet, so that one cell in the last corner takes the memory.
"""

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from .tabular import Cell, Limits, Meter, Row, TabularError, column_letter, trim
from .tabular_guard import check_workbook

# what openpyxl lets through when the parts of a workbook contradict each other
BROKEN = (
    AttributeError,
    BadZipFile,
    IndexError,
    InvalidFileException,
    KeyError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
)
MAX_TEXT = 32_767
MAX_ROWS = 1_048_576
FORMULA, ERROR, TEXT = "f", "e", "s"
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")


class XlsxTable:
    """A workbook; hidden sheets are left out."""

    kind = "xlsx"

    def __init__(self, content: bytes, limits: Limits) -> None:
        check_workbook(content, limits)
        self._limits = limits
        try:
            self._book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
        except BROKEN as error:
            raise TabularError("not_workbook") from error
        self.sheets = [
            sheet.title
            for sheet in self._book.worksheets
            if sheet.sheet_state == "visible"
        ]
        if not self.sheets:
            raise TabularError("not_workbook")

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Yield the rows of a sheet that hold anything."""
        worksheet = self._book[sheet or self.sheets[0]]
        # what the file says about its size may be wrong
        worksheet.reset_dimensions()
        meter = Meter(self._limits)
        rows = worksheet.iter_rows()
        number = 0
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except BROKEN as error:
                raise TabularError("broken_row", row=number + 1) from error
            number += 1
            meter.add(len(row))
            cells = trim([_read_cell(cell, number, sheet) for cell in row])
            if cells:
                yield number, cells


def _read_cell(cell, row: int, sheet: str) -> Cell:
    value = cell.value
    kind = cell.data_type
    if value is None:
        return None
    if kind == FORMULA:
        raise TabularError(
            "formula", sheet=sheet, cell=f"{column_letter(cell.column - 1)}{row}"
        )
    if kind == ERROR:
        raise TabularError(
            "error_value",
            sheet=sheet,
            cell=f"{column_letter(cell.column - 1)}{row}",
            value=value,
        )
    if isinstance(value, str):
        return unescape(value) if _ESCAPED.search(value) else value
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value


@dataclass(frozen=True)
class XlsxColumn:
    """A column to write: ``kind`` is text, number, date or datetime."""

    heading: str
    kind: str = "text"
    width: int = 20


class XlsxWriter:
    """Write one sheet into a binary file, keeping no row in memory."""

    OPTIONS = {  # noqa: RUF012 - passed on as it is
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    FORMATS = {  # noqa: RUF012
        "text": {"num_format": "@"},
        "number": {"num_format": "General"},
        "date": {"num_format": "dd.mm.yyyy"},
        "datetime": {"num_format": "dd.mm.yyyy hh:mm:ss"},
    }

    def __init__(self, target, columns: list[XlsxColumn], sheet: str) -> None:
        self._book = xlsxwriter.Workbook(target, self.OPTIONS)
        self._sheet = self._book.add_worksheet(sheet_name(sheet))
        formats = {
            kind: self._book.add_format(spec) for kind, spec in self.FORMATS.items()
        }
        bold = self._book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        for index, column in enumerate(columns):
            self._sheet.set_column(
                index, index, column.width, formats.get(column.kind)
            )
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, [column.heading for column in columns], bold)
        writers = {
            "number": self._sheet.write_number,
            "date": self._sheet.write_datetime,
            "datetime": self._sheet.write_datetime,
        }
        self._plan = [
            (
                index,
                writers.get(column.kind, self._sheet.write_string),
                formats[column.kind],
            )
            for index, column in enumerate(columns)
        ]
        self._row = 0

    def write_row(self, values: list[Any]) -> None:
        """Write one row; each value is of its column's kind or None."""
        self._row += 1
        if self._row >= MAX_ROWS:
            raise TabularError("too_many_rows", limit=MAX_ROWS - 1)
        row = self._row
        for (index, write, cell_format), value in zip(self._plan, values, strict=True):
            # 0 and False are values, an empty text is nothing
            if (value is not None and value != "") and write(
                row, index, value, cell_format
            ):
                raise TabularError("cell_too_long", limit=MAX_TEXT)

    def close(self) -> None:
        """Put the workbook together in the file."""
        self._book.close()


def sheet_name(text: str) -> str:
    """Return the text as Excel allows it for a sheet.

    >>> sheet_name("Müşteriler [2026/1]")
    'Müşteriler 2026 1'
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", text).split()).strip("'")
    return plain[:31] or "Sheet1"
