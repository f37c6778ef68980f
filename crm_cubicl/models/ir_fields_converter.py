from odoo import api, models


class IrFieldsConverter(models.AbstractModel):
    """What an imported list names by an old number is the customer it has become."""

    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        if field.comodel_name == "res.partner" and subfield == ".id":
            partners = self.env["res.partner"]
            value = partners._get_merged_numbers([value]).get(value, value)
        return super().db_id_for(model, field, subfield, value, savepoint)
