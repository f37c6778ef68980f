from odoo import api, models

from .crm_card_mixin import SKIP_REQUIRED


class ResCompany(models.Model):
    """A company's partner is made by the system: cards do not hold for it."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super(ResCompany, self.with_context(**SKIP_REQUIRED)).create(
            vals_list
        )
        return companies.with_env(self.env)
