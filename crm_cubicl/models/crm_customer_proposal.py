from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

# source → field of a line that tells of it
SOURCES = {
    "by_invoice": "has_invoice",
    "by_quote": "has_quote",
    "by_task": "has_task",
    "by_supplier": "is_supplier",
}
MAX_NAMED = 10
WRITABLE = {*SOURCES, "with_archived", "relation_id", "supplier_relation_id"}


class CrmCustomerProposal(models.Model):
    """Who becomes a customer among the partners there are already; can be undone."""

    _name = "crm.customer.proposal"
    # core subscribes whoever gets an activity
    _inherit = ["mail.thread", "mail.activity.mixin", "crm.customer.proposal.run"]
    _description = "Who is a customer?"
    _order = "id desc"

    state = fields.Selection(
        [
            ("draft", "Proposal"),
            ("running", "In progress"),
            ("done", "Done"),
            ("undoing", "Being undone"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    by_invoice = fields.Boolean(string="Customer invoices", default=True)
    by_quote = fields.Boolean(string="Quotes and orders", default=True)
    by_task = fields.Boolean(string="Tasks", default=True)
    by_supplier = fields.Boolean(string="Vendor bills")
    with_archived = fields.Boolean(string="Archived ones too")
    relation_id = fields.Many2one(
        "crm.customer.relation",
        string="Their relation",
        default=lambda self: self._get_relation("customer"),
        ondelete="set null",
    )
    supplier_relation_id = fields.Many2one(
        "crm.customer.relation",
        string="Relation of who has vendor bills only",
        default=lambda self: self._get_relation("supplier"),
        ondelete="set null",
    )
    line_ids = fields.One2many("crm.customer.proposal.line", "proposal_id")
    invoice_count = fields.Integer(compute="_compute_counts")
    quote_count = fields.Integer(compute="_compute_counts")
    task_count = fields.Integer(compute="_compute_counts")
    supplier_count = fields.Integer(compute="_compute_counts")
    archived_count = fields.Integer(compute="_compute_counts")
    total_count = fields.Integer(string="Become customers", compute="_compute_counts")
    left_out_count = fields.Integer(string="Left out", compute="_compute_counts")
    names = fields.Char(string="Among them", compute="_compute_names")
    work_count = fields.Integer(readonly=True)
    done_count = fields.Integer(string="Done", readonly=True)
    kept_count = fields.Integer(string="Changed since, so kept", readonly=True)
    progress = fields.Float(compute="_compute_progress")

    @api.model
    def _get_relation(self, name: str):
        xmlid = f"crm_cubicl.crm_customer_relation_{name}"
        return self.env.ref(xmlid, raise_if_not_found=False)

    @api.depends("create_date")
    def _compute_display_name(self):
        for proposal in self:
            date = format_datetime(
                self.env, proposal.create_date or self.env.cr.now(), dt_format="short"
            )
            proposal.display_name = self.env._("Who is a customer? %(date)s", date=date)

    @api.depends(*SOURCES, "with_archived", "line_ids.is_chosen")
    def _compute_counts(self):
        for proposal in self:
            proposal.update(proposal._count_lines())

    @api.depends(*SOURCES, "with_archived", "line_ids.is_chosen")
    def _compute_names(self):
        for proposal in self:
            lines = proposal.line_ids.search(
                proposal._get_chosen_domain(), limit=MAX_NAMED
            )
            proposal.names = ", ".join(lines.partner_id.mapped("display_name"))

    @api.depends("work_count", "done_count")
    def _compute_progress(self):
        for proposal in self:
            work = proposal.work_count
            proposal.progress = 100 * proposal.done_count / work if work else 0

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        return super().write(vals)

    def _check_writable(self, vals: dict) -> None:
        ours = {name for name in vals if not name.startswith(("activity_", "message_"))}
        if ours - WRITABLE or (ours and self.filtered(lambda p: p.state != "draft")):
            raise UserError(
                self.env._(
                    "Only the choices of a proposal can be changed, before it runs."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_at_work(self):
        if self.filtered(lambda p: p.state in ("running", "undoing")):
            raise UserError(self.env._("Wait until it is done."))

    # -- counts ----------------------------------------------------------------

    def _count_lines(self) -> dict[str, int]:
        """Return the counts for the sources as they are ticked now, in one query."""
        counts = dict.fromkeys(
            ("archived_count", "total_count", "left_out_count"), 0
        ) | {f"{self._get_source_name(source)}_count": 0 for source in SOURCES}
        groups = self.line_ids._read_group(
            Domain("proposal_id", "=", self._origin.id),
            [*SOURCES.values(), "is_archived", "is_chosen"],
            ["__count"],
        )
        for *flags, is_archived, is_chosen, count in groups:
            if is_archived:
                counts["archived_count"] += count
                if not self.with_archived:
                    continue
            found = [s for s, flag in zip(SOURCES, flags, strict=True) if flag]
            for source in found:
                counts[f"{self._get_source_name(source)}_count"] += count
            if any(self[source] for source in found):
                counts["total_count" if is_chosen else "left_out_count"] += count
        return counts

    @api.model
    def _get_source_name(self, source: str) -> str:
        return source.removeprefix("by_")

    def _get_source_domain(self) -> Domain:
        """Return the lines of the sources that are ticked."""
        self.ensure_one()
        domain = Domain("proposal_id", "=", self._origin.id) & Domain.OR(
            Domain(flag, "=", True) for source, flag in SOURCES.items() if self[source]
        )
        if not self.with_archived:
            domain &= Domain("is_archived", "=", False)
        return domain

    def _get_chosen_domain(self) -> Domain:
        return self._get_source_domain() & Domain("is_chosen", "=", True)

    # -- actions ---------------------------------------------------------------

    @api.model
    def action_propose(self):
        """Open a proposal with all partners that may be customers as things are now."""
        self.check_access("create")
        proposal = self.search([("state", "in", ("running", "undoing"))], limit=1)
        if not proposal:
            proposal = self.search([("state", "=", "draft")], limit=1)
            proposal = proposal or self.create({})
            proposal._find_candidates()
        return proposal._get_form_action()

    def action_review(self):
        """Open the list in which each one can be looked at and left out."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_proposal_line_action"
        )
        return {**action, "domain": list(self._get_source_domain())}

    def action_run(self):
        """Make customers of those that are chosen."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This has been done already."))
        if not self.total_count:
            raise UserError(
                self.env._("Nobody is chosen. Tick where customers come from.")
            )
        self._start("running", self._get_chosen_domain())
        return self._get_form_action()

    def action_undo(self):
        """Take the mark off those that nobody has changed since."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "done":
            raise UserError(self.env._("Only what is done can be undone."))
        self._start(
            "undoing", Domain("proposal_id", "=", self.id) & self._done_domain()
        )
        return self._get_form_action()

    def action_open_customers(self):
        """Open the customers that came of it."""
        self.ensure_one()
        marked = Domain("proposal_id", "=", self.id) & self._done_domain()
        action = self.env["res.partner"]._get_customers_action(
            Domain("crm_proposal_line_ids", "any", marked)
        )
        return action | {"context": {"active_test": False}}

    def action_open_earlier(self):
        """Open what was done before."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Earlier ones"),
            "res_model": self._name,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("state", "!=", "draft")],
        }

    def _get_form_action(self) -> dict:
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who is a customer?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    @api.model
    def _propose_after_install(self) -> None:
        """Leave administrators an activity when the database has partners at work."""
        proposal = self.create({})
        proposal._find_candidates()
        if not proposal.total_count:
            proposal.unlink()
            return
        admins = self.env.ref("base.group_system").all_user_ids
        for user in admins.filtered("active") - self.env.ref("base.user_root"):
            proposal.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=proposal.with_context(lang=user.lang)._get_hint(),
                user_id=user.id,
            )

    def _get_hint(self) -> str:
        return self.env._(
            "%(count)s partners may be customers: say who is one",
            count=self.total_count,
        )

    @api.autovacuum
    def _gc_proposals(self):
        """Let go of proposals that nobody has come back to; activities keep theirs."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        old = self.search([("state", "=", "draft"), ("write_date", "<", limit)])
        old.filtered(lambda proposal: not proposal.activity_ids).unlink()
