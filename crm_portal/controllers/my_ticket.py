from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..models.project_task_page import ROW_FIELDS
from .reads_files import MOST_CONTENT
from .signed_in import LIST_URL, SignedInMixin
from .ticket_page import TicketPageMixin


class MyTicket(SignedInMixin, TicketPageMixin, http.Controller):
    """A ticket of whoever is signed in."""

    _page_template = "crm_portal.my_ticket"

    @http.route(
        f"{LIST_URL}/<int:ticket_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_ticket(self, ticket_id, **_query):
        """Show one ticket."""
        ticket = self._find_ticket(ticket_id)
        return self._show_page(ticket, self._get_person(), self._get_ticket_url(ticket))

    @http.route(
        f"{LIST_URL}/<int:ticket_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_CONTENT,
    )
    def my_ticket_answer(self, ticket_id, text="", do="answer", reason="", **_post):
        """Add what was written, close the ticket or open it again."""
        ticket = self._find_ticket(ticket_id)
        return self._take_post(
            self._share(ticket), self._get_ticket_url(ticket), text, do, reason
        )

    @http.route(
        f"{LIST_URL}/<int:ticket_id>/follow",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_ticket_follow(self, ticket_id, follows="", **_post):
        """Stop the mails about the ticket, or start them again; access stays."""
        ticket = self._find_ticket(ticket_id)
        self._share(ticket)._follow(follows == "1")
        return request.redirect(self._get_ticket_url(ticket))

    @http.route(
        f"{LIST_URL}/<int:ticket_id>/file/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def my_ticket_file(self, ticket_id, attachment_id, **_query):
        """Hand over a file of a post."""
        return self._send_file(self._find_ticket(ticket_id), attachment_id)

    # -- whose ticket ----------------------------------------------------------------

    def _find_ticket(self, ticket_id: int):
        """Return the ticket, if whoever is signed in may see it."""
        domain = self._get_my_ticket_domain() & Domain("id", "=", ticket_id)
        # sudo: project.task - the domain says what the person may see
        tickets_sudo = request.env["project.task"].sudo()
        ticket_sudo = tickets_sudo.search_fetch(domain, ROW_FIELDS)
        if not ticket_sudo:
            raise NotFound
        return ticket_sudo

    def _share(self, ticket_sudo):
        """Return by what the person acts on the ticket, made for a colleague."""
        return ticket_sudo.crm_share_ids._share_as_colleague(
            ticket_sudo, self._get_person()
        )
