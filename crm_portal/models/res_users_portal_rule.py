from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """What of the customers' support a user may see: that of visible customers."""

    _inherit = "res.users"

    def _get_support_rule(self, with_public: bool = False) -> Domain:
        """Return the records of customers that the user may see, for global rules.

        :param with_public: those of no customer too
        """
        self.ensure_one()
        seen = self._get_rule_by_customer()
        return seen | Domain("customer_id", "=", False) if with_public else seen
