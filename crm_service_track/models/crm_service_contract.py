from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmServiceContract(models.Model):
    """What was agreed with a customer: which services, from when, until when."""

    _name = "crm.service.contract"
    _description = "Service Contract"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "code"
    _rec_names_search = ["code", "customer_id"]
    _order = "date_end, id"
    _check_company_auto = True

    code = fields.Char(
        copy=False,
        tracking=True,
        help="Left empty, the next number of the contracts is taken.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_crm_customer", "=", True)],
        tracking=True,
    )
    type_ids = fields.Many2many(
        "crm.service.type",
        string="Services Covered",
        help="The services that the contract is about. None means all of them.",
    )
    date_start = fields.Date(
        string="Start",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_end = fields.Date(
        string="End",
        tracking=True,
        help="The last day of the contract. Empty means until further notice.",
    )
    notice_days = fields.Integer(
        string="Notice",
        default=30,
        help="The contract counts as ending soon from this many days before its end.",
    )
    date_notice = fields.Date(
        string="Ending Soon From", compute="_compute_date_notice", store=True
    )
    is_suspended = fields.Boolean(string="Suspended", copy=False, tracking=True)
    state = fields.Selection(
        [
            ("not_started", "Not Started"),
            ("active", "Active"),
            ("ending", "Ending Soon"),
            ("suspended", "Suspended"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(company_id, code)",
        "There is already a contract of this code; it may be archived.",
    )
    _code_given = models.Constraint(
        "CHECK (COALESCE(code, '') <> '')", "A contract needs a code."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start)", "A contract cannot end before it starts."
    )
    _notice_positive = models.Constraint(
        "CHECK (notice_days >= 0)", "The days of notice cannot be negative."
    )

    @api.depends("code", "customer_id.display_name")
    def _compute_display_name(self):
        for contract in self:
            parts = (contract.code, contract.customer_id.display_name)
            contract.display_name = " · ".join(filter(None, parts))

    @api.depends("date_end", "notice_days")
    def _compute_date_notice(self):
        for contract in self:
            contract.date_notice = contract.date_end and (
                contract.date_end - relativedelta(days=contract.notice_days)
            )

    @api.depends("date_start", "date_end", "date_notice", "is_suspended")
    @api.depends_context("tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for contract in self:
            contract.state = contract._get_state_on(today)

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_state_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("customer_id")
    def _check_customer_id(self):
        if bad := self.customer_id.filtered(lambda p: not p.is_crm_customer):
            raise ValidationError(
                self.env._(
                    "A contract is made with a customer, which these are not: "
                    "%(names)s",
                    names=", ".join(bad.mapped("display_name")),
                )
            )

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        dated = self.filtered(lambda c: c.date_start and c.date_end)
        if dated.filtered(lambda c: c.date_end < c.date_start):
            self._refuse_dates()

    @api.model
    def _refuse_dates(self):
        raise ValidationError(
            self.env._(
                "The contract ends before it starts. Please correct the start or the "
                "end."
            )
        )

    @api.model
    def _check_given_dates(self, vals: dict) -> None:
        """Say it in plain words: checks come after the row, which is refused first."""
        names = ["date_start", "date_end"]
        given = self.default_get(names) | vals
        start, end = (fields.Date.to_date(given.get(name)) for name in names)
        if start and end and end < start:
            self._refuse_dates()

    @api.model_create_multi
    def create(self, vals_list):
        sequences = self.env["ir.sequence"]
        for vals in vals_list:
            self._check_given_dates(vals)
            if not vals.get("code"):
                company = vals.get("company_id") or self.env.company.id
                vals["code"] = sequences.with_company(company).next_by_code(self._name)
        return super().create(vals_list)

    def _get_state_on(self, day):
        """Return the state in which the contract is on ``day``.

        Keep in step with ``_get_state_domains``.
        """
        self.ensure_one()
        if self.date_end and self.date_end < day:
            return "ended"
        if self.is_suspended:
            return "suspended"
        if not self.date_start or self.date_start > day:
            return "not_started"
        return "ending" if self.date_notice and self.date_notice <= day else "active"

    def _get_state_domains(self) -> dict[str, Domain]:
        """Return, by state, the domain of the contracts that are in it today."""
        today = fields.Date.context_today(self)
        ended = Domain("date_end", "<", today)
        running = ~ended & Domain("is_suspended", "=", False)
        started = running & Domain("date_start", "<=", today)
        ending = Domain("date_notice", "<=", today)
        return {
            "ended": ended,
            "suspended": ~ended & Domain("is_suspended", "=", True),
            "not_started": running & Domain("date_start", ">", today),
            "ending": started & ending,
            "active": started & ~ending,
        }
