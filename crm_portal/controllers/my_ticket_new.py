from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.crm_portal_sender import Sender
from .reads_files import MOST_CONTENT
from .signed_in import LIST_URL, SignedInMixin
from .support_form import Place, SupportForm


class MyTicketNew(SignedInMixin, SupportForm):
    """A new ticket of whoever is signed in: who asks is sure."""

    @http.route(
        f"{LIST_URL}/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_ticket_new(self, **_query):
        """Show the form, with what this customer may ask about."""
        return self._render({}, {}, self._get_my_place())

    @http.route(
        f"{LIST_URL}/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_CONTENT,
    )
    def my_ticket_file_new(self, **post):
        """File a ticket, or show the form again with what is wrong."""
        return self._receive(post, self._get_my_place())

    def _get_my_place(self) -> Place:
        """Return the form of whoever is signed in; colleagues have their own place."""
        person_sudo = self._get_person()
        is_outside = person_sudo.partner_share and not request.env.user._is_public()
        # who is not there any more would not see what they file
        if not is_outside or not person_sudo._is_on_portal():
            raise NotFound
        return Place("crm_portal.my_ticket_new", f"{LIST_URL}/new", person=person_sudo)

    def _get_thanks_url(self, ticket_sudo, place):
        if not place.person:
            return super()._get_thanks_url(ticket_sudo, place)
        return self._get_ticket_url(ticket_sudo) if ticket_sudo else LIST_URL

    def _find_sender(self, question, values, place):
        if not place.person:
            return super()._find_sender(question, values, place)
        return Sender(place.person, True)

    def _file_ticket(self, question, values, place):
        if place.person:
            question = question._replace(channel="portal")
        return super()._file_ticket(question, values, place)
