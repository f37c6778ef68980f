from odoo import fields, models

from ..tools.field_types import OPTION_MODEL


class IrModelFields(models.Model):
    """Let the columns of fields of one's own carry rights and search marks."""

    _inherit = "ir.model.fields"

    # Core has `groups` but never reads it, and `_all_manual_field_data` selects
    # the table's columns before the ORM is set up: only real columns of this
    # table reach `_instanciate_attrs`.
    crm_groups = fields.Char(readonly=True, export_string_translation=False)
    crm_in_search = fields.Boolean(readonly=True, export_string_translation=False)

    def unlink(self):
        # what is computed from the fields in the search box must forget them first:
        # core asks for its dependencies while the column is half gone
        self.filtered("crm_in_search").write({"crm_in_search": False})
        return super().unlink()

    def _instanciate_attrs(self, field_data):
        attrs = super()._instanciate_attrs(field_data)
        if not attrs:
            return attrs
        if field_data.get("crm_groups"):
            attrs["groups"] = field_data["crm_groups"]
        if field_data.get("crm_in_search"):
            attrs["crm_in_search"] = True
        if (field_data["ttype"], field_data["relation"]) == ("many2many", OPTION_MODEL):
            # an archived choice is kept, and shown, where it was chosen before
            attrs["context"] = {"active_test": False}
        return attrs
