from odoo import models


class CrmCustomerClass(models.Model):
    """How important a customer is to the organisation."""

    _name = "crm.customer.class"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Customer class"

    _customer_field = "crm_class_id"

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a class of this name already (perhaps archived).",
    )
