from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .signed_in import CONTRACTS_URL, FILE, PAGE, SignedInMixin

ON_A_PAGE = 20
USED_ON_A_PAGE = 50
MOST_PAGES = 10000
URL = f"{CONTRACTS_URL}/<int:contract_id>"
# the running ones first, as those without an end are
ORDER = "date_end DESC, date_start DESC, id DESC"


class MyServiceContracts(SignedInMixin, http.Controller):
    """The contracts of the customer of whoever is signed in."""

    @http.route([CONTRACTS_URL, f"{CONTRACTS_URL}/page/<int:page>"], **PAGE)
    def my_service_contracts(self, page=1, **_query):
        """List contracts with the hours that are used."""
        domain = self._get_own("crm.service.contract")
        # sudo: crm.service.contract - the domain says what the person may see
        total = request.env["crm.service.contract"].sudo().search_count(domain)
        pages = pager(CONTRACTS_URL, total, page, ON_A_PAGE)
        values = {
            "page_name": "crm_service_contracts",
            "rows": request.env["crm.service.contract"]._get_portal_rows(
                domain, ORDER, ON_A_PAGE, max(pages["offset"], 0)
            ),
            "pager": pages,
        }
        return request.render("crm_service_track.my_service_contracts", values)

    @http.route([URL, f"{URL}/page/<int:page>"], **PAGE)
    def my_service_contract(self, contract_id, page=1, **_query):
        """Show a contract, and what its hours were used for."""
        contract_sudo = self._find_contract(contract_id)
        balance = contract_sudo._get_shown_balances()[contract_sudo.id]
        url = f"{CONTRACTS_URL}/{contract_sudo.id}"
        page = min(max(page, 1), MOST_PAGES)
        hours = contract_sudo._get_hours_page(
            USED_ON_A_PAGE, (page - 1) * USED_ON_A_PAGE
        )
        if page > 1 and not hours.rows:
            return request.redirect(url)
        values = {
            "page_name": "crm_service_contract",
            "contract": contract_sudo._get_portal_row(balance),
            "hours": hours,
            "pager": pager(url, hours.count, page, USED_ON_A_PAGE),
            "url": url,
        }
        return request.render("crm_service_track.my_service_contract", values)

    @http.route(f"{URL}/pdf", **FILE)
    def my_service_contract_pdf(self, contract_id, **_query):
        """Hand over the contract's hours on paper."""
        contract_sudo = self._find_contract(contract_id)
        content = contract_sudo._get_hours_pdf()
        return self._send_pdf(content, contract_sudo._get_hours_pdf_name())

    def _find_contract(self, contract_id: int):
        """Return the contract, if whoever is signed in may see it."""
        domain = self._get_own("crm.service.contract")
        domain &= Domain("id", "=", contract_id)
        # sudo: crm.service.contract - the domain says what the person may see
        contract_sudo = request.env["crm.service.contract"].sudo().search(domain)
        if not contract_sudo:
            raise NotFound
        return contract_sudo
