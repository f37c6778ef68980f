from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmPortalCustomerMixin(models.AbstractModel):
    """What holds for one customer: the root record, never one of its contacts."""

    _name = "crm.portal.customer.mixin"
    _description = "Record of one customer's support"

    customer_id = fields.Many2one(
        "res.partner",
        index=True,
        domain=[("is_crm_customer", "=", True)],
        check_company=True,
    )

    @api.constrains("customer_id")
    def _check_customer_id(self):
        # sudo: res.partner - only whether it is a customer, whoever may see it
        partners_sudo = self.sudo().customer_id
        if strangers_sudo := partners_sudo.filtered(lambda p: not p.is_crm_customer):
            raise ValidationError(
                self.env._(
                    "%(names)s: no customer. Choose the customer, not one of its "
                    "contacts.",
                    names=", ".join(strangers_sudo.mapped("name")),
                )
            )
