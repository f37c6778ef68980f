from typing import NamedTuple

from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..tools.durations import format_duration

TRACED = {"date_start", "date_end", "to_confirm", "user_id"}


class Before(NamedTuple):
    """A stretch before something was written to it."""

    text: str
    user: models.Model
    times: tuple
    to_confirm: bool


class CrmServiceInterval(models.Model):
    """Whoever corrects a time leaves a trace, in the history of the record."""

    _inherit = "crm.service.interval"

    def write(self, vals):
        if "record_id" in vals:
            self._keep_records()
        return super().write(vals)

    def _keep_records(self):
        """Remember that the records had times, before these leave them."""
        # sudo: crm.service.record - nobody's to write
        self.record_id.sudo().had_times = True

    def _format_moment(self, moment) -> str:
        if not moment:
            return self.env._("now")
        return format_datetime(self.env, moment, dt_format="medium")

    def _get_text(self) -> str:
        """Return a stretch as it is shown in the history."""
        self.ensure_one()
        text = self.env._(
            "%(name)s: %(start)s – %(end)s (%(duration)s)",
            name=self.user_id.name,
            start=self._format_moment(self.date_start),
            end=self._format_moment(self.date_end),
            duration=format_duration(self.seconds),
        )
        return f"{text} · {self.note}" if self.note else text

    def _log_made(self):
        for stretch in self:
            stretch._log(self.env._("Time added by hand"), stretch._get_text())

    def _get_before(self, vals: dict) -> dict:
        """Return the stretches as they are, when what is written leaves a trace."""
        if not vals.keys() & TRACED:
            return {}
        return {
            stretch: Before(
                stretch._get_text(),
                stretch.user_id,
                stretch._get_times(),
                stretch.to_confirm,
            )
            for stretch in self
        }

    def _get_times(self) -> tuple:
        return self.date_start, self.date_end

    def _settle_corrected(self, before: dict):
        """Have no time confirmed that somebody has corrected."""
        settled = self.filtered(
            lambda stretch: (
                stretch in before
                and stretch.to_confirm
                and stretch._get_times() != before[stretch].times
            )
        )
        if settled:
            # the correction is the trace
            settled._as_timer().to_confirm = False

    def _log_changed(self, before: dict):
        for stretch, old in before.items():
            text, is_same = stretch._get_text(), stretch._get_times() == old.times
            if not is_same or stretch.user_id != old.user:
                stretch._log(self.env._("Time corrected"), f"{old.text} → {text}")
            if is_same and old.to_confirm and not stretch.to_confirm:
                stretch._log(self.env._("Time confirmed"), text)

    def _log_removed(self):
        for stretch in self:
            stretch._log(self.env._("Time removed"), stretch._get_text())
        self._keep_records()

    def _log(self, title: str, text: str):
        body = Markup("<strong>%s</strong><br/>%s") % (title, text)
        # sudo: mail.message - the trace is left whatever the user may post
        self.record_id.sudo()._message_log(
            body=body, author_id=self.env.user.partner_id.id
        )
