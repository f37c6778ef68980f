from odoo import models
from odoo.exceptions import UserError

from .crm_customer_import_fields import NEW


class CrmCustomerImportMapping(models.AbstractModel):
    """Check where the columns of an import go, before any row is looked at."""

    _name = "crm.customer.import.mapping"
    _description = "Mapping of an import"

    def _check_mapping(self) -> None:
        """Refuse columns that go nowhere sensible, with what to do about it."""
        used = self.column_ids.filtered("target")
        labels = dict(self.column_ids._selection_target())
        if unknown := used.filtered(lambda column: column.target not in labels):
            raise UserError(
                self.env._(
                    "%(names)s: you may not fill in this field. Choose another one.",
                    names=", ".join(unknown.mapped("heading")),
                )
            )
        own = used.filtered(lambda column: column.target == NEW)
        if "name" not in used.mapped("target"):
            raise UserError(
                self.env._("Choose which column holds the customers' name.")
            )
        for target, columns in (used - own).grouped("target").items():
            if len(columns) > 1:
                raise UserError(
                    self.env._(
                        "%(names)s all go into “%(field)s”. Choose one of them.",
                        names=", ".join(columns.mapped("heading")),
                        field=labels[target],
                    )
                )
        self._check_new_fields(own, set(labels.values()))
        self._check_key()

    def _check_new_fields(self, columns, labels: set[str]) -> None:
        if bad := columns.filtered(lambda c: not (c.new_label or "").strip()):
            raise UserError(
                self.env._(
                    "Give the new field of “%(name)s” a label.", name=bad[0].heading
                )
            )
        if bad := columns.filtered(lambda c: not c.new_type):
            raise UserError(
                self.env._(
                    "Choose the type of the new field “%(name)s”.",
                    name=bad[0].new_label,
                )
            )
        for column in columns:
            label = column.new_label.strip()
            if label in labels:
                raise UserError(
                    self.env._(
                        "There is a field “%(label)s” already. Choose it, or give the "
                        "new one another label.",
                        label=label,
                    )
                )
            labels.add(label)

    def _check_key(self) -> None:
        column = self.key_column_id
        if not column:
            return
        if column.import_id != self or not column.target:
            raise UserError(self.env._("The key has to be a column that is imported."))
        if not self._is_key_target(column):
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be the key. Choose a column that holds one "
                    "text or code per customer.",
                    name=column.heading,
                )
            )
