from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.merge_reference import Reference

# of these there is a page that shows them to whoever may see them
SHOWN = {"ir.attachment", "mail.message", "res.partner", "res.partner.bank"}
HIDDEN = ("base.", "bus.", "crm.merge", "discuss.", "ir.", "mail.", "res.", "sms.")


class CrmMergeMove(models.Model):
    """How many records of a kind a merge has moved: its report."""

    _name = "crm.merge.move"
    _description = "Records Moved by a Merge"
    _order = "count DESC, id"
    _crm_customer_rule_field = "merge_id.target_id"

    merge_id = fields.Many2one(
        "crm.merge", required=True, ondelete="cascade", index=True
    )
    # as whoever merged calls it; the label is in the reader's language
    name = fields.Char(required=True, export_string_translation=False)
    label = fields.Char(string="Kind", compute="_compute_label")
    table = fields.Char(export_string_translation=False)
    column = fields.Char(export_string_translation=False)
    model = fields.Char(export_string_translation=False)
    count = fields.Integer(string="How many", required=True)
    joined = fields.Integer(help="Rows that both had and that are one now.")
    can_open = fields.Boolean(
        compute="_compute_can_open", export_string_translation=False
    )

    @api.depends("table", "column", "model")
    @api.depends_context("lang")
    def _compute_label(self):
        # sudo: crm.merge - what the kinds of records are called
        merges_sudo = self.env["crm.merge"].sudo()
        for move in self:
            reference = Reference(move.table, move.column, owner=move.model or "")
            label = move.table and merges_sudo._get_label(reference)
            move.label = label or move.name

    @api.depends("model", "merge_id.can_undo")
    @api.depends_context("uid")
    def _compute_can_open(self):
        for move in self:
            model = move.model
            is_shown = model in SHOWN or not (model or ".").startswith(HIDDEN)
            move.can_open = bool(
                model in self.env
                and is_shown
                and move.merge_id.can_undo
                and self.env[model].has_access("read")
            )

    def action_open(self):
        """Open what has moved, as far as the user may see it."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_open:
            raise UserError(
                self.env._(
                    "Which records these were is not kept any more, or you may not see "
                    "them."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(kind)s from %(name)s",
                kind=self.label,
                name=self.merge_id.source_name,
            ),
            "res_model": self.model,
            "views": [[False, "list"], [False, "form"]],
            "domain": list(Domain("id", "in", self._get_moved_ids())),
            "context": {"active_test": False, "create": False},
        }

    def _get_moved_ids(self) -> list[int]:
        """Return the ids of what has moved, as long as the journal is kept."""
        # sudo: crm.merge.journal - ids alone, which the user then searches for
        journal_sudo = self.merge_id.sudo().journal_ids
        lines = journal_sudo.filtered(
            lambda line: (
                line.table == self.env[self.model]._table
                and line.named_model == "res.partner"
                and line.kind == "move"
            )
        )
        ids = {
            row
            for line in lines
            for way in line.content
            for row in way["rows"]
            if isinstance(row, int)
        }
        if self.model == "ir.attachment":
            ids |= self._get_file_ids(journal_sudo)
        return sorted(ids)

    @api.model
    def _get_file_ids(self, journal_sudo) -> set[int]:
        """Return the files that attaching brings to the target one by one."""
        lines = journal_sudo.filtered(
            lambda line: (line.table, line.column) == ("ir_attachment", "res_id")
        )
        values = lines.filtered(lambda line: line.kind == "value")
        return {row["id"] for line in values for row in line.content}
