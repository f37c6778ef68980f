import time

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import consteq

from ..models.crm_service_visit import SCORES
from ..tools.approval_page import PageNonce, read_answer
from .signed_in import VISITS_URL, SignedInMixin

# nobody reads a form, chooses and writes in less
MIN_SECONDS = 3
URL = "/service/visit/<string:token>"
ROUTE = {
    "type": "http",
    "auth": "public",
    "website": True,
    "multilang": False,
    "sitemap": False,
}


class ServiceApproval(SignedInMixin, http.Controller):
    """The page on which a customer rates and approves a service.

    Mail scanners follow links, and some even send the forms they find. So opening the
    page changes nothing, and an answer needs all of this: a nonce that only the page
    gives; a choice and a score, of which none is set from the start; some seconds; and
    a person's step. With JavaScript the step is what the page adds when somebody has
    really used its fields; without, it is a second page that asks for digits which are
    on it as text and in no field. Who does not get that far is asked again, never
    taken for an answer.
    """

    @http.route(URL, methods=["GET"], **ROUTE)
    def visit(self, token, **_query):
        """Show the form. Changes nothing but the log of openings beside it."""
        link = self._get_link(token)
        problem = link._get_problem()
        self._log(link, "ended" if problem else "opened")
        if problem:
            return self._render_end(link, problem)
        return self._render(link, token)

    # csrf: the nonce of the page is the proof, signed for this link; sent blindly,
    # it is missing, and that is to be seen on the form
    @http.route(URL, methods=["POST"], csrf=False, **ROUTE)
    def visit_answer(self, token, **post):
        """Take the answer, or say what is missing."""
        link = self._get_link(token)
        if problem := link._get_problem():
            self._log(link, "ended")
            return self._render_end(link, problem)
        nonce = PageNonce.verify(request.env(su=True), post.get("nonce"))
        if not nonce or nonce.link_id != link.id:
            self._log(link, "blind")
            return self._render(link, token, post, "page")
        if nonce.details != link.visit_id._get_details_hash():
            return self._render(link, token, post, "changed")
        answer, problem = read_answer(post)
        if problem:
            self._log(link, "incomplete")
            return self._render(link, token, post, problem)
        if not self._is_person(link, nonce, post):
            self._log(link, "unconfirmed")
            return self._render_confirm(link, token, post, nonce)
        link.visit_id._answer(link, self._get_values(link, answer), self._get_info())
        return request.redirect(f"/service/visit/{token}", code=303)

    @http.route(f"{URL}/photo/<int:photo_id>", methods=["GET"], readonly=True, **ROUTE)
    def visit_photo(self, token, photo_id, **_query):
        """Hand over a photo of the form, as long as the link holds."""
        link = self._get_link(token)
        if link._get_problem() or photo_id not in link.visit_id.photo_ids.ids:
            raise NotFound
        # sudo: ir.attachment - a photo that the link's customer is shown
        photo_sudo = request.env["ir.attachment"].sudo().browse(photo_id)
        stream = request.env["ir.binary"].sudo()._get_stream_from(photo_sudo)
        return stream.get_response()

    # -- who answers -------------------------------------------------------------

    def _is_person(self, link, nonce: PageNonce, post: dict) -> bool:
        if time.time() - nonce.issued < MIN_SECONDS:
            return False
        if nonce.step == "confirm":
            digits = "".join(filter(str.isdigit, str(post.get("digits") or "")))
            return consteq(digits, link.visit_id._get_digits())
        return consteq(str(post.get("step") or ""), nonce.secret[::-1])

    def _get_link(self, token):
        link = request.env["crm.service.visit.link"]._find_by_token(token)
        if not link:
            raise NotFound
        # the person's own language, whatever the browser or the website says
        request.update_context(lang=link.visit_id._get_lang())
        return link.with_context(lang=link.visit_id._get_lang())

    def _get_values(self, link, answer: dict) -> dict:
        """Return what is written on the form."""
        values = dict(answer)
        if key := values.pop("line", None):
            lines = link.visit_id._for_customer()._get_details()
            labels = {line["key"]: line["label"] for line in lines}
            values["objection_line"] = labels.get(key) or request.env._("Other")
        if self._is_own(link.visit_id):
            values["answer_partner_id"] = self._get_person().id
        return values

    def _get_info(self) -> dict:
        headers = request.httprequest.headers
        return {
            "method": request.httprequest.method,
            "address": request.httprequest.remote_addr or "",
            "agent": headers.get("User-Agent", ""),
        }

    def _log(self, link, kind: str) -> None:
        request.env["crm.service.visit.hit"].sudo()._log(link, kind, self._get_info())

    # -- pages -------------------------------------------------------------------

    def _render(self, link, token, post=None, problem=""):
        nonce = PageNonce.make(link.id, link.visit_id._get_details_hash())
        values = self._get_page(link, token, post) | {
            "nonce": nonce.sign(request.env(su=True)),
            "secret": nonce.secret,
            "problem": problem,
        }
        status = 422 if problem else 200
        return self._answer("crm_service_track.approval_page", values, status)

    def _render_confirm(self, link, token, post, nonce):
        nonce = nonce.confirm()
        values = self._get_page(link, token, post) | {
            "nonce": nonce.sign(request.env(su=True)),
            "digits": link.visit_id._get_digits(),
            "is_again": bool(post.get("digits")),
        }
        return self._answer("crm_service_track.approval_confirm", values, 200)

    def _render_end(self, link, problem):
        values = self._get_page(link, "") | {"problem": problem}
        status = 200 if problem == "used" else 410
        return self._answer("crm_service_track.approval_end", values, status)

    def _get_page(self, link, token, post=None) -> dict:
        visit = link.visit_id._for_customer()
        is_own = self._is_own(visit)
        return {
            "visit": visit,
            "object": visit,
            "lines": visit._get_details(),
            "scores": SCORES,
            "token": token,
            "my_url": VISITS_URL if is_own else "",
            "person": self._get_person().name if is_own else "",
            "post": post or {},
            "no_header": True,
            "no_footer": True,
        }

    def _answer(self, template, values, status):
        response = request.render(template, values, status=status)
        # the address is the key: it goes nowhere else, and nobody keeps the page
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
