from datetime import timedelta

from odoo import api, fields, models

REOPEN_DAYS = "crm_portal.reopen_days"
DEFAULT_REOPEN_DAYS = 30


class ProjectTask(models.Model):
    """Customers close their tickets and open them again, and say why if they like."""

    _inherit = "project.task"

    crm_closing_date = fields.Datetime(
        readonly=True, copy=False, export_string_translation=False
    )

    def _end_waiting(self):
        result = super()._end_waiting()
        # sudo: project.task - a note of ours that follows the state
        for ticket_sudo in self.sudo().filtered("crm_topic_id"):
            if ticket_sudo.is_closed != bool(ticket_sudo.crm_closing_date):
                ticket_sudo.crm_closing_date = (
                    ticket_sudo.is_closed and fields.Datetime.now()
                )
        return result

    @api.model
    def _get_reopen_days(self) -> int:
        """Return for how many days a closed ticket can be opened again; 0: always."""
        # sudo: ir.config_parameter - a number that is no secret
        given = self.env["ir.config_parameter"].sudo().get_param(REOPEN_DAYS)
        return int(given) if str(given).isdigit() else DEFAULT_REOPEN_DAYS

    def _is_reopenable(self) -> bool:
        """Return whether the customer may still open the closed ticket again."""
        self.ensure_one()
        days = self._get_reopen_days()
        closed = self.crm_closing_date or self.write_date
        return not days or closed > fields.Datetime.now() - timedelta(days=days)

    def _change_state_for(self, share, do: str, reason: str) -> None:
        """Close or reopen the ticket for a person outside; colleagues read why."""
        if do == "close" and not self.is_closed:
            self.state = "1_done"
        elif do == "reopen" and self.is_closed and self._is_reopenable():
            self.state = "01_in_progress"
        else:
            return
        self._tell_of_act(share.partner_id, do, reason)
