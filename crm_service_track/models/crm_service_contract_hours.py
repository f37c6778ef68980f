from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.contract_hours import (
    PeriodBalance,
    balance_periods,
    get_period_end,
    get_period_starts,
    sum_periods,
)
from ..tools.durations import DAY, get_day_start

HOUR = 3600


class CrmServiceContract(models.Model):
    """What a contract includes in hours, and how much of it is used."""

    _inherit = "crm.service.contract"

    is_limited = fields.Boolean(
        string="Limited Hours",
        tracking=True,
        help="The contract includes so many hours and no more. Otherwise their number "
        "does not matter.",
    )
    hours_included = fields.Float(string="Included Hours", tracking=True)
    hours_period = fields.Selection(
        [
            ("month", "Every Month"),
            ("quarter", "Every Three Months"),
            ("year", "Every Year"),
            ("term", "Over the Whole Contract"),
        ],
        string="Included",
        default="month",
        required=True,
        tracking=True,
        help="Periods are counted from the start of the contract.",
    )
    carry_over = fields.Boolean(
        tracking=True,
        help="What is left at the end of a period can be used in the next one.",
    )
    beyond = fields.Selection(
        [
            ("allow", "Allow It"),
            ("ask", "Ask Before Work Starts"),
            ("block", "Block It"),
        ],
        string="Beyond the Contract",
        default="ask",
        required=True,
        tracking=True,
        help="What happens when service is started for which the hours are used up, "
        "which the contract does not cover, or when it does not run.",
    )
    hours_available = fields.Float(
        compute="_compute_hours",
        help="Included in this period, with what was carried over.",
    )
    hours_used = fields.Float(compute="_compute_hours")
    hours_left = fields.Float(compute="_compute_hours")
    date_period_end = fields.Date(string="Period Ends", compute="_compute_hours")
    record_ids = fields.One2many(
        "crm.service.record", "contract_id", export_string_translation=False
    )

    _hours_positive = models.Constraint(
        "CHECK (hours_included >= 0)", "The included hours cannot be negative."
    )

    @api.depends(
        "is_limited",
        "hours_included",
        "hours_period",
        "carry_over",
        "date_start",
        "date_end",
        "company_id",
    )
    def _compute_hours(self):
        today = fields.Date.context_today(self)
        balances = self._get_hours_balances(today)
        for contract in self:
            balance = balances.get(contract.id) or PeriodBalance(0, 0)
            contract.hours_available = balance.available / HOUR
            contract.hours_used = balance.used / HOUR
            left = balance.left if contract.is_limited else 0
            contract.hours_left = left / HOUR
            contract.date_period_end = contract._get_period_end(today)

    def action_view_records(self):
        """Open the support records whose time this contract pays for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_service_track.crm_service_record_action"
        )
        return action | {
            "domain": [("contract_id", "=", self.id)],
            "context": {"default_customer_id": self.customer_id.id},
        }

    def _get_period_end(self, day):
        """Return the last day of the period in which a day is, or of the contract."""
        self.ensure_one()
        if not self.date_start or not self.hours_period:
            return False
        end = get_period_end(self.date_start, self.hours_period, day)
        return min(filter(None, (end, self.date_end)), default=False)

    def _get_hours_balances(self, day) -> dict[int, PeriodBalance]:
        """Return, by id, the balance of the period in which a day is, in seconds.

        One query per company, as a contract's days are those of its company's clock.
        """
        balances = {}
        saved = self.filtered(lambda contract: contract._origin.date_start)
        for company, contracts in saved.grouped("company_id").items():
            tz = company._get_service_zone()
            since = contracts._get_first_needed(tz, day)
            until = get_day_start(day + DAY, tz) if day < date.max else None
            used = contracts._get_seconds_by_day(tz, since, until)
            for contract in contracts:
                balances[contract.id] = contract._get_balance(
                    used.get(contract._origin.id, {}), day
                )
        return balances

    def _get_balance(self, used_by_day: dict, day) -> PeriodBalance:
        self.ensure_one()
        starts = get_period_starts(self.date_start, self.hours_period, day)
        used = sum_periods({d: s for d, s in used_by_day.items() if d <= day}, starts)
        included = round(self.hours_included * HOUR)
        return balance_periods(included, used, self.carry_over)

    def _get_first_needed(self, tz: str, day):
        """Return the moment before which nothing matters to the balance of a day.

        Nothing if all does: where hours are carried over, and in the first period, to
        which belongs what was done before it.
        """
        moments = []
        for contract in self:
            starts = get_period_starts(contract.date_start, contract.hours_period, day)
            if contract.carry_over or len(starts) == 1:
                return None
            moments.append(get_day_start(starts[-1], tz))
        return min(moments, default=None)

    def _get_seconds_by_day(self, tz: str, since=None, until=None) -> dict[int, dict]:
        """Return ``{contract id: {day: seconds}}`` of all its records, in one query.

        What is running counts until now. The sums are the contract's, whoever asks:
        who may see it need not see each record. What the customer pays for of an
        on-site form is not taken from the contract.
        """
        intervals = self.env["crm.service.interval"]
        intervals.flush_model(["record_id", "date_start", "date_end"])
        records = self.env["crm.service.record"]
        records.flush_model(["contract_id", "contract_share"])
        query = SQL(
            """
            SELECT record.contract_id,
                   (stretch.date_start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                   SUM(EXTRACT(EPOCH FROM
                       GREATEST(COALESCE(stretch.date_end, %(now)s), stretch.date_start)
                       - stretch.date_start)
                       * COALESCE(record.contract_share, 1))::bigint
              FROM crm_service_record AS record
              JOIN crm_service_interval AS stretch ON stretch.record_id = record.id
             WHERE record.contract_id IN %(ids)s
                   %(within)s
          GROUP BY 1, 2
            """,
            within=self._make_bounds(since, until),
            tz=tz,
            now=fields.Datetime.now(),
            ids=tuple(self._origin.ids),
        )
        used: dict[int, dict] = {}
        for contract_id, day, seconds in self.env.execute_query(query):
            used.setdefault(contract_id, {})[day] = seconds
        return used

    @api.model
    def _make_bounds(self, since, until) -> SQL:
        """Return the condition for stretches that began between two moments."""
        self.env["crm.service.record"].flush_model(["date_start", "date_end"])
        bounds = []
        if since:
            bounds.append(
                SQL(
                    "AND stretch.date_start >= %(since)s"
                    " AND (record.date_end IS NULL OR record.date_end >= %(since)s)",
                    since=since,
                )
            )
        if until:
            bounds.append(
                SQL(
                    "AND stretch.date_start < %(until)s"
                    " AND record.date_start < %(until)s",
                    until=until,
                )
            )
        return SQL(" ").join(bounds)
