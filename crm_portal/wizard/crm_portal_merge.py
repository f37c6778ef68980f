from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPortalMerge(models.TransientModel):
    """Shows what merging tickets does before it is done: it cannot be undone."""

    _name = "crm.portal.merge"
    _description = "Merging of tickets"

    task_ids = fields.Many2many(
        "project.task",
        string="Tickets",
        domain="[('crm_topic_id', '!=', False), ('crm_merged_into_id', '=', False)]",
    )
    target_id = fields.Many2one(
        "project.task",
        string="Stays",
        domain="[('id', 'in', task_ids)]",
        help="What hangs on the others moves to this one; they are closed.",
    )
    preview = fields.Char(string="Moves", compute="_compute_preview")
    reader_names = fields.Char(string="Will read all of it", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview", export_string_translation=False)

    @api.depends("task_ids", "target_id")
    def _compute_preview(self):
        for merge in self:
            merge.preview = merge.reader_names = merge.problem = False
            target = merge.target_id._origin
            sources = merge.task_ids._origin - target
            if not target:
                continue
            try:
                sources._check_may_merge(target)
            except UserError as error:
                merge.problem = str(error)
                continue
            merge.preview = merge._get_preview(sources)
            shares = (sources | target).crm_share_ids
            readers = shares.filtered(lambda s: not s.is_revoked).partner_id
            merge.reader_names = ", ".join(readers.mapped("display_name"))

    @api.model
    def _get_preview(self, sources) -> str:
        """Return how much of what moves."""
        labels = {
            "mail.message": self.env._("Messages"),
            "ir.attachment": self.env._("Files"),
            "mail.activity": self.env._("Activities"),
            "crm.portal.share": self.env._("Persons with access"),
            "crm.portal.notice": self.env._("Notices"),
            "account.analytic.line": self.env._("Timesheets"),
            "project.task": self.env._("Sub-tasks"),
        }
        counts = {
            label: len(sources._get_hanging(model, columns))
            for model, columns in sources._get_merge_models().items()
            if (label := labels.get(model))
        }
        return " · ".join(f"{label}: {count}" for label, count in counts.items())

    def action_merge(self) -> dict:
        """Merge; open the ticket that stays."""
        self.ensure_one()
        if not self.target_id:
            raise UserError(self.env._("Choose the ticket that stays."))
        (self.task_ids - self.target_id)._merge_into(self.target_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.task",
            "res_id": self.target_id.id,
            "views": [[False, "form"]],
        }
