import re

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController
from odoo.addons.web.controllers.home import Home

PARTNER = "res.partner"
# …/what is listed/number
RECORD = re.compile(r"(?P<before>.*?)(?P<action>[^/]+)/(?P<number>[0-9]{1,9})")


class MergedLinkHome(Home):
    """A bookmark of a customer that was merged opens the customer it has become."""

    @http.route()
    def web_client(self, s_action=None, **kw):
        if request.session.uid and (path := self._get_merged_path(kw.get("subpath"))):
            return request.redirect(f"/odoo/{path}")
        return super().web_client(s_action, **kw)

    def _get_merged_path(self, subpath: str | None) -> str | None:
        """Return where an address of a merged customer leads now."""
        record = subpath and RECORD.fullmatch(subpath)
        if not record:
            return None
        # the route has no user yet
        env = request.env(user=request.session.uid)
        number = int(record["number"])
        target = env["crm.merge"]._find_by_number([number]).get(number)
        if not target or env[PARTNER].browse(number).exists():
            return None
        # whoever may not see the customer is told nothing of it
        if not target.has_access("read"):
            return None
        if not self._lists_partners(env, record["action"]):
            return None
        return f"{record['before']}{record['action']}/{target.id}"

    def _lists_partners(self, env, name: str) -> bool:
        if name in (PARTNER, f"m-{PARTNER}"):
            return True
        # sudo: ir.actions.act_window - only which model it shows
        actions_sudo = env["ir.actions.act_window"].sudo()
        named = [("path", "=", name)]
        if name.startswith("action-") and name.removeprefix("action-").isdigit():
            named = [("id", "=", int(name.removeprefix("action-")))]
        return actions_sudo.search(named, limit=1).res_model == PARTNER


class MergedLinkMail(MailController):
    """So does the button in a mail."""

    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        if model == PARTNER and res_id:
            number = int(res_id)
            target = request.env["crm.merge"]._find_by_number([number]).get(number)
            # sudo: res.partner - whether it is there; rights are asked for later
            if target and not request.env[PARTNER].sudo().browse(number).exists():
                res_id = target.id
        return super()._redirect_to_record(model, res_id, access_token, **kwargs)
