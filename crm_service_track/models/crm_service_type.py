from odoo import fields, models


class CrmServiceType(models.Model):
    """One service that the firm gives to its customers."""

    _name = "crm.service.type"
    _description = "Service Type"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What the service consists of, for whoever chooses it."
    )
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _name_uniq = models.UniqueIndex(
        "((name ->> 'en_US'))",
        "There is already a service type of this name; it may be archived.",
    )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=service_type.name)}
            for service_type, vals in zip(self, vals_list, strict=True)
        ]
