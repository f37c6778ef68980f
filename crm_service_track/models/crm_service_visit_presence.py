from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.http import get_session_max_inactivity
from odoo.tools import format_date

from ..tools.presence import (
    SIGN_IN,
    find_gaps,
    find_open_sign_in,
    pair_events,
    sum_minutes,
)
from ..tools.roles import MANAGER
from ..tools.visit_times import Stretch


class CrmServiceVisit(models.Model):
    """When the technician was signed in on the day of the visit, for who closes it."""

    _inherit = "crm.service.visit"

    presence = fields.Text(
        string="Signed In and Out",
        compute="_compute_presence",
        compute_sudo=True,
        groups=MANAGER,
    )
    attendance = fields.Text(
        compute="_compute_presence", compute_sudo=True, groups=MANAGER
    )
    gap_minutes = fields.Integer(
        string="Not covered (min)",
        compute="_compute_presence",
        compute_sudo=True,
        groups=MANAGER,
        help="Minutes of the declared time in which the technician was not there: by "
        "the attendance, or else by signing in and out.",
    )

    @api.depends("user_id", "date_start", "date_end")
    def _compute_presence(self):
        kept = timedelta(seconds=get_session_max_inactivity(self.env))
        events = self._get_session_events(kept)
        attendances = self._get_attendances()
        now = fields.Datetime.now()
        for visit in self:
            first, last = visit._get_day()
            theirs = events[visit.user_id.id]
            own = [event for event in theirs if first <= event[0] < last]
            since = find_open_sign_in(theirs, first, kept)
            there = [
                stretch
                for stretch in attendances[visit.user_id.id]
                if stretch.overlaps(Stretch(first, last))
            ]
            visit.presence = visit._format_events(own, since)
            visit.attendance = ", ".join(map(visit._format_hours, there))
            open_before = [(first, SIGN_IN)] if since else []
            covered = there or pair_events(open_before + own, min(last, now))
            visit.gap_minutes = visit._get_gap_minutes(covered)

    def _get_gap_minutes(self, covered: list[Stretch]) -> int:
        """Return the minutes that nothing covers; none while there are no times yet."""
        if not self.date_start or not self.date_end:
            return 0
        declared = self._get_stretch()
        return sum_minutes(find_gaps(declared, covered) if covered else [declared])

    def _get_day(self) -> tuple[datetime, datetime]:
        """Return the day of the visit, on the technician's clock, in UTC."""
        zone = pytz.timezone(self.user_id.tz or "UTC")
        if not self.date_start or not self.date_end:
            return datetime.min, datetime.min
        day = self._to_local(self.date_start).date()
        end = self._to_local(self.date_end).date() + timedelta(days=1)

        def midnight(date) -> datetime:
            moment = zone.localize(datetime.combine(date, time.min))
            return moment.astimezone(pytz.utc).replace(tzinfo=None)

        return midnight(day), midnight(end)

    def _get_days(self) -> list[tuple[datetime, datetime]]:
        """Return the days of those that have times already."""
        timed = self.filtered(lambda visit: visit.date_start and visit.date_end)
        return [visit._get_day() for visit in timed]

    def _get_session_events(
        self, before: timedelta
    ) -> dict[int, list[tuple[datetime, str]]]:
        """Return the events by user, in order, also of some time before the days."""
        found = defaultdict(list)
        days = self._get_days()
        if not days:
            return found
        # sudo: crm.session.log - shown to managers, to whom the field is limited
        for log in (
            self.env["crm.session.log"]
            .sudo()
            .search_fetch(
                [
                    ("user_id", "in", self.user_id.ids),
                    ("date", ">=", min(first for first, _last in days) - before),
                    ("date", "<", max(last for _first, last in days)),
                ],
                ["user_id", "date", "kind"],
                order="date, id",
            )
        ):
            found[log.user_id.id].append((log.date, log.kind))
        return found

    def _get_attendances(self) -> dict[int, list[Stretch]]:
        """Return the attendance by user, where the app is there."""
        found = defaultdict(list)
        days = self._get_days()
        if "hr.attendance" not in self.env or not days:
            return found
        now = fields.Datetime.now()
        # sudo: hr.attendance - as above
        for row in (
            self.env["hr.attendance"]
            .sudo()
            .search(
                [
                    ("employee_id.user_id", "in", self.user_id.ids),
                    ("check_in", "<", max(last for _first, last in days)),
                    "|",
                    ("check_out", "=", False),
                    ("check_out", ">", min(first for first, _last in days)),
                ],
                order="check_in, id",
            )
        ):
            stretch = Stretch(row.check_in, row.check_out or now)
            found[row.employee_id.user_id.id].append(stretch)
        return found

    def _format_events(
        self, events: list[tuple[datetime, str]], since: datetime | None
    ) -> str:
        words = {
            "sign_in": self.env._("in"),
            "sign_out": self.env._("out"),
            "session_end": self.env._("session ended"),
        }
        shown = [
            f"{words[kind]} {self._to_local(moment):%H:%M}" for moment, kind in events
        ]
        if since:
            local = self._to_local(since)
            moment = f"{format_date(self.env, local.date())} {local:%H:%M}"
            shown.insert(0, self.env._("since %(moment)s", moment=moment))
        return ", ".join(shown)

    def _format_hours(self, stretch: Stretch) -> str:
        start, end = (self._to_local(moment) for moment in stretch)
        return f"{start:%H:%M}–{end:%H:%M}"
