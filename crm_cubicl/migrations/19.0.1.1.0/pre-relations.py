"""A customer has several relations: the field gets a new name where it is written."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists

OLD, NEW = "crm_relation_id", "crm_relation_ids"
# columns that hold the name of a field and nothing else
NAMES = (
    ("crm_card_field", "builtin_name"),
    ("crm_card_field", "field_name"),
    ("crm_customer_export_column", "field_name"),
    ("crm_customer_import_column", "target"),
    ("base_import_mapping", "field_name"),
)
# texts of people's own searches and exports: (table, column, column of the model)
TEXTS = (
    ("ir_filters", "domain", "model_id"),
    ("ir_filters", "context", "model_id"),
    ("ir_filters", "sort", "model_id"),
)


def migrate(cr, version):
    for table, column in NAMES:
        if column_exists(cr, table, column):
            name = SQL.identifier(column)
            cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s = %s",
                    SQL.identifier(table),
                    name,
                    NEW,
                    name,
                    OLD,
                )
            )
    for table, column, model in TEXTS:
        if column_exists(cr, table, column):
            _rename_in_text(cr, table, column, model)
    _rename_in_exports(cr)


def _rename_in_text(cr, table: str, column: str, model: str) -> None:
    name = SQL.identifier(column)
    cr.execute(
        SQL(
            r"UPDATE %s SET %s = regexp_replace(%s, %s, %s, 'g')"
            r" WHERE %s = 'res.partner' AND %s ~ %s",
            SQL.identifier(table),
            name,
            name,
            rf"\m{OLD}\M",
            NEW,
            SQL.identifier(model),
            name,
            rf"\m{OLD}\M",
        )
    )


def _rename_in_exports(cr) -> None:
    """Rename in the templates of core's export; they may go on into the relation."""
    cr.execute(
        SQL(
            r"UPDATE ir_exports_line AS line SET name = regexp_replace("
            r" line.name, %s, %s) FROM ir_exports AS template"
            r" WHERE template.id = line.export_id"
            r" AND template.resource = 'res.partner' AND line.name ~ %s",
            rf"^{OLD}\M",
            NEW,
            rf"^{OLD}\M",
        )
    )
