from odoo import models


class CrmCustomerManagersMixin(models.AbstractModel):
    """Who looks after a customer."""

    _name = "crm.customer.managers.mixin"
    _description = "Partner with account managers"

    def _get_account_managers(self):
        """Return who looks after this customer: the main one first, then the others.

        Without one that still works here, the general account managers of the
        customer's company, or of the current one, so that somebody is told.
        """
        self.ensure_one()
        # sudo: res.partner, res.company - whoever sends a notice need not read these
        partner_sudo = self.sudo()
        customer_sudo = partner_sudo.crm_customer_id or partner_sudo
        managers_sudo = customer_sudo.user_id | customer_sudo.crm_manager_ids
        found = managers_sudo.filtered(lambda user: user.active and not user.share)
        company_sudo = customer_sudo.company_id or self.env.company.sudo()
        found = found or company_sudo._get_general_account_managers()
        return found.sudo(self.env.su)

    def action_open_managers(self):
        """Open the dialog of the account managers of these customers."""
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_managers_action"
        )
        return {
            **action,
            "context": {"active_model": self._name, "active_ids": self.ids},
        }
