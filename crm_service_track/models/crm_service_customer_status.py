from odoo import fields, models


class CrmServiceCustomerStatus(models.Model):
    """What the firm wants to watch about a customer, noted with each service."""

    _name = "crm.service.customer.status"
    _description = "Customer Status"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _name_uniq = models.UniqueIndex(
        "((name ->> 'en_US'))",
        "There is already a customer status of this name; it may be archived.",
    )
