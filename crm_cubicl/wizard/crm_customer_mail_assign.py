from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmCustomerMailAssign(models.TransientModel):
    """Choose the customers of mails that matched nobody."""

    _name = "crm.customer.mail.assign"
    _description = "Assignment of archived e-mails"

    mail_ids = fields.Many2many(
        "crm.customer.mail",
        string="E-mails",
        required=True,
        default=lambda self: self._default_mail_ids(),
    )
    customer_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain=[("is_crm_customer", "=", True)],
        default=lambda self: self._default_mail_ids().customer_ids,
    )

    @api.model
    def _default_mail_ids(self):
        if self.env.context.get("active_model") != "crm.customer.mail":
            return self.env["crm.customer.mail"]
        ids = self.env.context.get("active_ids", [])
        return self.env["crm.customer.mail"].browse(ids)

    def action_assign(self):
        """File the mails at the customers."""
        self.ensure_one()
        customers = self.customer_ids
        if not customers:
            raise UserError(self.env._("Choose a customer first."))
        if strangers := customers.filtered(lambda p: not p.is_crm_customer):
            raise UserError(
                self.env._(
                    "%(names)s: choose the customer itself.",
                    names=", ".join(strangers.mapped("display_name")),
                )
            )
        self.mail_ids.check_access("read")
        customers.check_access("write")
        # sudo: crm.customer.mail - checked above: the list and the customers are open
        self.mail_ids.sudo()._file_at(customers)
        return self.mail_ids._get_list_action()
