"""Read workbooks, a row at a time.

openpyxl in read-only mode and not python-calamine: calamine is faster (see
``docs/import-export.md``), but it tells no formula from its last value and reserves
the whole rectangle of a sheet, so that one cell in the last corner takes the memory.
"""

import datetime
import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
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
FORMULA, ERROR = "f", "e"
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
