from odoo.fields import Domain
from odoo.http import request

LIST_URL = "/my/tickets"


class SignedInMixin:
    """What whoever is signed in may see of tickets."""

    def _get_person(self):
        # sudo: res.partner - oneself
        return request.env.user.partner_id.sudo()

    def _get_my_ticket_domain(self) -> Domain:
        """Return the tickets of whoever is signed in, of their companies."""
        companies = [False, *request.env.user._get_company_ids()]
        return request.env["project.task"]._get_portal_ticket_domain(
            self._get_person()
        ) & Domain("company_id", "in", companies)

    def _get_ticket_url(self, ticket) -> str:
        return f"{LIST_URL}/{ticket.id}"
