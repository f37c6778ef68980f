from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from ..models.crm_portal_signup_account import ACCOUNT, WAIT

# what can be filled in, and how long it may be
FIELDS = {"name": 120, "login": 120, "company_name": 120}
VERIFY_URL = "/web/signup/verify/<string:token>"


class SignUp(AuthSignupHome):
    """Signing up without an invitation: the address is proved before anything is."""

    @http.route()
    def web_auth_signup(self, *args, **kw):
        qcontext = self.get_auth_signup_qcontext()
        if qcontext.get("token"):
            return super().web_auth_signup(*args, **kw)
        if not qcontext.get("signup_enabled"):
            raise NotFound
        values = {
            name: str(kw.get(name) or "").strip()[:length]
            for name, length in FIELDS.items()
        }
        qcontext.update(values, crm_verifies=True)
        if request.httprequest.method == "POST":
            qcontext["error"] = self._start_signup(values)
            if not qcontext["error"]:
                return request.render("crm_portal.signup_sent", qcontext)
        return self._guard(request.render("auth_signup.signup", qcontext))

    @http.route(
        VERIFY_URL,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def signup_verify(self, token, **_query):
        """Show what becomes of it; changes nothing, as machines open links too."""
        return self._show_verify(self._find_signup(token))

    @http.route(
        VERIFY_URL,
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def signup_verified(self, token, password="", confirm_password="", **_post):
        """Make the account, or let somebody of the house have a look."""
        signup_sudo = self._find_signup(token)
        if not signup_sudo:
            return self._show_verify(signup_sudo)
        # two clicks make one account
        signup_sudo.lock_for_update()
        outcome = signup_sudo._get_outcome()
        if outcome.kind == WAIT:
            signup_sudo._wait(outcome)
            return request.render("crm_portal.signup_waits", {"signup": signup_sudo})
        if outcome.kind != ACCOUNT:
            return self._show_verify(signup_sudo)
        if error := self._find_bad_password(password, confirm_password):
            return self._show_verify(signup_sudo, error)
        try:
            with request.env.cr.savepoint():
                user = signup_sudo._create_account(password)
        except UserError as refused:
            return self._show_verify(signup_sudo, str(refused))
        return self._sign_in(user.login, password)

    def get_auth_signup_qcontext(self):
        """Tell nobody without an invitation whether an address has an account."""
        qcontext = super().get_auth_signup_qcontext()
        if not qcontext.get("token"):
            qcontext.pop("signup_email", None)
        return qcontext

    # -- what was sent ---------------------------------------------------------------

    def _start_signup(self, values: dict) -> str:
        """Mail the link; return what is wrong with what was filled in."""
        email = email_normalize(values["login"])
        if not email:
            return request.env._("This is no e-mail address.")
        if not values["name"]:
            return request.env._("Please fill in your name.")
        # sudo: crm.portal.attempt - a visitor is counted, and reads nothing of it
        attempts_sudo = request.env["crm.portal.attempt"].sudo()
        address = request.httprequest.remote_addr or ""
        if not attempts_sudo._may_file(address, f"signup {email}"):
            return request.env._("Those were many attempts. Please try again later.")
        request.env["crm.portal.signup"]._start(
            {
                "name": values["name"],
                "email": email,
                "company_name": values["company_name"],
            },
            request.website,
        )
        return ""

    def _find_bad_password(self, password, confirmed) -> str:
        if not password:
            return request.env._("Please choose a password.")
        if password != confirmed:
            return request.env._("Passwords do not match; please retype them.")
        return ""

    def _find_signup(self, token):
        return request.env["crm.portal.signup"]._find_by_token(token)

    def _show_verify(self, signup_sudo, error=""):
        if not signup_sudo:
            return request.render("crm_portal.signup_expired", {}, status=404)
        values = {
            "kind": signup_sudo._get_outcome().kind,
            "name": signup_sudo.name,
            "email": signup_sudo.email,
            "error": error,
        }
        response = request.render(
            "crm_portal.signup_verify", values, status=422 if error else 200
        )
        return self._guard(response)

    def _sign_in(self, login: str, password: str):
        credential = {"login": login, "password": password, "type": "password"}
        request.env.flush_all()
        request.session.authenticate(request.env, credential)
        return request.redirect("/my" if request.session.uid else "/web/login")

    def _guard(self, response):
        """Keep the address, which is the key, and the page to whoever has it."""
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return response
