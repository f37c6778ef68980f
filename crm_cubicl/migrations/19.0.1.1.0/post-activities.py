from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """File the messages that are there already as activities of their customers."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["mail.message"]._start_activity_backfill()
