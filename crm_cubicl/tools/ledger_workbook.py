"""Write the ledger of a customer as a workbook, a sheet for each currency.

Texts stay texts: none becomes a formula or a link, whatever it begins with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from .tabular_xlsx_writer import MAX_TEXT, sheet_name

WIDTHS = {"date": 11, "number": 20, "description": 40, "due": 11, "partner": 28}
AMOUNT_WIDTH = 16


@dataclass(frozen=True)
class Column:
    """A column of the entries: ``kind`` is text, date or amount."""

    key: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """What one sheet holds, from top to bottom."""

    name: str
    facts: Sequence[tuple[str, Any]]
    columns: Sequence[Column]
    opening: tuple[str, Mapping[str, float]]
    rows: Sequence[Mapping[str, Any]]
    closing: tuple[str, Mapping[str, float]]
    ageing: Sequence[tuple[str, float]]
    ageing_title: str
    digits: int = 2


def write_ledger(target: BinaryIO, title: str, sheets: Sequence[Sheet]) -> None:
    """Write the workbook into a binary file."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title})
        names: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_free_name(sheet.name, names))
            _SheetWriter(book, page, sheet).fill(title)


def _free_name(name: str, names: set[str]) -> str:
    """Return a name no sheet has yet; Excel sees no difference of case in them."""
    name = free = sheet_name(name)
    number = 1
    while free.casefold() in names:
        number += 1
        free = f"{name[:27]} {number}"
    names.add(free.casefold())
    return free


class _SheetWriter:
    """Write one sheet, line by line."""

    def __init__(self, book, page, sheet: Sheet) -> None:
        amount = "#,##0" + ("." + "0" * sheet.digits if sheet.digits else "")
        self._page, self._sheet, self._line = page, sheet, 0
        self._formats = {
            (kind, bold): book.add_format({"num_format": number, "bold": bold})
            for kind, number in (
                ("text", "@"),
                ("date", "dd.mm.yyyy"),
                ("amount", amount),
            )
            for bold in (False, True)
        }
        self._title = book.add_format({"bold": True, "font_size": 14})
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"}
        self._heading = book.add_format(heading)
        self._heading_right = book.add_format({**heading, "align": "right"})

    def fill(self, title: str) -> None:
        for index, column in enumerate(self._sheet.columns):
            self._page.set_column(index, index, WIDTHS.get(column.key, AMOUNT_WIDTH))
        self._page.write_string(0, 0, title, self._title)
        self._line = 1
        for label, value in self._sheet.facts:
            self._write_cell(0, label, "text", bold=True)
            self._write_cell(2, value, "date" if isinstance(value, date) else "text")
            self._line += 1
        self._line += 1
        self._write_headings()
        self._write_sums(*self._sheet.opening)
        for row in self._sheet.rows:
            for index, column in enumerate(self._sheet.columns):
                self._write_cell(index, row[column.key], column.kind)
            self._line += 1
        self._write_sums(*self._sheet.closing)
        self._write_ageing()
        self._page.set_landscape()
        self._page.fit_to_pages(1, 0)

    def _write_headings(self) -> None:
        for index, column in enumerate(self._sheet.columns):
            is_amount = column.kind == "amount"
            style = self._heading_right if is_amount else self._heading
            self._page.write_string(self._line, index, column.heading, style)
        self._line += 1
        self._page.freeze_panes(self._line, 0)

    def _write_sums(self, label: str, amounts: Mapping[str, float]) -> None:
        """Write a line of sums, with its label where no amount is."""
        for index, column in enumerate(self._sheet.columns):
            if column.key in amounts:
                self._write_cell(index, amounts[column.key], "amount", bold=True)
        self._write_cell(2, label, "text", bold=True)
        self._line += 1

    def _write_ageing(self) -> None:
        self._line += 1
        self._write_cell(0, self._sheet.ageing_title, "text", bold=True)
        for label, amount in self._sheet.ageing:
            self._line += 1
            self._write_cell(0, label, "text")
            self._write_cell(2, amount, "amount")

    def _write_cell(self, index: int, value: Any, kind: str, bold=False) -> None:
        style = self._formats[kind, bold]
        if kind == "amount" and value is not None:
            self._page.write_number(self._line, index, value, style)
        elif kind == "date" and value:
            self._page.write_datetime(self._line, index, value, style)
        elif value:
            self._page.write_string(self._line, index, value[:MAX_TEXT], style)
