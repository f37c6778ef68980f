from collections.abc import Callable, Iterator
from datetime import timezone
from typing import Any

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext, split_every

from ..tools.tabular_csv import SEPARATORS, CsvWriter, Dialect
from ..tools.tabular_xlsx_writer import XlsxColumn, XlsxWriter

BATCH = 2000
KINDS = {
    "integer": "number",
    "float": "number",
    "monetary": "number",
    "date": "date",
    "datetime": "datetime",
}
WIDTHS = {"name": 40, "street": 40, "comment": 50, "zip": 10, "phone": 20}


class CrmCustomerExportRows(models.AbstractModel):
    """Read customers a batch at a time and write them as they come.

    Everything is read as the user: rules by the search, fields by their groups. What
    is not kept: rows that were written, and records that were read.
    """

    _name = "crm.customer.export.rows"
    _description = "Rows of a download"

    def _check_columns(self) -> dict[str, str]:
        """Return the columns to write, name → heading, or refuse."""
        allowed = self._get_customer_columns("read")
        names = list(dict.fromkeys(self.column_ids.mapped("field_name")))
        if denied := [name for name in names if name not in allowed]:
            raise AccessError(
                self.env._("You may not read these columns: %(names)s.", names=denied)
            )
        headings: dict[str, str] = {}
        for name in names:
            heading, number = allowed[name], 1
            while heading in headings.values():
                # equal headings could not be read back
                number += 1
                heading = f"{allowed[name]} ({number})"
            headings[name] = heading
        return headings

    def _write_to(self, target) -> None:
        """Write the file of this download into an open binary file."""
        columns = self._check_columns()
        rows = self._get_value_rows(list(columns))
        if self.format == "csv":
            self._write_csv(target, columns, rows)
        else:
            self._write_xlsx(target, columns, rows)

    def _write_xlsx(self, target, columns: dict[str, str], rows) -> None:
        fields = self.env["res.partner"]._fields
        writer = XlsxWriter(
            target,
            [
                XlsxColumn(
                    heading,
                    KINDS.get(fields[name].type, "text"),
                    max(WIDTHS.get(name, 18), min(len(heading) + 2, 40)),
                )
                for name, heading in columns.items()
            ],
            self.env._("Customers"),
        )
        try:
            for row in rows:
                writer.write_row(row)
        finally:
            writer.close()

    def _write_csv(self, target, columns: dict[str, str], rows) -> None:
        dialect = Dialect(self.encoding, SEPARATORS[self.separator])
        writer = CsvWriter(target, dialect)
        fields = self.env["res.partner"]._fields
        show = [self._get_text_writer(fields[name].type) for name in columns]
        writer.write_row(list(columns.values()))
        for row in rows:
            writer.write_row(
                [
                    None if value is None else to_text(value)
                    for to_text, value in zip(show, row, strict=True)
                ]
            )
        writer.close()

    def _get_text_writer(self, field_type: str) -> Callable[[Any], str]:
        """Return what writes a value as the user's language has it."""
        locale = self._get_locale()
        if field_type in ("float", "monetary"):
            return lambda value: repr(value).replace(".", locale.decimal_point)
        if field_type == "date":
            return lambda value: value.strftime(locale.date_format)
        if field_type == "datetime":
            return lambda value: value.strftime(f"{locale.date_format} %H:%M:%S")
        return str

    # -- values ----------------------------------------------------------------

    def _get_value_rows(self, names: list[str]) -> Iterator[list[Any]]:
        """Yield the values of each customer: text, number, date or None."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        # the filter says itself whether archived customers are wanted
        query = self.env["res.partner"]._search(self._get_domain(), order="name, id")
        readers = [self._get_reader(Partner._fields[name]) for name in names]
        for ids in split_every(BATCH, query.get_result_ids()):
            customers = Partner.browse(ids)
            customers.fetch(names)
            columns = [read(customers) for read in readers]
            yield from map(list, zip(*columns, strict=True))
            self.env.invalidate_all(flush=False)

    @api.model
    def _get_reader(self, field) -> Callable:
        """Return what gives the values of a field for many customers at once."""
        name = field.name
        if field.type in ("many2one", "many2many"):
            return self._get_relation_reader(field)
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return lambda records: [labels.get(record[name]) for record in records]
        if field.type == "boolean":
            words = {True: self.env._("Yes"), False: self.env._("No")}
            return lambda records: [words[record[name]] for record in records]
        if field.type == "html":
            return lambda records: [
                html2plaintext(record[name]) or None for record in records
            ]
        if field.type == "datetime":
            return self._get_datetime_reader(name)
        if field.type in ("integer", "float", "monetary"):
            return lambda records: [record[name] for record in records]
        return lambda records: [record[name] or None for record in records]

    @api.model
    def _get_datetime_reader(self, name: str) -> Callable:
        zone = self._get_locale().zone

        def read(records):
            return [
                moment
                and moment.replace(tzinfo=timezone.utc)
                .astimezone(zone)
                .replace(tzinfo=None)
                or None
                for moment in (record[name] for record in records)
            ]

        return read

    @api.model
    def _get_relation_reader(self, field) -> Callable:
        """Return a reader of names that asks for each name once in the download."""
        name, names = field.name, {}

        def learn(related):
            new = related.browse(id_ for id_ in related._ids if id_ not in names)
            # sudo: as in a view, whoever sees the customer sees these names on it
            names.update((r.id, r.display_name or "") for r in new.sudo())

        def read(records):
            learn(records[name])
            return [
                "; ".join(names[id_] for id_ in record[name]._ids) or None
                for record in records
            ]

        return read
