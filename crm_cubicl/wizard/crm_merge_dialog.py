from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.merge_plan import Plan


class CrmMergeDialog(models.TransientModel):
    """The plan of a merge before anything happens: what moves, what clashes."""

    _name = "crm.merge.dialog"
    _inherit = "crm.merge.show"
    _description = "Merge a Customer into Another"

    source_id = fields.Many2one(
        "res.partner", string="Current customer", required=True, ondelete="cascade"
    )
    target_id = fields.Many2one(
        "res.partner",
        string="Target customer",
        ondelete="cascade",
        domain="[('id', '!=', source_id)]",
    )
    kind = fields.Selection(
        [("merge", "Merge: the two are one"), ("attach", "Attach as contact")],
        string="What is done",
        default="merge",
        required=True,
    )
    refusal = fields.Text(compute="_compute_plan")
    loss_count = fields.Integer(compute="_compute_plan")
    undo_days = fields.Integer(compute="_compute_plan")
    moves = fields.Html(compute="_compute_plan", sanitize=False)
    losses = fields.Html(compute="_compute_plan", sanitize=False)
    # [{"id", "name", "score" (0–1), "reasons"}], the likeliest first
    proposals = fields.Json(readonly=True, export_string_translation=False)
    value_ids = fields.One2many("crm.merge.dialog.line", "dialog_id")
    accept_losses = fields.Boolean(
        string="Keep the target's rows where only one can stay"
    )

    @api.model
    def default_get(self, fields):
        """Propose the customers that may be the same organisation."""
        values = super().default_get(fields)
        source = self.env["res.partner"].browse(values.get("source_id")).exists()
        if source:
            self.env["crm.merge"]._check_may_merge(source)
        if source and "proposals" in fields:
            values["proposals"] = [
                {
                    "id": match["partner"].id,
                    "name": match["partner"].display_name,
                    "score": match["score"],
                    "reasons": ", ".join(match["reasons"]),
                }
                for match in source._get_likely_matches()
            ]
        return values

    @api.constrains("source_id", "target_id")
    def _check_may_merge(self):
        """Tell no name of whom the user may not merge."""
        # a constraint is checked as the system, which may all
        for dialog in self.sudo(False):
            both = dialog.source_id | dialog.target_id
            dialog.env["crm.merge"]._check_may_merge(both)

    @api.depends("source_id", "target_id", "kind")
    def _compute_plan(self):
        for dialog in self:
            plan = dialog._get_plan()
            dialog.refusal = "\n\n".join(plan.refusals)
            moves = dialog._prepare_moves(plan.moving, plan.clashes, plan.rewritings)
            dialog.moves = dialog._render("moves", moves)
            dialog.losses = dialog._render("losses", dialog._prepare_losses(plan))
            dialog.loss_count = len(plan.losing)
            dialog.undo_days = self.env["crm.merge"]._get_undo_days()

    @api.onchange("target_id", "source_id", "kind")
    def _onchange_target_id(self):
        self.accept_losses = False
        self.value_ids = [Command.clear()]
        if self.target_id and not self.refusal:
            self.value_ids = [Command.create(vals) for vals in self._prepare_values()]

    @api.model
    def _render(self, part: str, rows: list[dict]):
        if not rows:
            return False
        return self.env["ir.qweb"]._render(f"crm_cubicl.merge_{part}", {"rows": rows})

    def _get_plan(self) -> Plan:
        """Return the plan, for whoever may merge the two."""
        source, target = self.source_id._origin, self.target_id._origin
        if not source or not target:
            return Plan()
        self.env["crm.merge"]._check_may_merge(source + target)
        # sudo: any model - counts of what moves, also past the user's own rights
        plans_sudo = self.env[f"crm.{self.kind or 'merge'}.plan"].sudo()
        return plans_sudo._get_plan(source.sudo(), target.sudo())

    # -- what is shown -----------------------------------------------------------

    @api.model
    def _prepare_moves(self, steps, clashes=(), rewritings=()) -> list[dict]:
        # sudo: ir.model - what the kinds of records are called
        merges_sudo = self.env["crm.merge"].sudo()
        kinds = merges_sudo._count_by_kind(steps, clashes, rewritings)
        return [
            {"name": name, "count": count, "joined": joined}
            for name, (count, joined) in sorted(kinds.items(), key=lambda k: -k[1][0])
        ]

    def _prepare_values(self) -> list[dict]:
        """Return the fields that are filled in, and those that have two values."""
        source, target = self.source_id._origin.sudo(), self.target_id._origin.sudo()
        # sudo: res.partner - restricted fields are merged too; shown they are masked
        merges_sudo = self.env["crm.merge"].sudo()
        return [
            {
                "outcome": outcome,
                "name": field._description_string(self.env),
                "field_name": field.name,
                "source_value": self._show(field, source),
                "target_value": self._show(field, target)
                or self.env._("empty, and filled in"),
            }
            for outcome, those in (
                ("clashes", merges_sudo._get_clashing_values(source, target)),
                ("fills", merges_sudo._get_filled_values(source, target)),
            )
            for field in those
            if field.export_string_translation
        ]

    def _prepare_losses(self, plan: Plan) -> list[dict]:
        # sudo: ir.model - what the kinds of records are called
        merges_sudo = self.env["crm.merge"].sudo()
        return [
            {
                "name": merges_sudo._get_label(clash.reference)
                or clash.reference.table,
                "differing": ", ".join(self._get_column_labels(clash)),
            }
            for clash in plan.losing
        ]

    @api.model
    def _get_column_labels(self, clash) -> list[str]:
        fields_of = (
            self.env[clash.reference.owner]._fields if clash.reference.owner else {}
        )
        return [
            fields_of[name]._description_string(self.env) if name in fields_of else name
            for name in clash.differing
        ]

    # -- what is done ------------------------------------------------------------

    def action_merge(self):
        """Merge, and open the target."""
        self.ensure_one()
        if not self.target_id:
            raise UserError(self.env._("Choose the target customer first."))
        chosen = self.value_ids.filtered("takes_source").mapped("field_name")
        target = self.target_id
        self._carry_out(target, chosen)
        infos = {"target": self._open(target)}
        return {"type": "ir.actions.act_window_close", "infos": infos}

    def _carry_out(self, target, chosen: list[str]) -> None:
        self.env["crm.merge"]._merge(
            self.source_id,
            target,
            values=chosen,
            accept_losses=self.accept_losses,
        )

    def action_swap(self):
        """Let the other one be the one that goes."""
        self.ensure_one()
        swapped = self.create(
            {
                "source_id": self.target_id.id,
                "target_id": self.source_id.id,
                "kind": self.kind,
            }
        )
        return swapped._get_action()

    @api.model
    def _open(self, partner) -> dict:
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": partner.id,
            "views": [[self.env.ref("crm_cubicl.crm_customer_view_form").id, "form"]],
        }

    def _get_action(self) -> dict:
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_merge_dialog_action"
        )
        context = {
            "default_source_id": self.source_id.id,
            "default_target_id": self.target_id.id,
            "default_kind": self.kind,
        }
        return {**action, "context": context}
