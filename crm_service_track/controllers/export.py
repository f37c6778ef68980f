from odoo.addons.web.controllers.export import (
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)


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
