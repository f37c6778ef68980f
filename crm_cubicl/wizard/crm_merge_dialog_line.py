from odoo import api, fields, models


class CrmMergeDialogLine(models.TransientModel):
    """One field in the plan of a merge: what fills it, or which value stays."""

    _name = "crm.merge.dialog.line"
    _description = "Line of the plan of a merge"
    _order = "id"

    dialog_id = fields.Many2one(
        "crm.merge.dialog", required=True, ondelete="cascade", index=True
    )
    outcome = fields.Selection(
        [
            ("fills", "Is filled in"),
            ("clashes", "Differs"),
            ("overwrites", "Is written over"),
            ("rests", "Stays, and does not count"),
        ],
        required=True,
    )
    name = fields.Char(required=True)
    field_name = fields.Char(export_string_translation=False)
    source_value = fields.Char(string="Current")
    target_value = fields.Char(string="Target")
    # the same under another heading
    becomes = fields.Char(related="target_value", string="Becomes")
    takes_source = fields.Boolean(string="Take over")

    @api.constrains("dialog_id")
    def _check_own_dialog(self):
        """Let no line be brought into the dialog of another."""
        # a constraint is checked as the system, which may all
        self.sudo(False).dialog_id.check_access("write")
