import base64
from collections.abc import Iterator
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools import tax_number
from ..tools.import_convert import CellError, to_text
from ..tools.import_headings import guess_targets, looks_like_key
from ..tools.import_rows import (
    BadCell,
    CheckedRow,
    Key,
    MappedColumn,
    RowChecker,
)
from ..tools.tabular import Row, Table, TabularError
from ..tools.tabular_csv import QUOTES, SEPARATORS
from ..tools.tabular_layout import ColumnLook, Sheet, look_at, split_sheet
from ..tools.tabular_open import open_table
from ..tools.tabular_stage import RowStage, read_stage
from .crm_customer_import_fields import MAX_OPTIONS, NEW

# more than anyone would read; the total is counted all the same
MAX_ERRORS = 5000
# kept in another form than they are typed, or not one per customer
NO_KEYS = {"phone", "fax", "website", "lang", "company_type"}
KEY_TYPES = {"text", "link", "email"}
COUNTS = ("new_count", "known_count", "bad_count")


class CrmCustomerImportRun(models.AbstractModel):
    """The steps of an import up to writing: read the file, check its rows."""

    _name = "crm.customer.import.run"
    _description = "Steps of an import"

    @contextmanager
    def _explain_file_errors(self):
        """Turn what is wrong with the file into a sentence."""
        try:
            yield
        except TabularError as error:
            raise UserError(self._get_file_message(error)) from error

    # -- read ------------------------------------------------------------------

    def _open_table(self) -> Table:
        return open_table(base64.b64decode(self.file), self._get_dialect())

    def _read_file(self) -> None:
        """Take the file apart and keep what its columns look like."""
        table = self._open_table()
        self._keep_sheets(table)
        sheet = split_sheet(table.rows(self.sheet_id.name or ""), self.header_row)
        stage = RowStage()
        sheet.rows = stage.record(sheet.rows)
        looks, count = look_at(sheet)
        self.staged_rows = base64.b64encode(stage.getvalue())
        self._keep_reading(table, sheet, count)
        self._keep_columns(looks)
        self._propose_key({look.index for look in looks if look.filled == count})

    def _keep_sheets(self, table: Table) -> None:
        if self.sheet_ids.mapped("name") == table.sheets or table.kind == "csv":
            return
        self.sheet_ids = [
            Command.clear(),
            *(Command.create({"name": name}) for name in table.sheets),
        ]
        self.sheet_id = self.sheet_ids[:1]

    def _keep_reading(self, table: Table, sheet: Sheet, count: int) -> None:
        values = {
            "state": "map",
            "kind": table.kind,
            "header_row": sheet.header_row,
            "row_count": count,
        }
        if table.kind == "csv":
            values |= {
                "encoding": table.dialect.encoding,
                "separator": self._get_key_of("separator", table.dialect.separator),
                "quote": self._get_key_of("quote", table.dialect.quote),
            }
        self.write(values)

    @api.model
    def _get_key_of(self, name: str, sign: str) -> str:
        signs = SEPARATORS if name == "separator" else QUOTES
        return next(key for key, value in signs.items() if value == sign)

    def _keep_columns(self, looks: list[ColumnLook]) -> None:
        targets = guess_targets(
            [look.heading for look in looks], self._get_customer_columns("write")
        )
        types = dict(self.column_ids._selection_new_type())
        self.key_column_id = False
        self.column_ids = [Command.clear()] + [
            Command.create(
                {
                    "index": look.index,
                    "heading": look.heading,
                    "samples": " · ".join(look.samples),
                    "target": target,
                    "new_label": look.heading,
                    "new_type": kind if (kind := look.field_type) in types else "text",
                    "new_in_search_box": kind == "text",
                }
            )
            for look, target in zip(looks, targets, strict=True)
        ]

    def _propose_key(self, filled: set[int]) -> None:
        """Choose as key what is called like one and has a value in every row."""
        self.key_column_id = self.column_ids.filtered(
            lambda column: (
                column.index in filled
                and column.target
                and looks_like_key(column.heading)
                and self._is_key_target(column)
            )
        )[:1]

    @api.model
    def _is_key_target(self, column) -> bool:
        """Return whether the column's field can name each customer once."""
        if column.target == NEW:
            return column.new_type in KEY_TYPES
        field = self.env["res.partner"]._fields[column.target]
        return field.type == "char" and column.target not in NO_KEYS

    # -- check -----------------------------------------------------------------

    def _get_rows(self) -> Iterator[Row]:
        """Return the rows of data, as they were read from the chosen sheet."""
        return read_stage(base64.b64decode(self.staged_rows or b""))

    def _get_checker(self, options: dict[int, dict] | None = None) -> RowChecker:
        """Return what checks the rows.

        :param options: is filled with the values of columns that become choices
        """
        columns = []
        key = self._get_key()
        for column in self.column_ids.filtered("target"):
            mapped = self._get_mapped_column(column)
            if column.target == NEW and column.new_type == "choice":
                mapped = self._collect_options(mapped, options[column.id])
            if key and column == self.key_column_id:
                mapped = self._normalise_values(mapped, key.normalise)
            columns.append(mapped)
        return RowChecker(columns, self._get_row_check(), key)

    @api.model
    def _normalise_values(self, mapped: MappedColumn, normalise) -> MappedColumn:
        """Keep a key as it will be looked for."""

        def convert(cell):
            return {mapped.target: normalise(to_text(cell))}

        return MappedColumn(mapped.index, mapped.heading, mapped.target, convert)

    @api.model
    def _collect_options(self, mapped: MappedColumn, found: dict) -> MappedColumn:
        def collect(cell):
            text = to_text(cell).strip()
            if text not in found and len(found) >= MAX_OPTIONS:
                raise CellError("many_options", count=MAX_OPTIONS)
            found[text] = True
            return {mapped.target: text}

        return MappedColumn(mapped.index, mapped.heading, mapped.target, collect)

    def _get_key(self) -> Key | None:
        column = self.key_column_id
        if not column:
            return None
        normalise = self._normalise_vat if column.target == "vat" else str.strip
        return Key(
            column.index,
            column.heading,
            lambda keys: self._find_known_keys(column.target, keys),
            normalise,
        )

    @api.model
    def _normalise_vat(self, number: str) -> str:
        if tax_number.looks_turkish(number):
            return tax_number.compact_turkish(number)
        return number.strip()

    @api.model
    def _find_known_keys(self, name: str, keys: set[str]) -> set[str]:
        """Return those of the keys that customers have already."""
        if name == NEW or not keys:
            return set()
        # sudo: res.partner - a customer closed to the user is there all the same;
        # nothing of it is told but that its key is taken
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        found = partners_sudo.search_fetch(
            Domain("is_crm_customer", "=", True) & Domain(name, "in", list(keys)),
            [name],
        )
        # a customer that was merged is there too, under another key
        merged = self.env["crm.merge"]._find_by_key(name, keys)
        return {*found.mapped(name), *merged}

    def _run_check(self) -> None:
        """Check every row and keep the result."""
        options = {
            column.id: {} for column in self.column_ids if column.new_type == "choice"
        }
        counts = dict.fromkeys(COUNTS, 0)
        bad: list[BadCell] = []
        bad_cells = 0
        compared = {}
        for batch in self._get_checker(options).check(self._get_rows()):
            for row in batch:
                counts[find_fate(row)] += 1
                bad_cells += len(row.bad)
                bad += row.bad[: MAX_ERRORS - len(bad)]
                if find_fate(row) == "new_count":
                    compared[row.number] = self._prepare_compared(row)
        for column in self.column_ids.filtered(lambda c: c.id in options):
            column.new_options = list(options[column.id])
        self._keep_errors(bad)
        self._keep_matches(compared)
        self.write({"state": "check", "bad_cell_count": bad_cells, **counts})

    def _keep_errors(self, bad: list[BadCell]) -> None:
        self.error_ids.unlink()
        sheet = self.sheet_id.name
        self.env["crm.customer.import.error"].create(
            [
                {
                    "import_id": self.id,
                    "sheet": sheet,
                    "row": cell.row,
                    "heading": cell.heading,
                    "value": cell.value,
                    "expected": self._get_cell_message(cell.error),
                }
                for cell in bad
            ]
        )


def find_fate(row: CheckedRow) -> str:
    """Return the count that a row belongs to."""
    if row.bad:
        return "bad_count"
    return "known_count" if row.is_known else "new_count"
