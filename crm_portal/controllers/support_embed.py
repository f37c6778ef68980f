from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import hash_sign

from odoo.addons.crm_cubicl.tools.signed import read_signed

from ..tools.origins import get_frame_policy
from .reads_files import MOST_CONTENT
from .support_form import PAGE, Place, SupportForm

THANKS_SCOPE = "crm_portal.thanks"

FRAME = Place("crm_portal.support_frame", "/support/embed", is_frame=True)


class SupportEmbed(SupportForm):
    """The public form inside a page of another site, where the settings allow it.

    Browsers keep the session's cookie from a frame in another site (``SameSite``), so
    the session, and with it core's sign against forged requests, is not there. Nothing
    here looks at a session: whoever sends the form is a stranger, signed in or not, and
    nobody's rights can be borrowed by making them send it. What keeps other pages from
    sending it all the same is a sign of our own: made with the page, valid for a day,
    for one website, and asked for with every form; besides, a browser that names where
    the form comes from has to name this site.
    """

    @http.route(
        "/support/embed",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        save_session=False,
    )
    def support_embed(self, **_query):
        """Show the form without header and footer."""
        self._check_may_be_framed()
        return self._render({}, {}, FRAME)

    @http.route(
        "/support/embed",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        save_session=False,
        # no session in a frame: see the class for what is asked instead
        csrf=False,
        max_content_length=MOST_CONTENT,
    )
    def support_embed_file(self, **post):
        """File a ticket from the frame."""
        self._check_may_be_framed()
        if not self._is_from_here() or not self._read_key(str(post.get("form_key"))):
            error = request.env._("This page was open for too long. Send it once more.")
            return self._refuse(self._read_values(post), {"form": error}, FRAME)
        return self._receive(post, FRAME)

    @http.route(
        "/support/embed/thanks/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        save_session=False,
    )
    def support_embed_thanks(self, token, **_query):
        """Tell the number, which the address carries as there is no session."""
        self._check_may_be_framed()
        values = read_signed(request.env(su=True), THANKS_SCOPE, token)
        if not values:
            raise NotFound
        return self._guard_frame(
            request.render(
                "crm_portal.support_frame_thanks",
                {"number": values[0], "texts": self._get_texts()},
            )
        )

    def _get_thanks_url(self, ticket_sudo, place):
        if not place.is_frame:
            return super()._get_thanks_url(ticket_sudo, place)
        env, number = request.env(su=True), ticket_sudo.crm_number or ""
        token = hash_sign(env, THANKS_SCOPE, [number], expiration_hours=1)
        return f"/support/embed/thanks/{token}"

    def _render(self, values, errors, place=PAGE):
        response = super()._render(values, errors, place)
        return self._guard_frame(response) if place.is_frame else response

    # -- who may show it -----------------------------------------------------------

    def _get_origins(self) -> list[str]:
        # sudo: crm.portal.site - browsers are told who may show the form
        site_sudo = request.env["crm.portal.site"].sudo()._find(request.website)
        return site_sudo._get_frame_origins()

    def _check_may_be_framed(self) -> None:
        self._check_is_open()
        if not self._get_origins():
            raise NotFound
        # whoever is signed in in this browser is a stranger here
        request.update_env(user=request.website.user_id.id)

    def _is_from_here(self) -> bool:
        """Return whether a page of this site has sent it, as far as is said."""
        origin = request.httprequest.headers.get("Origin")
        return not origin or origin.partition("://")[2] == request.httprequest.host

    def _guard_frame(self, response):
        """Name the sites that may show it; a header with one name cannot do that."""
        response.headers.pop("X-Frame-Options", None)
        policy = get_frame_policy(self._get_origins())
        response.headers["Content-Security-Policy"] = policy
        # the number is in the address of the next page; "no-referrer" would keep the
        # browser from naming where the form comes from
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response
