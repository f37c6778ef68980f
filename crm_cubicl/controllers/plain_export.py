import json

from werkzeug.datastructures import FileStorage

from odoo.http import route

from odoo.addons.web.controllers.export import (
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.addons.web.controllers.pivot import TableExporter

FORMULA = ("=", "{=")


def quote_formulas(content):
    """Return what a page sends with every formula in it turned into text.

    >>> quote_formulas({"rows": [{"title": "=1+1", "values": [1]}]})
    {'rows': [{'title': "'=1+1", 'values': [1]}]}
    """
    if isinstance(content, dict):
        return {key: quote_formulas(value) for key, value in content.items()}
    if isinstance(content, list):
        return [quote_formulas(value) for value in content]
    is_formula = isinstance(content, str) and content.startswith(FORMULA)
    return f"'{content}" if is_formula else content


class PlainTextMixin:
    """What somebody typed is text in a workbook, never a formula that it runs."""

    def write(self, row, column, cell_value, style=None):
        if not isinstance(cell_value, str):
            return super().write(row, column, cell_value, style)
        return self.worksheet.write_string(row, column, cell_value, style)


class PlainXlsxWriter(PlainTextMixin, ExportXlsxWriter):
    """A workbook of rows."""


class PlainGroupXlsxWriter(PlainTextMixin, GroupExportXlsxWriter):
    """A workbook of groups and their rows."""


class PlainExcelExport(ExcelExport):
    """Core's export, which turns a text that starts with ``=`` into a formula."""

    def from_data(self, fields, columns_headers, rows):
        with PlainXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with PlainGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            place = 1, 0
            for name, group in groups.children.items():
                place = writer.write_group(*place, name, group)
        return writer.value


class PlainPivotExport(TableExporter):
    """Core's export of pivots, where the names of customers are headings."""

    @route()
    def export_xlsx(self, data, **kw):
        is_file = isinstance(data, FileStorage)
        content = json.load(data) if is_file else json.loads(data)
        return super().export_xlsx(json.dumps(quote_formulas(content)), **kw)
