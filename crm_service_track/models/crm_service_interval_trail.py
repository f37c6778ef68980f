from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..tools.durations import format_duration


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

    def _log_corrected(self, before: dict):
        for stretch, old in before.items():
            new = stretch._get_text()
            if new != old:
                stretch._log(self.env._("Time corrected"), f"{old} → {new}")

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
