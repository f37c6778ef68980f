from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.contract_hours import get_period_starts
from ..tools.durations import format_duration, round_seconds

ROW_FIELDS = (
    "code",
    "company_id",
    "date_start",
    "date_end",
    "date_notice",
    "is_suspended",
    "type_ids",
    "is_limited",
    "hours_included",
    "hours_period",
    "carry_over",
    "beyond",
)


class ContractRow(NamedTuple):
    """What the customer sees of a contract; times as they are shown."""

    id: int
    code: str
    period: str
    state: str
    state_label: str
    services: list  # of str; none means all
    is_limited: bool
    included: str
    included_every: str
    carried: str
    used: str
    left: str
    over: str
    percent: int
    hours_span: str
    beyond: str


class UsedRow(NamedTuple):
    """What was used of a contract on a day, without a word of what was done."""

    date: str
    service: str
    time: str
    visit_id: int
    visit_number: str


class HoursPage(NamedTuple):
    """A part of what was used in a period, and how it is shown."""

    rows: list  # of UsedRow
    count: int
    rounding: str


class Period(NamedTuple):
    """The part of a contract whose hours are looked at."""

    first: date
    last: date
    is_first: bool


class CrmServiceContract(models.Model):
    """What of a contract is on the portal: values by name, never a record."""

    _inherit = "crm.service.contract"

    @api.model
    def _get_portal_domain(self, partner, companies) -> Domain:
        """Return the contracts that a person outside sees: all of the customer."""
        return Domain("active", "=", True) & partner._get_own_services_domain(companies)

    @api.model
    def _get_portal_rows(self, domain, order: str, limit=None, offset=0) -> list:
        """Return the rows of the contracts of a domain that was made for a person."""
        # sudo: crm.service.contract - the domain says what the person may see
        contracts_sudo = self.sudo().search_fetch(
            domain, ROW_FIELDS, order=order, limit=limit, offset=offset
        )
        balances = contracts_sudo._get_shown_balances()
        return [
            contract._get_portal_row(balances[contract.id])
            for contract in contracts_sudo
        ]

    def _get_portal_row(self, balance) -> ContractRow:
        self.ensure_one()
        included = round(self.hours_included * 3600) if self.is_limited else 0
        period = self._get_shown_period()
        state = self._get_state_on(self._get_company_today())
        share = balance.used / balance.available if balance.available > 0 else 1
        return ContractRow(
            id=self.id,
            code=self.code,
            period=self._format_span(self.date_start, self.date_end),
            state=state,
            state_label=self._get_portal_states()[state],
            services=self.type_ids.mapped("name"),
            is_limited=self.is_limited,
            included=self._format_hours(included),
            included_every=self._get_included_words(),
            carried=self._format_positive(balance.available - included),
            used=self._format_hours(balance.used),
            left=self._format_hours(max(balance.left, 0)),
            over=self._format_positive(-balance.left),
            percent=min(round(share * 100), 100),
            hours_span=self._format_span(period.first, period.last),
            beyond=self._get_beyond_words(),
        )

    # -- words -------------------------------------------------------------------

    def _get_portal_states(self) -> dict[str, str]:
        """Return the states in the words of the customer."""
        self.ensure_one()
        return {
            "not_started": self.env._("Not started yet"),
            "active": self.env._("Active"),
            "ending": self.env._("Ends soon"),
            "suspended": self.env._("Paused"),
            "ended": self.env._("Ended"),
        }

    def _get_included_words(self) -> str:
        return {
            "month": self.env._("every month"),
            "quarter": self.env._("every three months"),
            "year": self.env._("every year"),
            "term": self.env._("over the whole contract"),
        }[self.hours_period]

    def _get_beyond_words(self) -> str:
        """Return what happens with service that the contract does not cover."""
        return {
            "allow": self.env._(
                "We go on working. What the contract does not cover may be charged."
            ),
            "ask": self.env._("We talk to you before we begin."),
            "block": self.env._("We do not begin until it is agreed anew."),
        }[self.beyond]

    def _format_span(self, first, last) -> str:
        start = format_date(self.env, first)
        if last:
            return f"{start} – {format_date(self.env, last)}"
        return self.env._("from %(date)s until further notice", date=start)

    def _format_hours(self, seconds: int) -> str:
        rounding = self.company_id._get_service_rounding()
        rounded = round_seconds(seconds, rounding["minutes"], rounding["way"])
        return format_duration(rounded, with_seconds=not rounding["minutes"])

    def _format_positive(self, seconds: int) -> str:
        shows = self.is_limited and seconds > 0
        return self._format_hours(seconds) if shows else ""

    # -- hours -------------------------------------------------------------------

    def _get_company_today(self) -> date:
        """Return the day on the clock of the contract's company."""
        return self.company_id._get_service_day(fields.Datetime.now())

    def _get_shown_day(self) -> date:
        """Return the day in whose period we are: of an ended contract its last."""
        self.ensure_one()
        today = self._get_company_today()
        return min(self.date_end, today) if self.date_end else today

    def _get_shown_period(self) -> Period:
        """Return the period that is under way, or was the last one."""
        day = self._get_shown_day()
        starts = get_period_starts(self.date_start, self.hours_period, day)
        last = self._get_period_end(day) or self.date_end
        return Period(starts[-1], last, len(starts) == 1)

    def _get_shown_balances(self) -> dict:
        """Return, by id, the balances of the periods shown; a query per company."""
        balances = {}
        for company, contracts in self.grouped("company_id").items():
            used = contracts._get_seconds_by_day(company._get_service_zone())
            for contract in contracts:
                days = used.get(contract.id, {})
                day = contract._get_shown_day()
                balances[contract.id] = contract._get_balance(days, day)
        return balances

    def _get_hours_page(self, limit: int | None = None, offset=0) -> HoursPage:
        """Return what the hours of the period shown were used for."""
        self.ensure_one()
        found = self._query_used_rows(limit, offset)
        # sudo: crm.service.type, crm.service.visit - a name and a number
        types_sudo = self.env["crm.service.type"].sudo()
        visits_sudo = self.env["crm.service.visit"].sudo()
        types = types_sudo.browse(row[1] for row in found if row[1])
        visits = visits_sudo.browse(row[2] for row in found if row[2])
        names = {one.id: one.name for one in types}
        numbers = {one.id: one.name for one in visits}
        rows = [
            UsedRow(
                date=format_date(self.env, day),
                service=names.get(type_id, ""),
                time=self._format_hours(seconds),
                visit_id=visit_id or 0,
                visit_number=numbers.get(visit_id, ""),
            )
            for day, type_id, visit_id, seconds, _count in found
        ]
        count = found[0][4] if found else 0
        return HoursPage(rows, count, self.company_id._get_service_rounding()["text"])

    def _query_used_rows(self, limit, offset) -> list[tuple]:
        """Return day, service, form, seconds and number of all rows, newest first.

        As ``_get_seconds_by_day`` counts, which rounds by day: parts of seconds are
        given to the records of a day so that together they are what is used.
        """
        period = self._get_shown_period()
        self.env["crm.service.interval"].flush_model()
        self.env["crm.service.record"].flush_model()
        query = SQL(
            """
            SELECT day, type_id, visit_id,
                   (SUM(seconds) OVER so_far)::bigint
                       - (SUM(seconds) OVER so_far - seconds)::bigint,
                   COUNT(*) OVER ()
              FROM (SELECT record.id, record.type_id, record.visit_id,
                           (stretch.date_start AT TIME ZONE 'UTC'
                               AT TIME ZONE %(tz)s)::date AS day,
                           SUM(EXTRACT(EPOCH FROM
                               GREATEST(COALESCE(stretch.date_end, %(now)s),
                                        stretch.date_start)
                               - stretch.date_start)
                               * COALESCE(record.contract_share, 1)) AS seconds
                      FROM crm_service_record AS record
                      JOIN crm_service_interval AS stretch
                        ON stretch.record_id = record.id
                     WHERE record.contract_id = %(id)s
                  GROUP BY record.id, day) AS used
             WHERE (day >= %(first)s OR %(is_first)s) AND day <= %(until)s
                   AND seconds > 0
            WINDOW so_far AS (PARTITION BY day ORDER BY id)
          ORDER BY day DESC, id DESC
             LIMIT %(limit)s OFFSET %(offset)s
            """,
            tz=self.company_id._get_service_zone(),
            now=fields.Datetime.now(),
            id=self.id,
            first=period.first,
            is_first=period.is_first,
            until=self._get_shown_day(),
            limit=limit,
            offset=offset,
        )
        return self.env.execute_query(query)
