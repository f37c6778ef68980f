from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# so few are merged while one waits
AT_ONCE = 10
MOST_LINES = 500


class CrmDuplicateBulk(models.Model):
    """Many sure proposals merged at a time, with the rights of who asks for it.

    What cannot be merged without a question stays a proposal, with the reason.
    """

    _name = "crm.duplicate.bulk"
    _description = "Merge of sure duplicates"
    _order = "id DESC"

    state = fields.Selection(
        [("draft", "To confirm"), ("running", "In progress"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
    )
    line_ids = fields.One2many("crm.duplicate.bulk.line", "bulk_id")
    chosen_count = fields.Integer(string="To merge", compute="_compute_counts")
    merged_count = fields.Integer(string="Merged", compute="_compute_counts")
    refused_count = fields.Integer(string="Left as they are", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    @api.depends("create_date")
    def _compute_display_name(self):
        for bulk in self:
            bulk.display_name = self.env._("Merge of sure duplicates")

    @api.depends("line_ids.state", "line_ids.is_chosen")
    def _compute_counts(self):
        for bulk in self:
            chosen = bulk.line_ids.filtered("is_chosen")
            bulk.chosen_count = len(chosen)
            bulk.merged_count = len(chosen.filtered(lambda ln: ln.state == "merged"))
            bulk.refused_count = len(chosen.filtered(lambda ln: ln.state == "refused"))
            done = bulk.merged_count + bulk.refused_count
            bulk.progress = 100 * done / len(chosen) if chosen else 0

    @api.model
    def action_prepare(self) -> dict:
        """Open the list of what would be merged, for the user to confirm."""
        pairs = self.env["crm.duplicate.pair"]
        merges = self.env["crm.merge"]
        merges._check_may_merge(self.env["res.partner"])
        groups = pairs._get_groups(pairs._read_open_pairs())
        groups = [group for group in groups if group["is_sure"]]
        # of two groups with a customer in common the second waits for the first
        seen, chosen = set(), []
        for group in groups:
            if seen.isdisjoint(group["ids"]):
                chosen.append(self.env["res.partner"].browse(group["ids"]))
            seen.update(group["ids"])
        lines = self._prepare_lines(chosen)
        if not lines:
            raise UserError(self.env._("There are no sure proposals at the moment."))
        bulk = self.create({"line_ids": list(map(Command.create, lines[:MOST_LINES]))})
        return bulk._get_action()

    @api.model
    def _prepare_lines(self, groups: list) -> list[dict]:
        """Return who goes into whom in each group, in few queries for all of them."""
        pairs = self.env["crm.duplicate.pair"]
        everyone = self.env["res.partner"].concat(*groups)
        counts = pairs._count_documents(everyone)
        lines = []
        for group in groups:
            partners = group.with_prefetch(everyone.ids)
            kept = pairs._choose_kept(partners, counts)
            lines += [
                {
                    "source_number": partner.id,
                    "source_name": partner.display_name,
                    "target_number": kept.id,
                    "target_name": kept.display_name,
                }
                for partner in partners - kept
            ]
        return lines

    def _get_action(self) -> dict:
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def action_run(self) -> None:
        """Merge what is ticked; many go on in the background."""
        self.ensure_one()
        self.env["crm.merge"]._check_may_merge(self.env["res.partner"])
        if self.state != "draft":
            raise UserError(self.env._("This was begun already."))
        if not self.chosen_count:
            raise UserError(self.env._("Tick what is to be merged first."))
        # sudo: crm.duplicate.bulk - the state of the work is no input
        bulk_sudo = self.sudo()
        bulk_sudo.state = "running"
        if self.chosen_count <= AT_ONCE:
            while bulk_sudo._work_line():
                continue
        else:
            # sudo: ir.cron - who merges is no administrator
            self.env.ref("crm_cubicl.crm_duplicate_bulk_cron").sudo()._trigger()

    @api.model
    def _cron_work(self) -> None:
        """Go on with what was begun, each merge kept as soon as it is done."""
        for bulk in self.search([("state", "=", "running")], order="id"):
            while bulk._work_line():
                left = bulk.chosen_count - bulk.merged_count - bulk.refused_count
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    return
                bulk.create_uid._bus_send(
                    "crm_progress", {"model": bulk._name, "id": bulk.id}
                )

    def _work_line(self) -> bool:
        """Merge the next; with none left, it is done."""
        line = self.line_ids.search(
            Domain("bulk_id", "=", self.id)
            & Domain("is_chosen", "=", True)
            & Domain("state", "=", "waiting"),
            order="id",
            limit=1,
        )
        if not line:
            self.state = "done"
            self.create_uid._bus_send(
                "crm_progress", {"model": self._name, "id": self.id}
            )
            return False
        line._merge()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_at_work(self):
        if self.filtered(lambda bulk: bulk.state == "running"):
            raise UserError(self.env._("Wait until it is done."))

    @api.autovacuum
    def _gc_bulks(self):
        """Let go of lists that nobody confirmed, and of old reports."""
        now = fields.Datetime.now()
        self.search(
            Domain("state", "=", "draft")
            & Domain("write_date", "<", fields.Datetime.subtract(now, days=1))
            | Domain("state", "=", "done")
            & Domain("write_date", "<", fields.Datetime.subtract(now, days=90))
        ).unlink()
