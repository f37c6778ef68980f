from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .project_task_ticket import US
from .project_task_waiting import FAR, NEAR

# what moves the clock of a ticket
CLOCK = {"crm_waiting_for", "crm_first_answer_date", "crm_topic_id"}
STATES = ("ok", "risk", "missed")


class ProjectTask(models.Model):
    """Until when a ticket should be answered and solved."""

    _inherit = "project.task"

    crm_opened_date = fields.Datetime(string="Opened on", readonly=True, copy=False)
    crm_closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    crm_answer_hours = fields.Float(
        string="Hours to the first answer",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours, without holidays.",
    )
    crm_close_hours = fields.Float(
        string="Hours to the end",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours, without holidays.",
    )
    crm_us_hours = fields.Float(
        string="Hours waited for us",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours, up to the last change of who is waited for.",
    )
    crm_deadline = fields.Datetime(
        string="Target",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Until then the ticket should be answered or solved. None while the "
        "customer is waited for.",
    )
    crm_warning_date = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )
    crm_is_missed = fields.Boolean(string="Missed a target", readonly=True, copy=False)
    crm_target_told = fields.Selection(
        [("risk", "Warned"), ("missed", "Told of the breach")],
        string="Told of the target",
        readonly=True,
        copy=False,
    )
    crm_target_state = fields.Selection(
        [("ok", "In time"), ("risk", "At risk"), ("missed", "Missed")],
        string="Target state",
        compute="_compute_crm_target_state",
        search="_search_crm_target_state",
        exportable=False,
    )

    @api.depends("crm_deadline", "crm_warning_date", "crm_is_missed")
    def _compute_crm_target_state(self):
        now = fields.Datetime.now()
        for task in self:
            state = bool(task.crm_deadline) and "ok"
            if task.crm_is_missed or (task.crm_deadline and task.crm_deadline <= now):
                state = "missed"
            elif task.crm_warning_date and task.crm_warning_date <= now:
                state = "risk"
            task.crm_target_state = state

    @api.model
    def _search_crm_target_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        missed = Domain("crm_is_missed", "=", True) | Domain("crm_deadline", "<=", now)
        warned = Domain("crm_warning_date", "<=", now)
        is_set = Domain("crm_deadline", "!=", False)
        domains = {
            "missed": missed,
            "risk": ~missed & warned,
            "ok": ~missed & ~warned & is_set,
            False: ~missed & ~is_set,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def write(self, vals):
        if not CLOCK & vals.keys():
            return super().write(vals)
        # sudo: project.task - the clock runs whoever moves it
        self.sudo().filtered("crm_topic_id")._count_hours(vals)
        result = super().write(vals)
        tickets_sudo = self.sudo().filtered("crm_topic_id")
        tickets_sudo._note_times()
        if "crm_first_answer_date" in vals:
            tickets_sudo._note_answer_hours()
        tickets_sudo._set_targets()
        return result

    def _count_hours(self, vals: dict) -> None:
        """Add the hours waited for us, and keep that a target was missed."""
        now = fields.Datetime.now()
        waiting = self.filtered(lambda t: t.crm_waiting_for == US)
        if vals.get("crm_waiting_for", US) != US:
            hours = waiting._get_working_hours("crm_waiting_since", now)
            for task, count in hours.items():
                task.crm_us_hours += count
        late = self.filtered(lambda t: t.crm_deadline and t.crm_deadline <= now)
        late.crm_is_missed = True

    def _note_times(self) -> None:
        """Note when tickets were opened and closed, in hours of work too."""
        now = fields.Datetime.now()
        opened = self.filtered(lambda t: not t.crm_opened_date and t.crm_waiting_for)
        opened.crm_opened_date = now
        closed = self.filtered(lambda t: t.is_closed and not t.crm_closed_date)
        closed.crm_closed_date = now
        for task, hours in closed._get_working_hours("crm_opened_date", now).items():
            task.crm_close_hours = hours
        again = self.filtered(lambda t: not t.is_closed and t.crm_closed_date)
        again.crm_closed_date = False

    def _note_answer_hours(self) -> None:
        """Note after how many hours of work the first answer came."""
        answered = self.filtered("crm_first_answer_date")
        for answer, tasks in answered.grouped("crm_first_answer_date").items():
            hours = tasks._get_working_hours("crm_opened_date", answer)
            for task, count in hours.items():
                task.crm_answer_hours = count

    # -- targets -------------------------------------------------------------------

    def _set_targets(self) -> None:
        """Set until when the tickets should be answered or solved, and when to warn."""
        aimed = self.filtered(
            lambda t: (
                t.crm_deadline
                or t.crm_topic_id.target_answer_hours
                or t.crm_topic_id.target_solve_hours
            )
        )
        for calendar, tickets in aimed._group_by_calendar().items():
            spans = {ticket: ticket._get_target_spans() for ticket in tickets}
            plan = self._get_planner(calendar)
            for ticket, targets in spans.items():
                ends = [
                    (plan(since, hours), plan(since, hours - left))
                    for since, hours, left in targets
                ]
                deadline, warning = min(ends, default=(False, False))
                ticket._set_deadline(deadline, warning)

    def _get_target_spans(self) -> list[tuple]:
        """Return the targets that run: since when, hours, hours after the warning."""
        topic = self.crm_topic_id
        if self.crm_waiting_for != US or not topic:
            return []
        rest = 1 - topic.target_warning_percent / 100
        spans = []
        if topic.target_answer_hours and not self.crm_first_answer_date:
            target = topic.target_answer_hours
            spans.append((self.crm_opened_date, target, target * rest))
        if target := topic.target_solve_hours:
            left = target - self.crm_us_hours
            spans.append((self.crm_waiting_since, left, target * rest))
        return spans

    @api.model
    def _get_planner(self, calendar):
        """Return a function that adds working hours to a moment.

        The calendar is looked up once, further ahead only where it takes that.
        """
        known = {}

        def plan(since: datetime, hours: float) -> datetime:
            reach = NEAR
            while hours > 0 and reach < FAR:
                start = since.replace(minute=0, second=0, microsecond=0)
                key = (start, reach)
                if key not in known:
                    known[key] = self._get_working_time(calendar, start, start + reach)
                if moment := known[key].after(since, hours):
                    return moment
                reach *= 2
            return since + timedelta(hours=hours)

        return plan

    def _set_deadline(self, deadline, warning) -> None:
        """Keep the next target; a new one is told of anew."""
        if (self.crm_deadline or False) == deadline:
            return
        if self.crm_target_told:
            self._drop_target_activities()
        self.write(
            {
                "crm_deadline": deadline,
                "crm_warning_date": warning,
                "crm_target_told": False,
            }
        )
