from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.contract_hours import get_period_starts
from .crm_service_contract_cover import RUNNING
from .crm_service_contract_hours import HOUR
from .res_company_billing import BILLING_WAYS


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
        BILLING_WAYS,
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        """Keep what customers were told of: which contract pays what of a visit."""
        # sudo: crm.service.visit - of whichever technician
        found_sudo = (
            self.env["crm.service.visit"]
            .sudo()
            .search([("contract_id", "in", self.ids), ("state", "!=", "draft")])
        )
        if found_sudo:
            raise UserError(
                self.env._(
                    "These contracts are on service forms that customers were sent: "
                    "%(codes)s. Archive them instead.",
                    codes=", ".join(found_sudo.contract_id.mapped("code")),
                )
            )

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
        start = get_period_starts(self.date_start, self.hours_period, day)[-1]
        left = self._get_hours_balances(until)[self.id].left / HOUR
        found_sudo = self._get_pending_visits(visits).filtered(
            lambda visit: start <= visit._get_service_day() <= until
        )
        without_sudo = found_sudo.filtered(lambda visit: visit in visits)
        others_sudo = found_sudo - without_sudo
        counted_sudo = without_sudo.filtered(lambda visit: visit._is_counted())
        return (
            left
            - sum(visit._get_uncounted_hours() for visit in others_sudo)
            + sum(counted_sudo.mapped("covered_hours"))
        )

    def _get_pending_visits(self, visits):
        """Return the visits that have no record yet, and those given, as superuser."""
        # sudo: crm.service.visit - the sums are the contract's, whoever asks
        return (
            self.env["crm.service.visit"]
            .sudo()
            .search(
                Domain("contract_id", "=", self.id)
                & (
                    Domain("state", "not in", ("closed", "cancelled"))
                    | Domain("id", "in", visits.ids)
                )
            )
        )
