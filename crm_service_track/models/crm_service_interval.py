from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.crm_cubicl.tools.marks import has_marks

from ..tools.durations import seconds_between
from ..tools.roles import MANAGER

TIMER = {"crm_service_timer": object()}
# seconds by which the clock of a device may be ahead
CLOCKS_DIFFER = 60


class CrmServiceInterval(models.Model):
    """A time in which somebody worked without interruption."""

    _name = "crm.service.interval"
    _description = "Stretch of Service"
    _order = "date_start, id"

    record_id = fields.Many2one(
        "crm.service.record", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Technician",
        required=True,
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    date_start = fields.Datetime(
        string="Start", required=True, default=lambda self: fields.Datetime.now()
    )
    date_end = fields.Datetime(string="End", help="Empty while the timer runs.")
    seconds = fields.Integer(
        compute="_compute_seconds",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    hours = fields.Float(string="Duration", compute="_compute_hours")
    to_confirm = fields.Boolean(
        help="The timer was forgotten and has been stopped: is the end right?"
    )
    note = fields.Char(string="Reason", help="Why it was interrupted or corrected.")
    date_warned = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )

    _running_uniq = models.UniqueIndex(
        "(user_id) WHERE date_end IS NULL",
        "There is a timer running already, started in another window or on another "
        "device. Stop it first.",
    )
    _ends_after_start = models.Constraint(
        "CHECK (date_end >= date_start)", "A stretch cannot end before it starts."
    )
    _user_start_idx = models.Index("(user_id, date_start)")
    # what is entered is mostly of late: few have ended after it began
    _user_end_idx = models.Index("(user_id, COALESCE(date_end, 'infinity'))")

    @api.depends("record_id")
    def _compute_user_id(self):
        for stretch in self:
            stretch.user_id = (
                stretch.user_id or stretch.record_id.user_id or self.env.user
            )

    @api.depends("date_start", "date_end")
    def _compute_seconds(self):
        for stretch in self:
            is_over = stretch.date_start and stretch.date_end
            stretch.seconds = is_over and seconds_between(
                stretch.date_start, stretch.date_end
            )

    @api.depends("seconds")
    def _compute_hours(self):
        for stretch in self:
            stretch.hours = stretch.seconds / 3600

    @api.constrains("user_id", "date_start", "date_end")
    def _check_times(self):
        if self._is_timer():
            return
        now = fields.Datetime.now()
        for stretch in self:
            last = stretch.date_end or stretch.date_start
            if seconds_between(now, last) > CLOCKS_DIFFER:
                raise ValidationError(
                    self.env._(
                        "%(moment)s is in the future. Time can be kept once it has "
                        "passed.",
                        moment=stretch._format_moment(last),
                    )
                )
        self._check_overlaps()

    def _check_overlaps(self):
        """Refuse times in which the same person has worked elsewhere."""
        self.flush_model(["user_id", "date_start", "date_end"])
        self.env["crm.service.record"].flush_model(["is_replaced"])
        # no LIMIT: hoping for one, the planner would read all that there are
        found = self.env.execute_query(
            SQL(
                """
                SELECT mine.id, other.id
                  FROM crm_service_interval AS mine
                  JOIN crm_service_interval AS other
                    ON other.user_id = mine.user_id AND other.id != mine.id
                   AND other.date_start < COALESCE(mine.date_end, 'infinity')
                   AND COALESCE(other.date_end, 'infinity') > mine.date_start
                  JOIN crm_service_record AS record
                    ON record.id = other.record_id AND record.is_replaced IS NOT TRUE
                 WHERE mine.id IN %s
                """,
                tuple(self.ids or [0]),
            )
        )
        if found:
            mine, other = (self.browse(id_) for id_ in found[0])
            raise ValidationError(mine._get_overlap_message(other))

    def _get_overlap_message(self, other) -> str:
        # sudo: crm.service.interval - one's own time, at whichever customer
        other_sudo = other.sudo()
        return self.env._(
            "%(start)s – %(end)s overlaps with %(record)s (%(other_start)s – "
            "%(other_end)s): the same person cannot work twice at once.",
            start=self._format_moment(self.date_start),
            end=self._format_moment(self.date_end),
            record=other_sudo.record_id.name,
            other_start=self._format_moment(other_sudo.date_start),
            other_end=self._format_moment(other_sudo.date_end),
        )

    @api.model_create_multi
    def create(self, vals_list):
        stretches = super().create(vals_list)
        if not self._is_timer():
            stretches._check_by_hand()
            stretches._log_made()
        stretches._tell_users()
        return stretches

    def write(self, vals):
        before = {} if self._is_timer() else self._get_before(vals)
        result = super().write(vals)
        if before and "user_id" in vals:
            self._check_by_hand()
        if "to_confirm" not in vals:
            self._settle_corrected(before)
        self._log_changed(before)
        self._tell_users()
        return result

    def unlink(self):
        users = self._get_running_users()
        self._log_removed()
        result = super().unlink()
        self._send_timers(users)
        return result

    def _has_field_access(self, field, operation):
        """What is computed of the times is nobody's to write."""
        if operation == "write" and field.name == "seconds" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_timer(self) -> bool:
        """Return whether the timer writes, and not somebody who corrects."""
        return has_marks(self.env.context, TIMER)

    def _as_timer(self):
        return self.with_context(**TIMER)

    def _check_by_hand(self):
        """Refuse others' time, and time that a contract blocks, but to managers."""
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._("Only a manager of services adds time of somebody else.")
            )
        for record, stretches in self.grouped("record_id").items():
            if reason := record._get_cover_reason_of(stretches):
                raise UserError(
                    self.env._(
                        "%(reason)s Ask a manager of services to add the time.",
                        reason=reason,
                    )
                )

    def _get_day(self):
        """Return the day on which it begins, on the clock of the company."""
        return self.record_id.company_id._get_service_day(self.date_start)
