"""Write the workbook that people fill in to import customers.

The first row has the headings, the rows below show what may be filled in, a row of
``#####`` ends that part, and the data comes below it. Choices are drop-downs; their
lists stand on a second sheet, which is hidden.
"""

from dataclasses import dataclass, field

import xlsxwriter

from .tabular_xlsx_writer import FORMATS, sheet_name

MARKER = "#####"
ROWS = 1000


@dataclass(frozen=True)
class SampleColumn:
    """A column to fill in.

    :param guide: what is written below the heading: a hint, or all names to choose from
    :param options: the values of the drop-down
    :param kind: text, number, date or datetime
    :param is_several: several choices may be typed beside those of the drop-down
    """

    heading: str
    guide: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    kind: str = "text"
    is_required: bool = False
    is_several: bool = False


def write_sample(
    target, columns: list[SampleColumn], title: str, wrong_choice: str
) -> None:
    """Write the workbook into a binary file.

    :param wrong_choice: what Excel says when something else than a choice is typed
    """
    book = xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(sheet_name(title))
    lists = book.add_worksheet("Lists")
    lists.hide()
    formats = {kind: book.add_format(spec) for kind, spec in FORMATS.items()}
    head = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
    needed = book.add_format(
        {"bold": True, "num_format": "@", "bottom": 1, "bg_color": "#FCE8B2"}
    )
    grey = book.add_format({"num_format": "@", "font_color": "#6C757D", "italic": True})
    mark = book.add_format({"num_format": "@", "bg_color": "#E9ECEF"})
    marker_row = 1 + max(len(column.guide) for column in columns)
    for index, column in enumerate(columns):
        width = max(14, min(len(column.heading) + 4, 40))
        sheet.set_column(index, index, width, formats[column.kind])
        style = needed if column.is_required else head
        sheet.write_string(0, index, column.heading, style)
        for row, text in enumerate(column.guide, 1):
            sheet.write_string(row, index, text, grey)
        sheet.write_string(marker_row, index, MARKER, mark)
        if column.options:
            _add_drop_down(sheet, lists, index, column, marker_row, wrong_choice)
    sheet.freeze_panes(1, 0)
    book.close()


def _add_drop_down(
    sheet, lists, index: int, column: SampleColumn, marker_row: int, wrong_choice: str
) -> None:
    for row, option in enumerate(column.options):
        lists.write_string(row, index, option)
    source = xlsxwriter.utility.xl_range_abs(0, index, len(column.options) - 1, index)
    sheet.data_validation(
        marker_row + 1,
        index,
        marker_row + ROWS,
        index,
        {
            "validate": "list",
            "source": f"=Lists!{source}",
            "error_message": wrong_choice,
            "show_error": not column.is_several,
        },
    )
