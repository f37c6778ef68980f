from odoo import fields, models


class CrmServiceInterval(models.Model):
    """What runs, and who is told of it."""

    _inherit = "crm.service.interval"

    def _get_running_sudo(self, users):
        """Return what runs of users, wherever they started it."""
        # sudo: crm.service.interval - one's own time, at whichever customer
        return self.sudo().search(
            [("user_id", "in", users.ids), ("date_end", "=", False)]
        )

    def _stop(self):
        now = fields.Datetime.now()
        for stretch in self:
            # a clock that was put back must not undo what was worked
            end = max(now, stretch.date_start)
            # sudo: crm.service.interval - who may stop is asked before
            stretch.sudo()._as_timer().date_end = end

    def _get_timer(self) -> dict:
        """Return what the clock in the top bar shows of a running stretch."""
        self.ensure_one()
        # sudo: crm.service.record - one's own, whose customer may be hidden by now
        record_sudo = self.sudo().record_id
        return {
            "record_id": record_sudo.id,
            "name": record_sudo.name,
            "customer": record_sudo.customer_id.display_name,
            "start": fields.Datetime.to_string(self.sudo().date_start),
            "seconds": record_sudo.seconds,
        }

    def _get_running_users(self):
        running = self.filtered(lambda stretch: not stretch.date_end)
        return running.user_id

    def _tell_users(self):
        """Let every window of the users know what is running now."""
        self._send_timers(self.user_id)

    def _send_timers(self, users):
        for user in users:
            user._bus_send("crm_service_timer", user._get_service_timer())
