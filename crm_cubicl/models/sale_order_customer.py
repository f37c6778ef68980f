from odoo import api, models

from ..tools.customer_field import prepare_customer_fields


class SaleOrder(models.Model):
    """Quotes find their customer by whatever is known of it, or make one."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._qualify_customers()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self._qualify_customers()
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            prepare_customer_fields(
                arch, "//field[@name='partner_id'][not(ancestor::field)]"
            )
        return arch, view

    def _qualify_customers(self) -> None:
        self.partner_id._qualify_as_customers(
            self.env._("Became a customer with the first quote")
        )
