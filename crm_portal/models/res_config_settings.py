from odoo import fields, models

from .crm_portal_share import DAYS, DEFAULT_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_support_is_open = fields.Boolean(
        related="website_id.crm_support_is_open", readonly=False
    )
    crm_signup_waits = fields.Boolean(
        related="website_id.crm_signup_waits", readonly=False
    )
    crm_link_days = fields.Integer(
        string="Days that a link to a ticket is valid",
        config_parameter=DAYS,
        default=DEFAULT_DAYS,
    )
