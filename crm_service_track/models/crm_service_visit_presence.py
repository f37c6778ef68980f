from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

from ..tools.presence import find_gaps, pair_events, sum_minutes
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
        events = self._get_session_events()
        attendances = self._get_attendances()
        now = fields.Datetime.now()
        for visit in self:
            first, last = visit._get_day()
            own = [
                event for event in events[visit.user_id.id] if first <= event[0] < last
            ]
            there = [
                stretch
                for stretch in attendances[visit.user_id.id]
                if stretch.overlaps(Stretch(first, last))
            ]
            visit.presence = visit._format_events(own)
            visit.attendance = ", ".join(map(visit._format_hours, there))
            covered = there or pair_events(own, min(last, now))
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

    def _get_session_events(self) -> dict[int, list[tuple[datetime, str]]]:
        found = defaultdict(list)
        days = [visit._get_day() for visit in self if visit.date_start]
        if not days:
            return found
        # sudo: crm.session.log - shown to managers, to whom the field is limited
        for log in (
            self.env["crm.session.log"]
            .sudo()
            .search_fetch(
                [
                    ("user_id", "in", self.user_id.ids),
                    ("date", ">=", min(first for first, _last in days)),
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
        days = [visit._get_day() for visit in self if visit.date_start]
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

    def _format_events(self, events: list[tuple[datetime, str]]) -> str:
        words = {
            "sign_in": self.env._("in"),
            "sign_out": self.env._("out"),
            "session_end": self.env._("session ended"),
        }
        return ", ".join(
            f"{words[kind]} {self._to_local(moment):%H:%M}" for moment, kind in events
        )

    def _format_hours(self, stretch: Stretch) -> str:
        start, end = (self._to_local(moment) for moment in stretch)
        return f"{start:%H:%M}–{end:%H:%M}"
