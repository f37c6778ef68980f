from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_datetime

from ..models.crm_merge_show import MASK
from ..tools.merge_change import (
    DELETED,
    EDITED,
    ELSEWHERE,
    TAKEN,
    VALUE,
    Choices,
    Undone,
)
from ..tools.merge_reference import Reference

# of more than these nobody chooses one by one
MAX_LINES = 200


class CrmMergeUndoDialog(models.TransientModel):
    """Before a merge is taken back: what returns, and what was changed since."""

    _name = "crm.merge.undo.dialog"
    _description = "Take a Merge Back"

    merge_id = fields.Many2one("crm.merge", required=True, ondelete="cascade")
    kind = fields.Selection(related="merge_id.kind", related_sudo=False)
    source_name = fields.Char(related="merge_id.source_name", related_sudo=False)
    target_id = fields.Many2one(related="merge_id.target_id", related_sudo=False)
    returns = fields.Html(
        sanitize=False, readonly=True, export_string_translation=False
    )
    more_count = fields.Integer(readonly=True, export_string_translation=False)
    all_choice = fields.Selection(
        [
            ("each", "One by one, as chosen below"),
            ("back", "Bring all of it back"),
            ("stay", "Leave all of it as it is now"),
        ],
        string="What was changed since",
        default="each",
        required=True,
    )
    line_ids = fields.One2many("crm.merge.undo.dialog.line", "dialog_id")

    @api.constrains("merge_id")
    def _check_may_see(self):
        """Tell nothing of a merge that the user may not see."""
        # a constraint is checked as the system, which may all
        self.sudo(False).merge_id.check_access("read")

    @api.model
    def _open(self, merge, undone: Undone) -> dict:
        """Return the action that asks before a merge is taken back."""
        changes = undone.changes[:MAX_LINES]
        dialog = self.create(
            {
                "merge_id": merge.id,
                "returns": self._render_returns(merge, undone),
                "more_count": len(undone.changes) - len(changes),
                "line_ids": [Command.create(v) for v in self._prepare_lines(changes)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take back"),
            "res_model": self._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
        }

    @api.model
    def _render_returns(self, merge, undone: Undone):
        counts = {}
        # sudo: ir.model - what the kinds of records are called
        merges_sudo = merge.sudo()
        for (table, column), count in undone.back.items():
            owner = merges_sudo._get_owners().get(table, "")
            label = merges_sudo._get_label(Reference(table, column, owner=owner))
            if label and count:
                counts[label] = max(count, counts.get(label, 0))
        rows = [
            {"name": name, "count": count, "joined": 0}
            for name, count in sorted(counts.items(), key=lambda c: -c[1])
        ]
        return self.env["crm.merge.dialog"]._render("returns", rows)

    # -- what was changed since ----------------------------------------------------

    @api.model
    def _prepare_lines(self, changes) -> list[dict]:
        # sudo: crm.merge - what the kinds of records are called
        merges_sudo = self.env["crm.merge"].sudo()
        names = self._get_names(changes)
        return [
            {
                "key": change.key,
                "kind": merges_sudo._get_label(change.reference)
                or change.reference.table,
                "name": names.get((change.reference.owner, change.row))
                or self.env._("No. %s", change.row),
                "what": self._describe(change, names),
                "choice": change.default,
            }
            for change in changes
        ]

    @api.model
    def _get_names(self, changes) -> dict[tuple[str, int], str]:
        """Return the names of the rows that the user may read, by model and id."""
        ids = {}
        for change in changes:
            if change.reference.owner:
                ids.setdefault(change.reference.owner, set()).add(change.row)
        names = {}
        for model, rows in ids.items():
            if not self.env[model].has_access("read"):
                continue
            records = self.env[model].browse(rows).exists()._filtered_access("read")
            names |= {(model, r.id): r.display_name for r in records}
        return names

    @api.model
    def _describe(self, change, names) -> str:
        is_readable = (change.reference.owner, change.row) in names
        if change.outcome == DELETED:
            return self.env._("Deleted since")
        if change.outcome == TAKEN:
            return self.env._("In use, or another one stands in its place")
        if not is_readable:
            return MASK
        record = self.env[change.reference.owner].browse(change.row)
        if change.outcome == EDITED:
            return self.env._(
                "Edited by %(user)s on %(date)s",
                # sudo: res.users - who has edited what the user may read
                user=record.sudo().write_uid.name,
                date=format_datetime(self.env, record.write_date),
            )
        return self._describe_value(record, change)

    @api.model
    def _describe_value(self, record, change) -> str:
        """Return what a column says now, as the user may see it."""
        field = record._fields.get(change.reference.column)
        if not field:
            return ""
        # sudo: any model - what the user may not see is masked
        value = self.env["crm.merge.show"]._show(field, record.sudo())
        label = field._description_string(self.env)
        if change.outcome in (ELSEWHERE, VALUE):
            return self.env._(
                "%(field)s is now: %(value)s",
                field=label,
                value=value or self.env._("empty"),
            )
        return label

    # -- what is done ------------------------------------------------------------

    def _get_choices(self) -> Choices:
        if self.all_choice != "each":
            return Choices(rest=self.all_choice)
        return Choices({line.key: line.choice for line in self.line_ids})

    def action_take_back(self):
        """Take the merge back as chosen, and open what is there again."""
        self.ensure_one()
        merge = self.merge_id
        merge._undo(self._get_choices())
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            # sudo: crm.merge - a number that the user has just brought back
            "res_id": merge.sudo().source_id,
            "views": [[self.env.ref("crm_cubicl.crm_customer_view_form").id, "form"]],
        }
