from odoo import fields, models


class CrmServiceVisit(models.Model):
    """A closed form knows its support record."""

    _inherit = "crm.service.visit"

    record_ids = fields.One2many(
        "crm.service.record", "visit_id", string="Support Record"
    )

    def action_view_record(self) -> dict:
        """Open the support record that was made of the form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.record_ids._name,
            "res_id": self.record_ids.id,
            "views": [[False, "form"]],
        }
