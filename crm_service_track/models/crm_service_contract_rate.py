from datetime import date

from odoo import api, fields, models

from ..tools.contract_hours import get_period_starts
from .crm_service_contract_cover import RUNNING
from .crm_service_contract_hours import HOUR


class CrmServiceContract(models.Model):
    """What an hour beyond a contract costs, and how many are left on a day."""

    _name = "crm.service.contract"
    _inherit = ["crm.service.contract", "analytic.mixin"]

    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    hourly_rate = fields.Monetary(
        string="Rate per hour",
        tracking=True,
        help="What an hour beyond the contract costs. It fills in the rate of a visit.",
    )
    service_billing = fields.Selection(
        [("visit", "Each Visit"), ("month", "Once a Month")],
        string="Visits Billed",
        tracking=True,
        help="Empty means as the customer, else as the company has it.",
    )

    _rate_positive = models.Constraint(
        "CHECK (hourly_rate >= 0)", "A rate cannot be negative."
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for contract in self:
            company = contract.company_id or self.env.company
            contract.currency_id = company.currency_id

    def _runs_on(self, day) -> bool:
        self.ensure_one()
        return self._get_state_on(day) in RUNNING

    def _get_hours_left_on(self, day, visits) -> float:
        """Return the hours left in the period of a day, leaving some visits out.

        What is used in the whole period counts, also after that day: support records,
        and the visits that have none yet. A closed visit counts by its record alone.

        :param visits: those whose own use is not counted
        """
        self.ensure_one()
        until = self._get_period_end(day) or date.max
        balance = self._get_hours_balances(until)[self.id]
        start = get_period_starts(self.date_start, self.hours_period, day)[-1]
        # sudo: crm.service.visit - the sums are the contract's, whoever asks
        own_sudo = self.env["crm.service.visit"].sudo()
        found_sudo = own_sudo.search([("contract_id", "=", self.id)]).filtered(
            lambda visit: start <= visit._get_service_day() <= until
        )
        waiting_sudo = found_sudo.filtered(
            lambda visit: visit.state not in ("closed", "cancelled")
        )
        pending = sum((waiting_sudo - visits).mapped("covered_hours"))
        left_out_sudo = found_sudo.filtered(
            lambda visit: visit.state == "closed" and visit in visits
        )
        left_out = sum(left_out_sudo.mapped("covered_hours"))
        return balance.left / HOUR - pending + left_out
