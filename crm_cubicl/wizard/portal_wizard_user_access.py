from odoo import api, models


class PortalWizardUser(models.TransientModel):
    """The list of whom to invite shows only whom the user may see."""

    _inherit = "portal.wizard.user"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # core writes the addresses past all rights, of any partner it is asked for
        lines.sudo(False).partner_id.check_access("read")
        return lines
