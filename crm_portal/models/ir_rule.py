from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """Let what belongs to a ticket be read by whoever may read the ticket."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name: str, mode: str = "read") -> Domain:
        """Add the rules of tasks for a model that names the field of its task."""
        domain = super()._compute_domain(model_name, mode)
        name = getattr(self.env[model_name], "_crm_ticket_rule_field", None)
        if not name or self.env.su:
            return domain
        of_ticket = self._compute_domain("project.task", mode)
        return Domain.AND([domain, Domain(name, "any!", of_ticket)])
