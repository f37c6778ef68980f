"""Write workbooks, a row at a time, keeping none.

xlsxwriter makes the workbook: its parts, styles and headings. The rows go straight
into the packed sheet, as text that no formula can come of: xlsxwriter's own way to
write without keeping rows (``constant_memory``) takes three times as long and a
temporary file besides (see ``docs/import-export.md``).
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

import xlsxwriter

from .tabular import TabularError, column_letter

MAX_TEXT = 32_767
MAX_ROWS = 1_048_576
SHEET = "xl/worksheets/sheet1.xml"
CHUNK = 256 * 1024
FORMATS = {
    "text": {"num_format": "@"},
    "number": {"num_format": "General"},
    "date": {"num_format": "dd.mm.yyyy"},
    "datetime": {"num_format": "dd.mm.yyyy hh:mm:ss"},
}
# Excel counts days from here; before March 1900 it counts one too many
EPOCH = datetime(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
DAY = 86_400
# what XML has other names for, and Excel's own escape when a text happens to look so
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}
_STYLE = re.compile(rb'<c r="[A-Z]+2" s="(\d+)"')
_ROW_TWO = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


@dataclass(frozen=True)
class XlsxColumn:
    """A column to write: ``kind`` is text, number, date or datetime."""

    heading: str
    kind: str = "text"
    width: int = 20


class XlsxWriter:
    """Write one sheet into a binary file."""

    def __init__(self, target, columns: list[XlsxColumn], sheet: str) -> None:
        skeleton = _make_skeleton(columns, sheet)
        parts = zipfile.ZipFile(io.BytesIO(skeleton))
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        for entry in parts.infolist():
            if entry.filename != SHEET:
                self._archive.writestr(entry, parts.read(entry))
        content = _DIMENSION.sub(b"", parts.read(SHEET))
        styles = [style.decode() for style in _STYLE.findall(content)]
        self._before, self._after = _ROW_TWO.split(content)
        self._plan = [
            (column_letter(index), style, CELLS[column.kind])
            for index, (column, style) in enumerate(zip(columns, styles, strict=True))
        ]
        self._part = self._archive.open(SHEET, "w", force_zip64=True)
        self._part.write(self._before)
        self._buffer: list[str] = []
        self._size = 0
        self._row = 1

    def write_row(self, values: list[Any]) -> None:
        """Write one row; each value is of its column's kind or None."""
        self._row += 1
        if self._row > MAX_ROWS:
            raise TabularError("too_many_rows", limit=MAX_ROWS - 1)
        row = self._row
        # 0 and False are values, an empty text is nothing
        cells = "".join(
            [
                make(f'<c r="{letter}{row}" s="{style}"', value)
                for (letter, style, make), value in zip(self._plan, values, strict=True)
                if value is not None and value != ""
            ]
        )
        line = f'<row r="{row}">{cells}</row>'
        self._buffer.append(line)
        self._size += len(line)
        if self._size > CHUNK:
            self._flush()

    def close(self) -> None:
        """Finish the workbook; the file below stays open."""
        self._flush()
        self._part.write(self._after)
        self._part.close()
        self._archive.close()

    def _flush(self) -> None:
        self._part.write("".join(self._buffer).encode())
        self._buffer, self._size = [], 0


def sheet_name(text: str) -> str:
    """Return the text as Excel allows it for a sheet.

    >>> sheet_name("Müşteriler [2026/1]")
    'Müşteriler 2026 1'
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", text).split()).strip("'")
    return plain[:31] or "Sheet1"


def _make_skeleton(columns: list[XlsxColumn], sheet: str) -> bytes:
    """Return a workbook with the headings and a row that shows the styles."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet_name(sheet))
        formats = {kind: book.add_format(spec) for kind, spec in FORMATS.items()}
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        page.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, formats[column.kind])
            page.write_string(0, index, column.heading, bold)
            page.write_blank(1, index, None, formats[column.kind])
    return target.getvalue()


def _text_cell(start: str, value: str) -> str:
    if len(value) > MAX_TEXT:
        raise TabularError("cell_too_long", limit=MAX_TEXT)
    text = _SPECIAL.sub(_name_special, value) if _SPECIAL.search(value) else value
    # else blanks at the ends and line breaks are lost
    is_plain = value == value.strip() and "\n" not in value
    keep = "" if is_plain else ' xml:space="preserve"'
    return f'{start} t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _name_special(match: re.Match) -> str:
    char = match.group()
    return _NAMES.get(char) or f"_x{ord(char):04X}_"


def _number_cell(start: str, value: float) -> str:
    if not isfinite(value):
        return ""
    return f"{start}><v>{value!r}</v></c>"


def _date_cell(start: str, value: date) -> str:
    if value < FIRST_DAY:
        return _text_cell(start, value.isoformat())
    days = value.toordinal() - EPOCH.toordinal()
    return f"{start}><v>{days}</v></c>"


def _datetime_cell(start: str, value: datetime) -> str:
    if value.date() < FIRST_DAY:
        return _text_cell(start, value.isoformat(" "))
    days = (value - EPOCH).total_seconds() / DAY
    return f"{start}><v>{days!r}</v></c>"


CELLS: dict[str, Callable[[str, Any], str]] = {
    "text": _text_cell,
    "number": _number_cell,
    "date": _date_cell,
    "datetime": _datetime_cell,
}
