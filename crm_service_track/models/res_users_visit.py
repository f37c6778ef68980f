from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _update_last_login(self):
        """Note that somebody of the house signs in."""
        result = super()._update_last_login()
        if self.env.user._is_internal():
            self.env["crm.session.log"]._log(self.env.uid, "sign_in")
        return result

    def _get_visit_customer_rule(self) -> Domain:
        """Return the forms of the customers that the user may read."""
        customers = self._get_customer_rule("res.partner", "read")
        if customers.is_true():
            return customers
        return Domain("customer_id", "any", customers)
