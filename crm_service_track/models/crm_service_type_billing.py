from odoo import fields, models


class CrmServiceType(models.Model):
    """As what a service is billed."""

    _name = "crm.service.type"
    _inherit = ["crm.service.type", "analytic.mixin"]

    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
        help="What the line of the invoice sells, with its account and taxes. Empty "
        "means the product “On-site service”.",
    )

    def _get_product(self):
        """Return the product of the service, or the one for all of them."""
        product = self.product_id
        return product or self.env.ref(
            "crm_service_track.product_service", raise_if_not_found=False
        )
