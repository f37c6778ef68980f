from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .reads_files import MOST_CONTENT
from .support_form import PAGE, Place, SupportForm


class SupportLink(SupportForm):
    """The form at a customer's own address, open also where the public one is not."""

    @http.route(
        "/support/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def link(self, token, **_query):
        """Show the form with this customer's topics; changes nothing."""
        place = self._find_place(token)
        return self._render({}, {}, place) if place else self._render_no_link()

    @http.route(
        "/support/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MOST_CONTENT,
    )
    def link_file(self, token, **post):
        """File a ticket of this customer, or show what is wrong."""
        place = self._find_place(token)
        return self._receive(post, place) if place else self._render_no_link()

    @http.route(
        "/support/<string:token>/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def link_thanks(self, token, **_query):
        """Tell the number."""
        if not self._find_place(token):
            raise NotFound
        return self._keep_secret(
            request.render(
                "crm_portal.support_thanks",
                {
                    "number": request.session.get("crm_support_number"),
                    "again": f"/support/{token}",
                },
            )
        )

    # -- the form ------------------------------------------------------------------

    def _find_place(self, token) -> Place | None:
        link_sudo = request.env["crm.portal.link"]._find_by_token(token)
        return link_sudo and Place(
            "crm_portal.support_link", f"/support/{token}", link=link_sudo
        )

    def _render(self, values, errors, place=PAGE):
        response = super()._render(values, errors, place)
        return self._keep_secret(response) if place.link else response

    def _render_no_link(self):
        """Say the same of one that never was, has expired or was taken back."""
        return self._keep_secret(
            request.render("crm_portal.support_no_link", status=404)
        )

    def _get_thanks_url(self, ticket_sudo, place):
        if not place.link:
            return super()._get_thanks_url(ticket_sudo, place)
        return f"{place.action}/thanks"

    def _keep_secret(self, response):
        """The address is the key: it goes nowhere else, and nobody keeps the page."""
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return self._guard(response)

    # -- the ticket ----------------------------------------------------------------

    def _find_sender(self, question, values, place):
        if not place.link:
            return super()._find_sender(question, values, place)
        senders = request.env["crm.portal.sender"]
        return senders._get_sender_of(place.customer, values)

    def _prepare_filing_values(self, place):
        further = super()._prepare_filing_values(place)
        if not place.link:
            return further
        # whoever has the link can type any colleague's address, or one that is not
        # theirs: nobody else of the customer sees it before they have shown it
        return {**further, "crm_link_id": place.link.id, "crm_is_unverified": True}
