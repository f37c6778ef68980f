from odoo import fields, models


class CrmCustomerStage(models.Model):
    """A step of the relation with a customer, from the first contact on."""

    _name = "crm.customer.stage"
    _inherit = ["crm.customer.list.mixin"]
    _description = "Customer stage"

    _customer_field = "crm_stage_id"

    fold = fields.Boolean(
        string="Folded",
        help="The column of this stage is folded on the customers' cards.",
    )

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))",
        "There is a stage of this name already (perhaps archived).",
    )
