from odoo import models
from odoo.exceptions import UserError


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

    def _check_not_replaced(self) -> None:
        """Refuse a second corrected form beside the first: both would be billed."""
        # sudo: crm.service.visit - its number, whoever made it
        made_sudo = self.sudo().corrected_by_ids.filtered(
            lambda v: v.state != "cancelled" or v.is_replaced
        )
        if made_sudo:
            raise UserError(
                self.env._(
                    "This form is corrected already: %(names)s. Go on with that one.",
                    names=", ".join(made_sudo.mapped("name")),
                )
            )
