from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

MERGE_GROUP = "crm_cubicl.crm_cubicl_group_merge"
DAYS = "crm_cubicl.merge_undo_days"
DEFAULT_DAYS = 30


class CrmMerge(models.Model):
    """A merge that was done: who became whom, what moved, and how to take it back."""

    _name = "crm.merge"
    _inherit = ["crm.attach.run", "crm.merge.erasure", "crm.merge.undo"]
    _description = "Merge of Customers"
    _order = "id DESC"
    _rec_name = "source_name"
    # whoever may not see the customer is told of no merge into it
    _crm_customer_rule_field = "target_id"

    kind = fields.Selection(
        [("merge", "Merging"), ("attach", "Attaching as contact")],
        default="merge",
        required=True,
        readonly=True,
    )
    # a plain number: the record is gone, and no merge may move it
    source_id = fields.Integer(
        string="Old number", readonly=True, required=True, index=True
    )
    source_name = fields.Char(string="Merged or attached", readonly=True)
    # mails to its old address find the target; by this name core's search for personal
    # data finds it as well
    email_normalized = fields.Char(
        string="Old e-mail", readonly=True, index="btree_not_null"
    )
    target_id = fields.Many2one(
        "res.partner", ondelete="set null", readonly=True, index=True
    )
    # the number it had, should it be merged on
    target_number = fields.Integer(readonly=True)
    user_id = fields.Many2one("res.users", string="Done by", readonly=True)
    date = fields.Datetime(readonly=True)
    undone_date = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("done", "Done"), ("undone", "Taken back")],
        string="Status",
        default="done",
        required=True,
        readonly=True,
    )
    journal_ids = fields.One2many("crm.merge.journal", "merge_id", readonly=True)
    move_ids = fields.One2many("crm.merge.move", "merge_id", readonly=True)
    # whether there is a journal is told to whoever may merge, what is in it to nobody
    can_undo = fields.Boolean(
        string="Can be taken back",
        compute="_compute_can_undo",
        compute_sudo=True,
        search="_search_can_undo",
    )
    undo_until = fields.Datetime(
        string="Can be taken back until", compute="_compute_can_undo", compute_sudo=True
    )

    @api.depends("journal_ids", "state", "date")
    def _compute_can_undo(self):
        days = timedelta(days=self._get_undo_days())
        for merge in self:
            merge.undo_until = merge.date and merge.date + days
            merge.can_undo = merge.state == "done" and bool(merge.journal_ids)

    @api.model
    def _search_can_undo(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: crm.merge.journal - whether there is one, and nothing of it
        journals_sudo = self.env["crm.merge.journal"].sudo()
        kept = Domain("id", "in", journals_sudo._search([]).subselect("merge_id"))
        can = Domain("state", "=", "done") & kept
        found = [can if wanted else ~can for wanted in value]
        return Domain.OR(found)

    @api.model
    def _get_undo_days(self) -> int:
        """Return for how many days a merge can be taken back; 0 keeps no journal."""
        return self.env["ir.config_parameter"]._get_number(DAYS, DEFAULT_DAYS)

    # -- where the merged went ----------------------------------------------------

    @api.model
    def _find_by_number(self, ids) -> dict:
        """Return the partners that merged ones have become, by their old numbers."""
        return self._find_targets("source_id", ids)

    @api.model
    def _find_by_email(self, emails) -> dict:
        """Return the partners that merged ones have become, by their old addresses."""
        return self._find_targets("email_normalized", emails)

    @api.model
    def _find_targets(self, name: str, values) -> dict:
        # sudo: crm.merge - that two were one is what leads to the one that is left
        done = self.sudo().search(
            [
                (name, "in", list(values)),
                # what was attached is there itself
                ("kind", "=", "merge"),
                ("state", "=", "done"),
                ("target_id", "!=", False),
            ],
            order="id",
        )
        return {merge[name]: merge.target_id.with_env(self.env) for merge in done}

    @api.model
    def _check_may_merge(self, partners) -> None:
        """Refuse whoever may not merge these, rule by rule."""
        if self.env.su:
            return
        if not self.env.user.has_group(MERGE_GROUP):
            raise AccessError(
                self.env._(
                    "You may not merge customers. An administrator gives that right "
                    "in Settings › Users."
                )
            )
        partners = partners.with_env(self.env)
        partners.check_access("read")
        partners.check_access("write")
        # as core: the e-mail of a colleague is where a new password goes to
        # sudo: res.partner - whether somebody works here as them
        users_sudo = partners.sudo().with_context(active_test=False).user_ids
        colleagues = users_sudo.filtered(lambda user: not user.share) - self.env.user
        if colleagues:
            colleagues.sudo(False).check_access("write")

    @api.autovacuum
    def _gc_journals(self):
        """Forget how to take back what is older than the days in the settings."""
        limit = fields.Datetime.now() - timedelta(days=self._get_undo_days())
        old = self.search([("date", "<", limit), ("journal_ids", "!=", False)])
        old.journal_ids.unlink()
