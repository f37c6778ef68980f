from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.durations import DAY, get_day_start

PAGE = 20
MAX_PAGE = 200
# of the newest days each is shown, the rest as one sum
DAYS = 31
MATCHED = ("contact_id", "user_id", "type_id", "state")


class CrmServiceRecord(models.Model):
    """Report 1: the records of a customer, filtered and added up."""

    _inherit = "crm.service.record"

    @api.model
    @api.readonly
    def get_customer_report(self, customer_id, filters=None, offset=0, limit=PAGE):
        """Return what is under the form of a customer's record, in one request.

        :param dict filters: ids for ``contact_id``, ``user_id`` and ``type_id``, a
            ``state``, ``date_from`` and ``date_to`` (days of the user)
        :return: ``rows``, ``count``, ``seconds``, the sums ``by_state``, ``by_type``
            and ``by_date``, the ``choices`` of the filters and the ``rounding``
        """
        customer = self.env["res.partner"].browse(int(customer_id))
        every = Domain("customer_id", "=", customer.id)
        domain = every & self._get_report_domain(filters or {})
        limit = min(max(int(limit), 1), MAX_PAGE)
        records = self.search_fetch(
            domain, self._get_report_fields(), offset=max(int(offset), 0), limit=limit
        )
        sums = self._get_report_sums(domain)
        return {
            "rows": [record._get_report_row() for record in records],
            **sums,
            "by_date": self._get_seconds_by_date(domain),
            "choices": self._get_report_choices(every),
            "rounding": self.env.company._get_service_rounding(),
        }

    # -- what is asked for -------------------------------------------------------

    @api.model
    def _get_report_domain(self, filters: dict) -> Domain:
        """Return the domain of what a client has chosen, and of nothing else."""
        domain = Domain.TRUE
        for name in MATCHED:
            if value := filters.get(name):
                wanted = str(value) if name == "state" else int(value)
                domain &= Domain(name, "=", wanted)
        tz = self._get_report_tz()
        try:
            date_from = fields.Date.to_date(filters.get("date_from") or None)
            date_to = fields.Date.to_date(filters.get("date_to") or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This is no date.")) from error
        if date_from:
            domain &= Domain("date_start", ">=", get_day_start(date_from, tz))
        if date_to:
            domain &= Domain("date_start", "<", get_day_start(date_to + DAY, tz))
        return domain

    @api.model
    def _get_report_tz(self) -> str:
        return self.env.context.get("tz") or self.env.user.tz or "UTC"

    @api.model
    def _get_report_fields(self) -> list[str]:
        return [
            "name",
            "date_start",
            "date_end",
            "seconds",
            "state",
            "contact_id",
            "type_id",
            "user_id",
        ]

    def _get_report_row(self) -> dict:
        """Return a record as a row; names as core shows them on documents."""
        # sudo: res.partner, res.users - names on a document that one may open
        record_sudo = self.sudo()
        return {
            "id": self.id,
            "name": self.name,
            "start": fields.Datetime.to_string(self.date_start),
            "seconds": self.seconds,
            "state": self.state,
            "contact": record_sudo.contact_id.name or "",
            "type": self.type_id.name or "",
            "user": record_sudo.user_id.name,
        }

    # -- sums --------------------------------------------------------------------

    @api.model
    def _get_report_sums(self, domain: Domain) -> dict:
        """Return the sums of all that is found, not of the page, in one query."""
        by_state, by_type, total = self._read_grouping_sets(
            domain, [["state"], ["type_id"], []], ["__count", "seconds:sum"]
        )
        states = dict(self._fields["state"]._description_selection(self.env))
        count, seconds = total[0] if total else (0, 0)
        return {
            "count": count,
            "seconds": seconds or 0,
            "by_state": [
                {"key": key, "name": states[key], "count": count, "seconds": sum_ or 0}
                for key, count, sum_ in by_state
            ],
            "by_type": [
                {
                    "key": key.id,
                    "name": key.name or self.env._("No service"),
                    "count": count,
                    "seconds": sum_ or 0,
                }
                for key, count, sum_ in by_type
            ],
        }

    @api.model
    def _get_seconds_by_date(self, domain: Domain) -> list[dict]:
        """Return the seconds of each of the user's days, the newest first.

        A stretch over midnight counts on both days. Days before the newest ones are
        one sum, with the date False.
        """
        intervals = self.env["crm.service.interval"]
        intervals.flush_model(["record_id", "date_start", "date_end"])
        query = self._search(domain)
        rows = self.env.execute_query(
            SQL(
                """
                WITH day_sums AS (%(sums)s)
                SELECT CASE WHEN place <= %(days)s THEN day END, SUM(seconds)::bigint
                  FROM (SELECT day, seconds, ROW_NUMBER() OVER (ORDER BY day DESC)
                                             AS place FROM day_sums) AS numbered
              GROUP BY 1 ORDER BY 1 DESC NULLS LAST
                """,
                sums=self._make_day_sums(query.subselect()),
                days=DAYS,
            )
        )
        return [
            {"date": fields.Date.to_string(day), "seconds": sum_} for day, sum_ in rows
        ]

    @api.model
    def _make_day_sums(self, record_ids: SQL) -> SQL:
        """Return the query for the seconds per day; days have 23 to 25 hours."""
        tz = self._get_report_tz()
        utc = SQL("AT TIME ZONE %s AT TIME ZONE 'UTC'", tz)
        local = SQL("AT TIME ZONE 'UTC' AT TIME ZONE %s", tz)
        return SQL(
            """
            SELECT day::date AS day,
                   SUM(EXTRACT(EPOCH FROM
                       LEAST(stretch.date_end, (day + INTERVAL '1 day') %(utc)s)
                       - GREATEST(stretch.date_start, day %(utc)s))) AS seconds
              FROM crm_service_interval AS stretch,
                   generate_series(
                       date_trunc('day', stretch.date_start %(local)s),
                       date_trunc('day', stretch.date_end %(local)s),
                       INTERVAL '1 day'
                   ) AS day
             WHERE stretch.record_id IN %(ids)s AND stretch.date_end IS NOT NULL
          GROUP BY 1
            """,
            utc=utc,
            local=local,
            ids=record_ids,
        )

    @api.model
    def _get_report_choices(self, domain: Domain) -> dict:
        """Return what there is to filter by: who and what occurs, in one query."""
        groups = self._read_grouping_sets(domain, [[name] for name in MATCHED])
        states = dict(self._fields["state"]._description_selection(self.env))
        choices = {}
        for name, found in zip(MATCHED, groups, strict=True):
            keys = [key for (key,) in found if key]
            if name == "state":
                choices[name] = [{"id": key, "name": states[key]} for key in keys]
            else:
                # sudo: res.partner, res.users - as in the rows
                choices[name] = [
                    {"id": key.id, "name": key.sudo().display_name} for key in keys
                ]
        return choices
