from odoo import api, models
from odoo.tools.mail import email_split_tuples

from ..tools import ticket_mail
from ..tools.ticket_mail import TicketMail

TASK = "project.task"


class MailThread(models.AbstractModel):
    """Mails to tickets: where they go, and what is to be known of them."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Let a mail to the answer address of a ticket reach that ticket.

        What answers a merged ticket goes to the one that it was merged into.
        """
        if ticket := self._find_ticket_by_address(message_dict):
            user = self._mail_find_user_for_gateway(message_dict["email_from"])
            routes = [
                (ticket._name, ticket.id, custom_values, user.id or self.env.uid, None)
            ]
        else:
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

    @api.model
    def _find_ticket_by_address(self, message_dict: dict):
        """Return the ticket whose true answer address is among the recipients."""
        tickets = self.env[TASK]
        if message_dict.get("is_bounce"):
            return tickets
        number, mark = ticket_mail.find_answer_address(message_dict.get("recipients"))
        # sudo: project.task - the mark is what gives access, and is checked here
        found = number and tickets.sudo().search([("crm_number", "=", number)], limit=1)
        return found if found and found._is_answer_mark(mark) else tickets

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Let tickets know of their mail what no value of a post tells."""
        if any(route[0] == TASK for route in routes or ()):
            ticket = self._find_ticket_by_address(message_dict)
            ticket = ticket.browse(self._get_merged_ticket(ticket.id) or ())
            mail = TicketMail(
                ticket_mail.is_written_by_machine(message),
                ticket.crm_number or "",
                tuple(email_split_tuples(message_dict.get("recipients") or "")),
            )
            self = self.with_context(**{ticket_mail.KEY: mail})  # noqa: PLW0642
        return super()._message_route_process(message, message_dict, routes)
