from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .signed_in import FILE, PAGE, VISITS_URL, SignedInMixin

URL = f"{VISITS_URL}/<int:visit_id>"


class MyServicePage(SignedInMixin, http.Controller):
    """One service of the customer of whoever is signed in."""

    @http.route(URL, **PAGE)
    def my_service_page(self, visit_id, **_query):
        """Show a service, and what was answered."""
        visit_sudo = self._find_visit(visit_id)
        values = {
            "page_name": "crm_service",
            "page": visit_sudo._get_portal_page(),
            "url": f"{VISITS_URL}/{visit_sudo.id}",
        }
        return request.render("crm_service_track.my_service_page", values)

    @http.route(
        f"{URL}/answer", type="http", auth="user", website=True, methods=["POST"]
    )
    def my_service_answer(self, visit_id, **_post):
        """Lead to the page on which the service is rated and approved, or not."""
        visit_sudo = self._find_visit(visit_id)
        link_sudo = visit_sudo._get_portal_link(self._get_person())
        if not link_sudo:
            # somebody else was quicker
            return request.redirect(f"{VISITS_URL}/{visit_sudo.id}", code=303)
        return request.redirect(f"/service/visit/{link_sudo._get_token()}", code=303)

    @http.route(f"{URL}/pdf", **FILE)
    def my_service_pdf(self, visit_id, **_query):
        """Hand over the form on paper."""
        visit_sudo = self._find_visit(visit_id)
        name = visit_sudo._for_customer()._get_pdf_name()
        return self._send_pdf(visit_sudo._get_portal_pdf(), name)

    @http.route(f"{URL}/photo/<int:photo_id>", **FILE)
    def my_service_photo(self, visit_id, photo_id, **_query):
        """Hand over a photo of the form."""
        photos_sudo = self._find_visit(visit_id)._get_portal_photos()
        photo_sudo = photos_sudo.filtered(lambda photo: photo.id == photo_id)
        if not photo_sudo:
            raise NotFound
        # sudo: ir.binary - a photo that the customer is shown
        stream = request.env["ir.binary"].sudo()._get_stream_from(photo_sudo)
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _find_visit(self, visit_id: int):
        """Return the form, if whoever is signed in may see it."""
        domain = self._get_own("crm.service.visit") & Domain("id", "=", visit_id)
        # sudo: crm.service.visit - the domain says what the person may see
        visit_sudo = request.env["crm.service.visit"].sudo().search(domain)
        if not visit_sudo:
            raise NotFound
        return visit_sudo
