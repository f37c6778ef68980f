from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give View to the colleagues who have no level; levels that exist stay."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.users"]._give_default_levels()
