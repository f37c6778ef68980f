from odoo import fields, models


class CrmMergeDialogProposal(models.TransientModel):
    """A customer that may be the same as the one to be merged."""

    _name = "crm.merge.dialog.proposal"
    _description = "Proposed target of a merge"
    _order = "score DESC, id"

    dialog_id = fields.Many2one(
        "crm.merge.dialog", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    score = fields.Float(string="How likely", digits=(3, 2))
    reasons = fields.Char()

    def action_choose(self):
        """Make it the target and show the plan."""
        self.ensure_one()
        return self.dialog_id._choose(self.partner_id)
