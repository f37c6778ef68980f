from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _update_last_login(self):
        """Note that somebody of the house signs in."""
        result = super()._update_last_login()
        if self.env.user._is_internal():
            self.env["crm.session.log"]._log(self.env.uid, "sign_in")
        return result
