from datetime import timedelta

from pytz import timezone

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.durations import find_cut, seconds_between, to_local

BATCH = 100
# whoever works a little longer is not cut while at it
PATIENCE = timedelta(hours=1)


class CrmServiceInterval(models.Model):
    """Forgotten timers: warned of, then cut, never silently."""

    _inherit = "crm.service.interval"

    @api.model
    def _cron_check_timers(self):
        """Warn of timers that run long, and cut those left on after work."""
        last_id = 0
        running = Domain("date_end", "=", False)
        while stretches := self.search(
            running & Domain("id", ">", last_id), order="id", limit=BATCH
        ):
            last_id = stretches[-1].id
            # whoever stops one at this moment comes first
            stretches.try_lock_for_update()._check_forgotten(fields.Datetime.now())
            if not self.env["ir.cron"]._commit_progress(len(stretches)):
                break

    def _check_forgotten(self, now):
        for stretch in self:
            cut = stretch._get_cut()
            if now >= cut + PATIENCE:
                stretch._cut(cut, now)
            elif not stretch.date_warned and stretch._runs_long(now):
                stretch._warn(now)

    def _runs_long(self, now) -> bool:
        hours = self.record_id.company_id.crm_service_warn_hours
        return bool(hours) and seconds_between(self.date_start, now) >= hours * 3600

    def _get_cut(self):
        """Return the end of the working day on which the timer was started."""
        self.ensure_one()
        calendar = (
            self.user_id.resource_calendar_id
            or self.record_id.company_id.resource_calendar_id
        )
        tz = self.user_id.tz or calendar.tz or "UTC"
        day = to_local(self.date_start, tz).date()
        zone = timezone(tz)
        bounds = (
            zone.localize(fields.Datetime.to_datetime(day)),
            zone.localize(fields.Datetime.to_datetime(day + timedelta(days=1))),
        )
        ends = [
            end.astimezone(timezone("UTC")).replace(tzinfo=None)
            for _start, end, _attendance in calendar._work_intervals_batch(
                *bounds, tz=zone
            )[False]
            if calendar
        ]
        return find_cut(self.date_start, max(ends, default=None), tz)

    def _warn(self, now):
        """Ask whether the timer was forgotten, once."""
        self.date_warned = now
        self._notify_user(
            lambda stretch: stretch.env._(
                "Your timer has been running since %(start)s. Stop it if it was "
                "forgotten; it is stopped by itself at the end of the working day.",
                start=stretch._format_moment(stretch.date_start),
            )
        )

    def _cut(self, cut, now):
        """End it at the end of the working day, to be confirmed."""
        self._as_timer().write({"date_end": cut, "to_confirm": True})
        self._notify_user(
            lambda stretch: stretch.env._(
                "A forgotten timer, started on %(start)s, was still running on "
                "%(now)s. It has been stopped at the end of the working day, %(end)s. "
                "Confirm or correct the time.",
                start=stretch._format_moment(stretch.date_start),
                now=stretch._format_moment(now),
                end=stretch._format_moment(cut),
            )
        )

    def _notify_user(self, make_text):
        """Tell the technician in every window; the history has it as the company's."""
        user = self.user_id
        stretch = self.with_context(lang=user.lang, tz=user.tz)
        text = make_text(stretch)
        record = stretch.record_id
        record.message_notify(
            body=text,
            subject=self.with_context(lang=user.lang).env._(
                "Timer: %s", record.display_name
            ),
            partner_ids=user.partner_id.ids,
        )
        logged = self.with_context(lang=record.company_id._get_log_lang(), tz=user.tz)
        logged.record_id._message_log(body=make_text(logged))
        user._bus_send(
            "crm_service_timer_notice", {"text": text, "record_id": record.id}
        )
