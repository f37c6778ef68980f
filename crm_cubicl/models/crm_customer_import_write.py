import psycopg2

from odoo import models
from odoo.exceptions import UserError

from ..tools.import_convert import CellError
from ..tools.import_rows import BadCell, CheckedRow
from .crm_customer_import_fields import NEW
from .crm_customer_import_run import COUNTS, find_fate

MAX_NAMED = 5
QUIET = {
    # a follower and a mail per customer is not what an import is for
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}
REFUSALS = (UserError, psycopg2.IntegrityError, psycopg2.DataError)
NO_TRAIL = {"tracking_disable": True, "mail_create_nolog": True, "mail_notrack": True}


class CrmCustomerImportWrite(models.AbstractModel):
    """The last step of an import: make its fields and its customers."""

    _name = "crm.customer.import.write"
    _description = "Writing of an import"

    def _create_custom_fields(self) -> bool:
        """Make the fields of one's own that columns ask for, in one call."""
        columns = self.column_ids.filtered(lambda column: column.target == NEW)
        if not columns:
            return False
        cards = self.env.ref("crm_custom_fields.crm_card_company")
        if "company_type" in self.column_ids.mapped("target"):
            cards |= self.env.ref("crm_custom_fields.crm_card_person")
        customs = self.env["crm.custom.field"].create(
            [column._prepare_custom_field_values(cards) for column in columns]
        )
        for column, custom in zip(columns, customs, strict=True):
            column.target = custom.technical_name
        return True

    def _write_rows(self) -> None:
        """Write the rows in batches, within one transaction."""
        counts = dict.fromkeys(COUNTS, 0)
        refused: list[BadCell] = []
        targets = self._get_targets()
        made: dict[int, int] = {}
        for batch in self._get_checker().check(self._get_rows()):
            for row in batch:
                counts[find_fate(row)] += 1
                refused += row.bad[:1]
            rows = [row for row in batch if find_fate(row) == "new_count"]
            refused += self._write_batch(
                [row for row in rows if row.number not in targets], made
            )
            refused += self._complete_batch(
                [row for row in rows if targets.get(row.number)], targets, made
            )
            if refused and not self.only_good:
                raise UserError(self._get_refused_message(refused))
            self.env.flush_all()
            # the created customers need not be kept in memory
            self.env.invalidate_all(flush=False)
        counts["new_count"] = self.customer_count
        counts["bad_count"] = len(refused)
        self.write({"state": "done", **counts})

    def _write_batch(self, rows: list[CheckedRow], made: dict) -> list[BadCell]:
        """Create the customers of a batch and return the rows that were refused.

        When the database or a check of another addon refuses the batch, halves of it
        are tried, down to the rows that are to blame.

        :param made: is filled with the ids of the customers by their rows
        """
        if not rows:
            return []
        try:
            with self.env.cr.savepoint():
                customers = self._create_customers(rows)
        except REFUSALS as error:
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                return [self._get_refused(rows[0], error)]
            half = len(rows) // 2
            return self._write_batch(rows[:half], made) + self._write_batch(
                rows[half:], made
            )
        made.update(
            (row.number, customer.id)
            for row, customer in zip(rows, customers, strict=True)
        )
        return []

    def _complete_batch(
        self, rows: list[CheckedRow], targets: dict, made: dict
    ) -> list[BadCell]:
        """Complete the customers that rows are of and return the rows refused."""
        refused = []
        for row in rows:
            target = targets[row.number]
            if isinstance(target, int):
                target = self.env["res.partner"].browse(made.get(target, 0))
            try:
                with self.env.cr.savepoint():
                    self._complete_customer(target, row)
            except REFUSALS as error:
                self.env.invalidate_all(flush=False)
                refused.append(self._get_refused(row, error))
        return refused

    def _get_refused(self, row: CheckedRow, error: Exception) -> BadCell:
        heading = self.column_ids.filtered(lambda c: c.target == "name").heading
        reason = CellError("refused", reason=str(error).strip())
        return BadCell(row.number, heading, row.values.get("name", ""), reason)

    def _create_customers(self, rows: list[CheckedRow]):
        common = {
            "is_crm_customer": True,
            "is_company": True,
            "crm_import_id": self.id,
        }
        vals_list = [common | row.values for row in rows]
        given = {name for vals in vals_list for name in vals}
        Partner = self._get_partners_to_write()
        return Partner._with_import_shortcuts(given).create(vals_list)

    def _get_partners_to_write(self):
        """Return the model with what an import writes quietly, or without a trail."""
        context = QUIET | ({} if self.keep_trail else NO_TRAIL)
        context["crm_stage_quiet"] = not self.tell_stages
        Partner = self.env["res.partner"].with_context(**context)
        return Partner._as_activity(source="import", ref=str(self.id))

    def _get_refused_message(self, refused: list[BadCell]) -> str:
        lines = [
            self.env._(
                "Row %(row)s, %(column)s, “%(value)s”: %(expected)s",
                row=cell.row,
                column=cell.heading,
                value=cell.value,
                expected=self._get_cell_message(cell.error),
            )
            for cell in refused[:MAX_NAMED]
        ]
        return self.env._(
            "Nothing was imported, as rows could not be written:\n%(lines)s\nCheck the "
            "file again, or import only the good rows.",
            lines="\n".join(lines),
        )

    def _get_views_changed_action(self) -> dict:
        """Return what makes the browser forget views without the new fields."""
        return {
            "type": "ir.actions.client",
            "tag": "crm_cubicl_views_changed",
            "params": {
                "next": {
                    "type": "ir.actions.act_window",
                    "res_model": self._name,
                    "res_id": self.id,
                    "views": [(False, "form")],
                }
            },
        }
