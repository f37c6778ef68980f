from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.working_time import WorkingTime
from .project_task_ticket import US

# working hours after which a ticket that waits for us is no longer fresh, and old
AGES = ((24, "old"), (8, "aging"))
# hours of which nobody asks for the minutes
LONG = 10
# as far as working hours are looked up at once, and at most
NEAR, FAR = timedelta(days=60), timedelta(days=2000)


class ProjectTask(models.Model):
    """How long somebody has waited, in working hours of the company's calendar."""

    _inherit = "project.task"

    crm_waiting_hours = fields.Float(
        string="Waiting hours",
        compute="_compute_crm_waiting_hours",
        search="_search_crm_waiting_hours",
        help="Working hours, without holidays.",
    )
    crm_waiting_text = fields.Char(
        string="Waiting", compute="_compute_crm_waiting_text", exportable=False
    )
    crm_age = fields.Selection(
        [("fresh", "Fresh"), ("aging", "Waiting a day"), ("old", "Waiting for days")],
        string="Age",
        compute="_compute_crm_age",
        exportable=False,
    )

    @api.depends("crm_waiting_since", "project_id", "company_id")
    def _compute_crm_waiting_hours(self):
        hours = self._get_working_hours("crm_waiting_since", fields.Datetime.now())
        for task in self:
            task.crm_waiting_hours = hours.get(task, 0.0)

    @api.depends("crm_waiting_hours")
    @api.depends_context("lang")
    def _compute_crm_waiting_text(self):
        for task in self:
            task.crm_waiting_text = task.crm_waiting_for and task._format_hours(
                task.crm_waiting_hours
            )

    @api.depends("crm_waiting_hours", "crm_waiting_for")
    def _compute_crm_age(self):
        for task in self:
            age = task.crm_waiting_for and "fresh"
            if task.crm_waiting_for == US:
                ages = (name for most, name in AGES if task.crm_waiting_hours >= most)
                age = next(ages, age)
            task.crm_age = age

    @api.model
    def _search_crm_waiting_hours(self, operator, value):
        """Turn hours into a moment, for each company whose calendar counts."""
        # what a stored field is checked for by itself
        self._check_field_access(self._fields["crm_waiting_hours"], "read")
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        now = fields.Datetime.now()
        flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]
        domains = []
        for company in self.env.companies:
            ids = [company.id, False] if company == self.env.company else [company.id]
            moment = self._get_moment_before(company, now, value)
            domains.append(
                Domain("company_id", "in", ids)
                & Domain("crm_waiting_since", flipped, moment)
            )
        return Domain.OR(domains)

    @api.model
    def _get_moment_before(self, company, now, hours: float):
        """Return since when so many hours were worked in a company."""
        calendar = company.sudo().resource_calendar_id
        reach = NEAR
        while reach < FAR:
            time = self._get_working_time(calendar, now - reach, now)
            if moment := time.before(now, hours):
                return moment
            reach *= 2
        return now - FAR

    # -- the calendar ------------------------------------------------------------

    def _get_working_hours(self, since: str, until) -> dict:
        """Return the working hours since a date of each task, by task.

        :param since: name of a field
        """
        begun = self.filtered(since)
        hours = {}
        for calendar, tasks in begun._group_by_calendar().items():
            time = self._get_working_time(calendar, min(tasks.mapped(since)), until)
            hours |= {task: time.hours(task[since], until) for task in tasks}
        return hours

    def _group_by_calendar(self) -> dict:
        """Return the tasks by the calendar of their project or company."""
        # sudo: project.project, resource.calendar - when people work is no secret
        tasks_sudo = self.sudo()
        by_calendar = tasks_sudo.grouped(
            lambda task: (
                task.project_id.resource_calendar_id
                or task.company_id.resource_calendar_id
                or self.env.company.resource_calendar_id
            )
        )
        return {
            calendar: tasks.with_env(self.env)
            for calendar, tasks in by_calendar.items()
        }

    @api.model
    def _get_working_time(self, calendar, since, until) -> WorkingTime:
        """Return when people work between two moments, holidays left out.

        Without a calendar, always.
        """
        if not calendar or since >= until:
            return WorkingTime([(since, until)] if since < until else [])
        intervals = calendar._work_intervals_batch(
            since.replace(tzinfo=timezone.utc), until.replace(tzinfo=timezone.utc)
        )[False]
        return WorkingTime(
            [
                tuple(
                    at.astimezone(timezone.utc).replace(tzinfo=None) for at in span[:2]
                )
                for span in intervals
            ]
        )

    @api.model
    def _format_hours(self, hours: float) -> str:
        """Return hours as people say them: the longer, the less exactly."""
        minutes = round(hours * 60)
        if minutes < 60:
            return self.env._("%s min", minutes)
        if hours >= LONG or not minutes % 60:
            return self.env._("%s h", round(hours))
        return self.env._(
            "%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60
        )
