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
SUMMED = ("type_id", "state")


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
        # a service that was corrected counts once
        every &= Domain("is_replaced", "=", False)
        domain = every & self._get_report_domain(filters or {})
        limit = min(max(int(limit), 1), MAX_PAGE)
        records = self.search_fetch(
            domain, self._get_report_fields(), offset=max(int(offset), 0), limit=limit
        )
        groups = self._read_report_groups(every, MATCHED)
        self._fetch_report_names(groups)
        found = groups if domain == every else self._read_report_groups(domain, SUMMED)
        return {
            "rows": [record._get_report_row() for record in records],
            **self._get_report_sums(found),
            "by_date": self._get_seconds_by_date(domain),
            "choices": self._get_report_choices(groups),
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
    def _read_report_groups(self, domain: Domain, names: tuple[str, ...]) -> dict:
        """Return count and sum by each of the fields, and of all, in one query.

        Of all that is found, not of the page.
        """
        groups = self._read_grouping_sets(
            domain, [*([name] for name in names), []], ["__count", "seconds:sum"]
        )
        return dict(zip((*names, "total"), groups, strict=True))

    @api.model
    def _fetch_report_names(self, groups: dict) -> None:
        """Read the names of all that occurs at once; users are partners too."""
        # sudo: res.partner, res.users - names on documents that one may open
        contacts_sudo, users_sudo, types_sudo = (
            self.env[self._fields[name].comodel_name]
            .sudo()
            .union(*(key for key, *_sums in groups[name]))
            for name in ("contact_id", "user_id", "type_id")
        )
        (contacts_sudo | users_sudo.partner_id).fetch(["name"])
        types_sudo.fetch(["name"])

    @api.model
    def _get_report_sums(self, groups: dict) -> dict:
        states = self._get_report_states()
        [(count, seconds)] = groups["total"] or [(0, 0)]
        return {
            "count": count,
            "seconds": seconds or 0,
            "by_state": [
                {"key": key, "name": states[key], "count": count, "seconds": sum_ or 0}
                for key, count, sum_ in groups["state"]
            ],
            "by_type": [
                {
                    "key": key.id,
                    "name": key.name or self.env._("No service"),
                    "count": count,
                    "seconds": sum_ or 0,
                }
                for key, count, sum_ in groups["type_id"]
            ],
        }

    @api.model
    def _get_report_states(self) -> dict[str, str]:
        return dict(self._fields["state"]._description_selection(self.env))

    @api.model
    def _get_seconds_by_date(self, domain: Domain) -> list[dict]:
        """Return the seconds of each of the user's days, the newest first.

        A stretch over midnight counts on both days. Days before the newest ones are
        one sum, with the date False.
        """
        self.flush_model(["date_start", "date_end", "seconds"])
        intervals = self.env["crm.service.interval"]
        intervals.flush_model(["record_id", "date_start", "date_end"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH found AS MATERIALIZED (%(found)s),
                     day_sums AS (
                SELECT day, SUM(seconds) AS seconds
                  FROM (SELECT first_day AS day, seconds
                          FROM found WHERE on_one_day = 1
                         UNION ALL %(longer)s) AS parts
              GROUP BY 1)
                SELECT CASE WHEN place <= %(days)s THEN day END, SUM(seconds)::bigint
                  FROM (SELECT day, seconds, ROW_NUMBER() OVER (ORDER BY day DESC)
                                             AS place FROM day_sums) AS numbered
              GROUP BY 1 ORDER BY 1 DESC NULLS LAST
                """,
                found=self._make_days_of_records(domain),
                longer=self._make_days_of_stretches(),
                days=DAYS,
            )
        )
        return [
            {"date": fields.Date.to_string(day), "seconds": sum_} for day, sum_ in rows
        ]

    @api.model
    def _make_days_of_records(self, domain: Domain) -> SQL:
        """Return the query for the first day of each record, and whether it is all.

        Most begin and end on one day, to which all of their seconds belong. It is a
        number for the planner, which takes those with another for few.
        """
        tz = self._get_report_tz()

        def get_day(name: str) -> SQL:
            moment = SQL.identifier(self._table, name)
            return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, tz)

        first, last = get_day("date_start"), get_day("date_end")
        return self._search(domain).select(
            SQL.identifier(self._table, "id"),
            SQL.identifier(self._table, "seconds"),
            SQL("%s AS first_day", first),
            SQL("((%s = %s) IS TRUE)::int AS on_one_day", first, last),
        )

    @api.model
    def _make_days_of_stretches(self) -> SQL:
        """Return the query for the seconds per day of all other records.

        Days have 23 to 25 hours.
        """
        tz = self._get_report_tz()
        utc = SQL("AT TIME ZONE %s AT TIME ZONE 'UTC'", tz)
        local = SQL("AT TIME ZONE 'UTC' AT TIME ZONE %s", tz)
        return SQL(
            """
            SELECT day::date,
                   EXTRACT(EPOCH FROM
                       LEAST(stretch.date_end, (day + INTERVAL '1 day') %(utc)s)
                       - GREATEST(stretch.date_start, day %(utc)s))
              FROM found
              JOIN crm_service_interval AS stretch ON stretch.record_id = found.id,
                   generate_series(
                       date_trunc('day', stretch.date_start %(local)s),
                       date_trunc('day', stretch.date_end %(local)s),
                       INTERVAL '1 day'
                   ) AS day
             WHERE found.on_one_day = 0 AND stretch.date_end IS NOT NULL
            """,
            utc=utc,
            local=local,
        )

    @api.model
    def _get_report_choices(self, groups: dict) -> dict:
        """Return what there is to filter by: who and what occurs."""
        states = self._get_report_states()
        choices = {}
        for name in MATCHED:
            keys = [key for key, *_sums in groups[name] if key]
            if name == "state":
                choices[name] = [{"id": key, "name": states[key]} for key in keys]
            else:
                # sudo: res.partner, res.users - as in the rows
                choices[name] = [
                    {"id": key.id, "name": key.sudo().name or key.sudo().display_name}
                    for key in keys
                ]
        return choices
