def uninstall_hook(env):
    """Drop the columns of fields of one's own.

    Odoo would keep them, without the groups that protect them.
    """
    env["crm.custom.field"].search([]).unlink()
