from odoo import models


class CrmServiceVisit(models.Model):
    """A form that corrects another one, which may have corrected one itself."""

    _inherit = "crm.service.visit"

    def _get_corrected_sudo(self):
        """Return the forms that this one corrects, one after the other."""
        # sudo: crm.service.visit - also one at a customer hidden since then
        found_sudo = corrected_sudo = self.sudo().corrects_id
        while corrected_sudo := corrected_sudo.corrects_id - found_sudo:
            found_sudo |= corrected_sudo
        return found_sudo
