from odoo import fields, models

from .res_partner_qualify import BY_HAND


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_customers_by_hand = fields.Boolean(
        string="Decide by hand who is a customer",
        config_parameter=BY_HAND,
        help="Otherwise a partner becomes a customer with its first task, quote or "
        "customer invoice.",
    )
