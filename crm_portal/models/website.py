from odoo import fields, models


class Website(models.Model):
    _inherit = "website"

    crm_support_is_open = fields.Boolean(
        string="Public support form",
        help="Visitors file tickets at /support without an account.",
    )
