from odoo import fields, models


class CrmCustomerAlias(models.Model):
    """An archive address: mail sent or copied to it is filed at its customers."""

    _name = "crm.customer.alias"
    _inherit = ["mail.alias.mixin"]
    _description = "Archive address"

    name = fields.Char(required=True, translate=True)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("crm.customer.mail")
        # who may file is decided mail by mail; a refusal would be an answer
        values["alias_contact"] = "everyone"
        return values
