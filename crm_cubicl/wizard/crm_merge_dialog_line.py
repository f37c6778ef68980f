from odoo import fields, models


class CrmMergeDialogLine(models.TransientModel):
    """One thing that a merge does: a kind of records, a field, a row that goes."""

    _name = "crm.merge.dialog.line"
    _description = "Line of the plan of a merge"
    _order = "id"

    dialog_id = fields.Many2one(
        "crm.merge.dialog", required=True, ondelete="cascade", index=True
    )
    outcome = fields.Selection(
        [
            ("moves", "Moves"),
            ("fills", "Is filled in"),
            ("clashes", "Differs"),
            ("loses", "Only one can stay"),
        ],
        required=True,
    )
    name = fields.Char(required=True)
    count = fields.Integer()
    joined = fields.Integer(string="In both")
    field_name = fields.Char(export_string_translation=False)
    source_value = fields.Char(string="Current")
    target_value = fields.Char(string="Target")
    takes_source = fields.Boolean(string="Take over")
