from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.session import Session


class ServiceSession(Session):
    """Note who signs out; afterwards the session no longer knows."""

    @http.route()
    def logout(self, redirect="/odoo"):
        _note_sign_out()
        return super().logout(redirect=redirect)

    @http.route()
    def destroy(self):
        _note_sign_out()
        return super().destroy()


def _note_sign_out() -> None:
    """Write in a transaction of its own: signing out reads only, and needs no user."""
    uid, db = request.session.uid, request.db
    if not uid or not db:
        return
    with request.env.registry.cursor() as cr:
        env = request.env(cr=cr, user=uid, su=True)
        if env.user.exists() and env.user._is_internal():
            env["crm.session.log"]._log(uid, "sign_out")
