from odoo import models


class PortalWizardUser(models.TransientModel):
    """Only who may change a contact gives it a sign-in, or takes that away."""

    _inherit = "portal.wizard.user"

    def action_grant_access(self):
        self.partner_id.check_access("write")
        return super().action_grant_access()

    def action_revoke_access(self):
        self.partner_id.check_access("write")
        return super().action_revoke_access()

    def action_invite_again(self):
        self.partner_id.check_access("write")
        return super().action_invite_again()
