from odoo import api, fields, models


class CrmMergeUndoDialogLine(models.TransientModel):
    """One record that was changed since a merge, and whether it comes back."""

    _name = "crm.merge.undo.dialog.line"
    _description = "Record changed since a merge"
    _order = "id"

    dialog_id = fields.Many2one(
        "crm.merge.undo.dialog", required=True, ondelete="cascade", index=True
    )
    # what fits no change is of no effect
    key = fields.Char(readonly=True, export_string_translation=False)
    kind = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    what = fields.Char(string="Changed since", readonly=True)
    choice = fields.Selection(
        [("back", "Bring back"), ("stay", "Leave as it is now")],
        string="What becomes of it",
    )

    @api.constrains("dialog_id")
    def _check_own_dialog(self):
        """Let no line be brought into the dialog of another."""
        # a constraint is checked as the system, which may all
        self.sudo(False).dialog_id.check_access("write")
