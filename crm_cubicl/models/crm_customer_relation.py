from odoo import models


class CrmCustomerRelation(models.Model):
    """What a company is to the organisation: customer, supplier, competitor."""

    _name = "crm.customer.relation"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Kind of relation"

    _customer_field = "crm_relation_ids"

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a relation of this name already (perhaps archived).",
    )
