import secrets
import time

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize, hash_sign

from odoo.addons.crm_cubicl.tools.signed import read_signed

# what Odoo's captchas know the form by
CAPTCHA = "crm_support"
KEY_SCOPE = "crm_portal.form_key"
# a page may stay open for so long before it is sent
KEY_HOURS = 24
# milliseconds: several times the difference between a known sender and another
BLUR = 80


class GuardsForm:
    """What keeps machines, floods and other sites off the public form."""

    def _guard(self, response):
        """Let no other site show the page, which could make visitors click in it."""
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return response

    def _blur_time(self) -> None:
        """Take a little longer, by chance.

        A sender whom nobody knew costs a few milliseconds more, by which an address
        could be found out that is known. Of the few tries an hour that an address has,
        nobody can tell that from this.
        """
        time.sleep(secrets.randbelow(BLUR) / 1000)

    def _make_key(self) -> str:
        """Return a sign of this very page, valid for a day."""
        env = request.env(su=True)
        values = [secrets.token_urlsafe(16), request.website.id]
        return hash_sign(env, KEY_SCOPE, values, expiration_hours=KEY_HOURS)

    def _read_key(self, signed: str) -> str:
        """Return what the sign of a page holds; "" of a wrong or an old one."""
        values = read_signed(request.env(su=True), KEY_SCOPE, signed)
        if not values or values[1] != request.website.id:
            return ""
        return values[0]

    def _find_abuse(self, values: dict, place) -> dict[str, str]:
        """Return what stops machines and floods; asked when all else is right.

        The captcha is asked here, not by the route: what was typed stays.
        """
        try:
            if not place.person:
                request.env["ir.http"]._verify_request_recaptcha_token(CAPTCHA)
        except UserError as error:
            return {"form": str(error)}
        if self._may_file(values, place):
            return {}
        return {
            "form": request.env._(
                "Those were many questions in a short time. Please try again later."
            )
        }

    def _may_file(self, values: dict, place) -> bool:
        # sudo: crm.portal.attempt - whoever asks is counted, and reads nothing of it
        attempts_sudo = request.env["crm.portal.attempt"].sudo()
        address = self._get_address(values, place)
        return attempts_sudo._may_file(request.httprequest.remote_addr or "", address)

    def _get_address(self, values: dict, place) -> str:
        """Return by which address a sender is counted."""
        if place.person:
            login = request.env.user.login
            return email_normalize(place.person.email or "") or login
        return email_normalize(values["email"])
