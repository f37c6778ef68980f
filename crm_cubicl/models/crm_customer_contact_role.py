from odoo import fields, models
from odoo.fields import Domain


class CrmCustomerContactRole(models.Model):
    """What a contact does for its customer: billing, technical, management."""

    _name = "crm.customer.contact.role"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Role of contacts"

    _customer_field = "crm_contact_role_ids"

    customer_count = fields.Integer(string="Contacts")

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a role of this name already (perhaps archived).",
    )

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                Domain("crm_contact_role_ids", "in", self.ids),
                ["crm_contact_role_ids"],
                ["__count"],
            )
        )
        for role in self:
            role.customer_count = counts.get(role, 0)

    def action_open_customers(self):
        """Open the contacts that have this role."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_contact_action"
        )
        return action | {
            "name": self.name,
            "domain": [("crm_contact_role_ids", "=", self.id)],
            "context": {},
        }
