from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.roles import TECHNICIAN


class ResUsers(models.Model):
    """Technicians have a timer, and see the records that the level lets them see."""

    _inherit = "res.users"

    crm_service_autostart = fields.Boolean(
        string="Start the Timer by Itself",
        help="Choosing the customer of a new support record starts the timer, after "
        "three seconds in which it can be called off.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["crm_service_autostart"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["crm_service_autostart"]

    @api.model
    def get_service_timer(self) -> dict:
        """Return one's own timer for the clock in the top bar."""
        return self.env.user._get_service_timer()

    @api.model
    def stop_service_timer(self) -> dict:
        """Stop one's own timer, wherever it was started."""
        if not self.env.user.has_group(TECHNICIAN):
            raise AccessError(self.env._("You have no timer."))
        self.env["crm.service.interval"]._get_running_sudo(self.env.user)._stop()
        return self.env.user._get_service_timer()

    def _get_service_timer(self) -> dict:
        """Return ``{"now": the server's clock, "timer": what runs, or False}``."""
        self.ensure_one()
        running_sudo = self.env["crm.service.interval"]._get_running_sudo(self)
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "timer": running_sudo._get_timer() if running_sudo else False,
        }

    def _get_service_record_rule(self) -> Domain:
        """Return the support records that the user's level leaves in sight.

        Who may not see a customer sees no record of it but the own ones. Part of a
        global rule, which is cached; it names only what concerns the user.
        """
        self.ensure_one()
        return Domain("user_id", "=", self.id) | self._get_rule_by_customer()
