from odoo import models


class ResUsers(models.Model):
    """Whoever closes their portal account is forgotten by the merges at once."""

    _inherit = "res.users"

    def _deactivate_portal_user(self, **post):
        # sudo: res.partner - the user's own, whatever core lets it read
        partner_ids = self.sudo().partner_id.ids
        result = super()._deactivate_portal_user(**post)
        self.env["crm.merge"]._forget_partners(partner_ids)
        return result
