from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """Let what belongs to a customer be read by whoever may read the customer."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name: str, mode: str = "read") -> Domain:
        """Add the customer's rules for a model that names its customer's fields."""
        domain = super()._compute_domain(model_name, mode)
        names = getattr(self.env[model_name], "_crm_customer_rule_field", None)
        if not names or self.env.su:
            return domain
        of_customer = self._compute_domain("res.partner", mode)
        names = (names,) if isinstance(names, str) else names
        return Domain.AND([domain, *(Domain(n, "any!", of_customer) for n in names)])
