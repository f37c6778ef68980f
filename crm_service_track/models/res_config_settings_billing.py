from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_service_billing = fields.Selection(
        related="company_id.crm_service_billing", readonly=False, required=True
    )
    crm_service_biller_id = fields.Many2one(
        related="company_id.crm_service_biller_id", readonly=False
    )
