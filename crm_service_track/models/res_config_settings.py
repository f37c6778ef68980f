from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_service_warn_hours = fields.Float(
        related="company_id.crm_service_warn_hours", readonly=False
    )
    crm_service_rounding = fields.Selection(
        related="company_id.crm_service_rounding", readonly=False
    )
    crm_service_rounding_way = fields.Selection(
        related="company_id.crm_service_rounding_way", readonly=False
    )
