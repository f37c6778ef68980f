"""Taking the addons out again leaves no column, no rule and no broken database."""

import psycopg2
from odoo_shell import database, run_shell

__all__ = ["database"]
ADDONS = ("crm_custom_fields", "crm_cubicl", "crm_portal", "crm_service_track")
MAKE_FIELDS = """
from odoo.fields import Command
cards = env["crm.card"].search([("model", "=", "res.partner")])
env["crm.custom.field"].create([
    {"name": "Gone Text", "card_ids": [Command.set(cards.ids)]},
    {"name": "Gone File", "field_type": "file"},
    {"name": "Gone Tags", "field_type": "choices",
     "option_ids": [Command.create({"name": "A"})]},
])
env["res.partner"].create({"name": "Stays", "is_company": True, "x_gone_text": "v"})
env.cr.commit()
"""
UNINSTALL = f"""
env["ir.module.module"].search([("name", "in", {ADDONS})]).button_immediate_uninstall()
"""


def _query(database: str, text: str) -> list[tuple]:
    with psycopg2.connect(dbname=database) as connection, connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def test_uninstall(database):
    run_shell(database, MAKE_FIELDS)
    columns = """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_name IN ('res_partner', 'ir_model_fields')
        AND (column_name LIKE 'x\\_gone%' OR column_name LIKE 'crm\\_%')
    """
    assert ("res_partner", "x_gone_text") in _query(database, columns)
    run_shell(database, UNINSTALL)
    assert _query(database, columns) == []
    assert (
        _query(database, "SELECT name FROM ir_model_fields WHERE name LIKE 'x_gone%'")
        == []
    )
    assert (
        _query(
            database, "SELECT tablename FROM pg_tables WHERE tablename LIKE 'crm\\_c%'"
        )
        == []
    )
    assert _query(
        database, "SELECT count(*) FROM res_partner WHERE name = 'Stays'"
    ) == [(1,)]
    # the database without us starts, and its main view opens
    run_shell(
        database, "env['res.partner'].get_views([(False, 'form'), (False, 'list')])"
    )
