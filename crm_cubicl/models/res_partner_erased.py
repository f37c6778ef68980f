from odoo import models


class ResPartner(models.Model):
    """Who is erased is erased from the journals of merges as well."""

    _inherit = "res.partner"

    def unlink(self):
        self.env["crm.merge"]._forget_partners(self.ids)
        return super().unlink()
