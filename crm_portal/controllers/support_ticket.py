from werkzeug.exceptions import NotFound, abort

from odoo import http
from odoo.http import request

from .reads_files import MOST_CONTENT
from .ticket_page import TicketPageMixin


class SupportTicket(TicketPageMixin, http.Controller):
    """A ticket by the link of one person."""

    @http.route(
        "/support/ticket/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def ticket(self, token, **_query):
        """Show the ticket; changes nothing, as machines open links too."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        return self._show_page(share.task_id, share.partner_id, self._get_url(token))

    @http.route(
        "/support/ticket/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MOST_CONTENT,
    )
    def ticket_answer(self, token, text="", do="answer", reason="", **_post):
        """Add what the person has written, close the ticket or open it again."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        return self._take_post(share, self._get_url(token), text, do, reason)

    @http.route(
        "/support/ticket/<string:token>/follow",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def ticket_follow(self, token, follows="", **_post):
        """Stop the mails about the ticket, or start them again; access stays."""
        share = self._get_share(token)
        if share._is_expired():
            return request.render("crm_portal.support_expired", {"token": token})
        share._follow(follows == "1")
        return request.redirect(self._get_url(token))

    @http.route(
        "/support/ticket/<string:token>/renew",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def ticket_renew(self, token, **_post):
        """Send a new link to the address of the person, whoever asks."""
        share = self._get_share(token)
        # sudo: crm.portal.attempt - whoever asks is counted, and reads nothing of it
        attempts_sudo = request.env["crm.portal.attempt"].sudo()
        address = request.httprequest.remote_addr or ""
        if share._is_expired() and attempts_sudo._may_file(address, f"link {share.id}"):
            share.task_id._send_link(share)
        return request.render("crm_portal.support_renewed")

    @http.route(
        "/support/ticket/<string:token>/file/<int:attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def ticket_file(self, token, attachment_id, **_query):
        """Hand over a file of a post that the customer reads, never to be shown."""
        share = request.env["crm.portal.share"]._find_by_token(token)
        if not share or share._is_expired():
            raise NotFound
        return self._send_file(share.task_id, attachment_id)

    def _get_share(self, token):
        """Return the share of a link, or end with what may be wrong with the link."""
        share = request.env["crm.portal.share"]._find_by_token(token)
        if not share:
            page = request.render("crm_portal.support_no_link", status=404)
            page.flatten()
            abort(page)
        return share

    def _get_url(self, token) -> str:
        return f"/support/ticket/{token}"
