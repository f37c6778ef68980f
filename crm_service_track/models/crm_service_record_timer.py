from odoo import models
from odoo.exceptions import UserError

from ..tools.roles import MANAGER


class CrmServiceRecord(models.Model):
    """The timer of a record: start, stop, go on."""

    _inherit = "crm.service.record"

    def start_timer(self, switch=False, accept=False) -> dict:
        """Start one's own timer on this record, or tell what has to be asked first.

        Returns ``{"result": "started" | "running"}`` with what the clock shows,
        ``{"result": "other", "timer": …}`` while another is running, or
        ``{"result": "ask", "reason": …}`` when the contract wants to be asked.

        :param switch: stop the other one
        :param accept: start although no contract covers it
        """
        self.ensure_one()
        self.check_access("write")
        if ask := self._ask_before_start(bool(accept)):
            return ask
        running_sudo = self.interval_ids._get_running_sudo(self.env.user)
        if running_sudo.record_id.id == self.id:
            return {"result": "running", **self.env.user._get_service_timer()}
        if running_sudo and not switch:
            return {"result": "other", "timer": running_sudo._get_timer()}
        running_sudo._stop()
        self.interval_ids._as_timer().create(
            {"record_id": self.id, "user_id": self.env.uid}
        )
        return {"result": "started", **self.env.user._get_service_timer()}

    def stop_timer(self) -> dict:
        """Stop what runs on these records: one's own, and as a manager anybody's."""
        self.check_access("write")
        running = self.interval_ids.filtered(lambda stretch: not stretch.date_end)
        if not self.env.user.has_group(MANAGER):
            running = running.filtered(lambda stretch: stretch.user_id == self.env.user)
        running._stop()
        return self.env.user._get_service_timer()

    def action_confirm_times(self):
        """Confirm the ends at which forgotten timers were stopped."""
        self.check_access("write")
        self.interval_ids.filtered("to_confirm").to_confirm = False

    def _ask_before_start(self, accept: bool) -> dict | None:
        """Return what has to be asked, or refuse, when no contract covers it."""
        cover = self._get_cover()
        if cover["policy"] == "block":
            raise UserError(
                self.env._(
                    "%(reason)s The contract allows no service beyond it: talk to the "
                    "account manager.",
                    reason=cover["reason"],
                )
            )
        if cover["policy"] != "ask" or accept:
            return None
        return {"result": "ask", "reason": cover["reason"]}
