from odoo.tools import SQL

PARTNERS_PER_BATCH = 5000


def pre_init_hook(env):
    """Add the big columns empty, so that the ORM does not fill them row by row."""
    env.cr.execute(SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    env.cr.execute(
        SQL(
            "ALTER TABLE res_partner"
            " ADD COLUMN IF NOT EXISTS crm_search_key text,"
            " ADD COLUMN IF NOT EXISTS crm_customer_id integer,"
            " ADD COLUMN IF NOT EXISTS crm_customer_is_closed boolean"
        )
    )


def post_init_hook(env):
    """Fill the search keys and give colleagues the default level.

    The messages that are there are filed as activities in the background.
    """
    env["mail.message"]._start_activity_backfill()
    env["res.users"]._give_default_levels()
    partners = env["res.partner"].with_context(active_test=False)
    ids = partners.search([]).ids
    for start in range(0, len(ids), PARTNERS_PER_BATCH):
        partners.browse(ids[start : start + PARTNERS_PER_BATCH])._rebuild_search_keys()
    env["crm.customer.proposal"]._propose_after_install()


def uninstall_hook(env):
    """Let go of the lists, so that they can be deleted, and of what nothing else takes.

    The columns go right after this; in SQL, as no customer changes by it.
    """
    env.cr.execute(
        SQL(
            "UPDATE res_partner SET crm_class_id = NULL, crm_stage_id = NULL,"
            " crm_region_id = NULL"
            " WHERE COALESCE(crm_class_id, crm_stage_id, crm_region_id) IS NOT NULL"
        )
    )
    env.cr.execute(SQL("DELETE FROM crm_customer_relation_rel"))
    env.cr.execute(SQL("DELETE FROM crm_customer_stage_log"))
    env["crm.duplicate.engine"]._drop_tables()
    env.invalidate_all()
    env["ir.config_parameter"].search([("key", "=like", "crm_cubicl.%")]).unlink()
