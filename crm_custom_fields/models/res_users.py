from odoo import api, models

from .crm_card_mixin import SKIP_REQUIRED


class ResUsers(models.Model):
    """A user's partner is made by the system: cards do not hold for it."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super(ResUsers, self.with_context(**SKIP_REQUIRED)).create(vals_list)
        return users.with_env(self.env)
