from odoo import models


class CrmCustomerRegion(models.Model):
    """Where a customer belongs in the organisation's map."""

    _name = "crm.customer.region"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Customer region"

    _customer_field = "crm_region_id"

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a region of this name already (perhaps archived).",
    )
