from odoo import api, models

from ..tools.customer_field import prepare_customer_fields


class SaleOrder(models.Model):
    """Quotes find their customer by whatever is known of it."""

    _inherit = "sale.order"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            prepare_customer_fields(
                arch, "//field[@name='partner_id'][not(ancestor::field)]"
            )
        return arch, view
