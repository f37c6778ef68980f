from odoo.fields import Domain
from odoo.http import content_disposition, request

VISITS_URL = "/my/services"
CONTRACTS_URL = "/my/service-contracts"
PAGE = {
    "type": "http",
    "auth": "user",
    "website": True,
    "methods": ["GET"],
    "readonly": True,
}
FILE = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


class SignedInMixin:
    """What whoever is signed in may see of services."""

    def _get_person(self):
        # sudo: res.partner - oneself
        return request.env.user.partner_id.sudo()

    def _get_own(self, model: str):
        """Return what whoever is signed in may see of forms or contracts."""
        companies = request.env.user.company_ids
        return request.env[model]._get_portal_domain(self._get_person(), companies)

    def _is_own(self, visit) -> bool:
        """Return whether whoever looks is signed in, and sees the form anyway."""
        if request.env.user._is_public():
            return False
        domain = self._get_own(visit._name) & Domain("id", "=", visit.id)
        # sudo: crm.service.visit - the domain says what the person may see
        return bool(visit.sudo().search_count(domain))

    def _send_pdf(self, content: bytes, name: str):
        """Hand over a PDF to be kept by whoever asked, and by nobody on the way."""
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
