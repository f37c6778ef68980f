from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.res_partner_delete import MAX_NAMED

# more than anyone would read; what is left out is counted all the same
MAX_LINES = 80


class CrmCustomerDelete(models.TransientModel):
    """The question before customers go: what goes along, what stays, what refuses."""

    _name = "crm.customer.delete"
    _description = "Deleting customers"

    partner_ids = fields.Many2many(
        "res.partner", string="Customers", required=True, readonly=True
    )
    line_ids = fields.One2many("crm.customer.delete.line", "wizard_id")
    goes_ids = fields.One2many(
        "crm.customer.delete.line", "wizard_id", domain=[("outcome", "=", "goes")]
    )
    stays_ids = fields.One2many(
        "crm.customer.delete.line", "wizard_id", domain=[("outcome", "=", "stays")]
    )
    blocks_ids = fields.One2many(
        "crm.customer.delete.line", "wizard_id", domain=[("outcome", "=", "blocks")]
    )
    count = fields.Integer(readonly=True)
    blocked_count = fields.Integer(readonly=True)
    free_count = fields.Integer(compute="_compute_free_count")
    hidden_count = fields.Integer(readonly=True)

    @api.depends("count", "blocked_count")
    def _compute_free_count(self):
        for wizard in self:
            wizard.free_count = wizard.count - wizard.blocked_count

    @api.depends("count", "partner_ids")
    def _compute_display_name(self):
        for wizard in self:
            name = wizard.partner_ids.display_name if wizard.count == 1 else ""
            wizard.display_name = name or self.env._(
                "%(count)s customers", count=wizard.count
            )

    @api.model_create_multi
    def create(self, vals_list):
        kept = [{"partner_ids": vals.get("partner_ids") or []} for vals in vals_list]
        wizards = super().create(kept)
        # a list of names and counts is as good as reading them
        wizards.partner_ids.check_access("unlink")
        for wizard in wizards:
            wizard._fill()
        return wizards

    # -- what is told ----------------------------------------------------------

    def _fill(self) -> None:
        """Find out what becomes of everything that names the customers."""
        roots = self.partner_ids._get_delete_roots()
        blockers = roots._get_delete_blockers()
        blocked = roots.filtered(lambda p: any(p.id in b.counts for b in blockers))
        rest = roots - blocked
        effects = rest._get_delete_effects("goes", "stays") if rest else {}
        lines = [
            vals
            for outcome, found in effects.items()
            for vals in self._prepare_lines(outcome, found)
        ]
        refusals = self._prepare_refusals(blocked, blockers)
        # sudo: crm.customer.delete - its counts are no input
        self.sudo().write(
            {
                "count": len(self.partner_ids),
                "blocked_count": len(blocked),
                "hidden_count": max(len(refusals) - MAX_LINES, 0),
                "line_ids": [
                    Command.create(vals) for vals in lines + refusals[:MAX_LINES]
                ],
            }
        )

    @api.model
    def _prepare_lines(self, outcome: str, effects: list) -> list[dict]:
        return [
            {"outcome": outcome, "label": effect.label, "count": effect.count}
            for effect in effects
        ]

    @api.model
    def _prepare_refusals(self, customers, blockers: list) -> list[dict]:
        return [
            {
                "outcome": "blocks",
                "partner_id": customer.id,
                "label": blocker.label,
                # nobody reads the names of dozens
                "names": number < MAX_NAMED and customer._get_blocker_names(blocker),
                "count": blocker.counts[customer.id],
                "model": blocker.action and blocker.action["res_model"],
            }
            for number, customer in enumerate(customers)
            for blocker in blockers
            if customer.id in blocker.counts
        ]

    # -- what is chosen --------------------------------------------------------

    def action_delete(self):
        """Delete all of the customers, or none."""
        self.ensure_one()
        self.partner_ids.unlink()
        return self._close()

    def action_delete_rest(self):
        """Delete those that nothing keeps; the others stay as they are."""
        self.ensure_one()
        if not (free := self.partner_ids - self._get_blocked()):
            raise UserError(self.env._("None of these customers can be deleted."))
        free.unlink()
        return self._close()

    def action_archive(self):
        """Archive those that cannot be deleted."""
        self.ensure_one()
        self._get_blocked().action_archive()
        return self._close()

    def _get_blocked(self):
        """Return the customers that cannot go, as things are now."""
        roots = self.partner_ids._get_delete_roots()
        blockers = roots._get_delete_blockers()
        return roots.filtered(lambda p: any(p.id in b.counts for b in blockers))

    def _get_action(self) -> dict:
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_delete_action"
        )
        return {**action, "res_id": self.id, "context": {}}

    @api.model
    def _close(self) -> dict:
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
