from datetime import timedelta

from odoo import api, fields, models

REOPEN_DAYS = "crm_portal.reopen_days"
DEFAULT_REOPEN_DAYS = 30


class ProjectTask(models.Model):
    """Customers close their tickets and open them again, and say why if they like."""

    _inherit = "project.task"

    @api.model
    def _get_reopen_days(self) -> int:
        """Return for how many days a closed ticket can be opened again; 0: always."""
        parameters = self.env["ir.config_parameter"]
        return parameters._get_number(REOPEN_DAYS, DEFAULT_REOPEN_DAYS)

    def _is_reopenable(self) -> bool:
        """Return whether the customer may still open the closed ticket again."""
        self.ensure_one()
        days = self._get_reopen_days()
        closed = self.crm_closed_date or self.write_date
        return not days or closed > fields.Datetime.now() - timedelta(days=days)

    def _change_state_for(self, share, do: str, reason: str) -> None:
        """Close or reopen the ticket for a person outside; colleagues read why."""
        if do == "close" and not self.is_closed:
            state = "1_done"
        elif do == "reopen" and self.is_closed and self._is_reopenable():
            state = "01_in_progress"
        else:
            return
        # core would name whoever the page is shown as, such as the public user
        self._track_set_author(share.partner_id)
        self.state = state
        self._tell_of_act(share.partner_id, do, reason)
