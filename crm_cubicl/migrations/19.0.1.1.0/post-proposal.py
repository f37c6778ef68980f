from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Tell administrators of partners at work that are no customers yet."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["crm.customer.proposal"]._propose_after_install()
