from odoo.tools import SQL


def migrate(cr, version):
    """Add the big column empty: no customer is closed yet."""
    cr.execute(
        SQL(
            "ALTER TABLE res_partner"
            " ADD COLUMN IF NOT EXISTS crm_customer_is_closed boolean"
        )
    )
