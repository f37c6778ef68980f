from odoo import api, models

from ..tools.field_types import OPTION_MODEL


class IrFieldsConverter(models.AbstractModel):
    """Fields share the model of choices: an import looks into the right list."""

    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        base = field.base_field
        if field.comodel_name == OPTION_MODEL and base.manual:
            columns = self.env[base.model_name]._get_choice_columns()
            self = self.with_context(crm_choices_of=columns.get(base.name))
        return super().db_id_for(model, field, subfield, value, savepoint)
