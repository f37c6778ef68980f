from odoo import api, models

TASK = "project.task"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Bring answers to a merged ticket to the one that it was merged into."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        return [
            (route[0], self._get_merged_ticket(route[1]), *route[2:])
            if route[0] == TASK and route[1]
            else route
            for route in routes or ()
        ]

    @api.model
    def _get_merged_ticket(self, ticket_id: int) -> int:
        # sudo: project.task - where a mail goes, whoever sends it
        ticket_sudo = self.env[TASK].sudo().browse(ticket_id).exists()
        seen = ticket_sudo
        while (target := ticket_sudo.crm_merged_into_id) and target not in seen:
            ticket_sudo, seen = target, seen | target
        return ticket_sudo.id or ticket_id
