from odoo import fields, models
from odoo.exceptions import AccessError


class CrmCustomerDeleteLine(models.TransientModel):
    """One kind of records that go with a customer, stay, or keep it from going."""

    _name = "crm.customer.delete.line"
    _description = "What becomes of a deleted customer's records"
    _order = "id"

    wizard_id = fields.Many2one(
        "crm.customer.delete", required=True, ondelete="cascade", index=True
    )
    outcome = fields.Selection(
        [("goes", "Goes along"), ("stays", "Stays"), ("blocks", "Refuses")],
        required=True,
    )
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    label = fields.Char(string="What", required=True)
    names = fields.Char(string="Which")
    count = fields.Integer(string="How many")
    model = fields.Char(export_string_translation=False)

    def action_open(self):
        """Open the records that keep the customer from going."""
        self.ensure_one()
        blockers = self.partner_id._get_delete_blockers()
        actions = [b.action for b in blockers if b.action]
        action = next((a for a in actions if a["res_model"] == self.model), None)
        if not action:
            raise AccessError(self.env._("You may not open these records."))
        return action
