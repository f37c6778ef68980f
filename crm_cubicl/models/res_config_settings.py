from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_general_manager_ids = fields.Many2many(
        related="company_id.crm_general_manager_ids", readonly=False
    )
