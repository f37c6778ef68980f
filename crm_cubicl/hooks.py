from odoo.tools import SQL

PARTNERS_PER_BATCH = 5000


def pre_init_hook(env):
    """Add the big columns empty, so that the ORM does not fill them row by row."""
    env.cr.execute(SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    env.cr.execute(
        SQL(
            "ALTER TABLE res_partner"
            " ADD COLUMN IF NOT EXISTS crm_search_key text,"
            " ADD COLUMN IF NOT EXISTS crm_customer_id integer"
        )
    )


def post_init_hook(env):
    """Fill the search keys of the partners that are there already."""
    partners = env["res.partner"].with_context(active_test=False)
    ids = partners.search([]).ids
    for start in range(0, len(ids), PARTNERS_PER_BATCH):
        partners.browse(ids[start : start + PARTNERS_PER_BATCH])._rebuild_search_keys()


def uninstall_hook(env):
    """Take along what nothing else would."""
    env["ir.config_parameter"].search([("key", "=like", "crm_cubicl.%")]).unlink()
