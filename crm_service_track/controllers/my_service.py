from werkzeug.exceptions import Forbidden

from odoo import fields, http
from odoo.http import request

from ..tools.roles import TECHNICIAN

# ten photos of a phone, made smaller there, with room
MOST_CONTENT = 64 * 1024 * 1024
MOST_CUSTOMERS = 8
MOST_OWN = 10


class MyService(http.Controller):
    """The service form on the phone of a technician."""

    @http.route(
        "/my-service",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def my_service(self, **_query):
        """Show the form, empty; the phone fills in what it has kept."""
        self._check_technician()
        user = request.env.user
        request.update_context(lang=user.lang)
        response = request.render("crm_service_track.my_service", self._get_page())
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my-service/customers", type="jsonrpc", auth="user", readonly=True)
    def my_service_customers(self, text=""):
        """Return the customers that have every word of the text."""
        self._check_technician()
        text = str(text).strip()[:80]
        if not text:
            return []
        customers = request.env["res.partner"].search_fetch(
            [("is_crm_customer", "=", True), ("crm_search", "ilike", text)],
            ["name", "email", "city"],
            limit=MOST_CUSTOMERS,
        )
        contacts = request.env["res.partner"].search_fetch(
            [
                ("crm_customer_id", "in", customers.ids),
                ("is_crm_customer", "=", False),
                ("type", "=", "contact"),
            ],
            ["name", "crm_customer_id"],
            limit=200,
        )
        by_customer = contacts.grouped("crm_customer_id")
        return [
            {
                "id": customer.id,
                "name": customer.name,
                "email": customer.email or "",
                "city": customer.city or "",
                "contacts": [
                    {"id": contact.id, "name": contact.name}
                    for contact in by_customer.get(customer, ())
                ],
            }
            for customer in customers
        ]

    @http.route("/my-service/fee", type="jsonrpc", auth="user", readonly=True)
    def my_service_fee(self, form):
        """Return what the service will cost unless changed, as it is entered."""
        self._check_technician()
        request.update_context(lang=request.env.user.lang)
        return request.env["crm.service.visit"]._get_fee_proposal(dict(form))

    @http.route(
        "/my-service/save",
        type="jsonrpc",
        auth="user",
        max_content_length=MOST_CONTENT,
    )
    def my_service_save(self, form):
        """Take a form; the same one again is answered and not made again."""
        self._check_technician()
        request.update_context(lang=request.env.user.lang)
        info = {
            "method": "POST",
            "address": request.httprequest.remote_addr or "",
            "agent": request.httprequest.headers.get("User-Agent", ""),
        }
        return request.env["crm.service.visit"]._save_form(dict(form), info)

    def _check_technician(self) -> None:
        if not request.env.user.has_group(TECHNICIAN):
            raise Forbidden

    def _get_page(self) -> dict:
        env = request.env
        company = env.company
        visits = env["crm.service.visit"].search(
            [("user_id", "=", env.uid)], limit=MOST_OWN, order="id desc"
        )
        return {
            "types": env["crm.service.type"].search([("active", "=", True)]),
            # sudo: account.tax - the names of the taxes that the company sells with
            "taxes": env["account.tax"]
            .sudo()
            .search([("type_tax_use", "=", "sale"), ("company_id", "=", company.id)]),
            "currency": company.currency_id,
            "visits": [visit._get_form_result() for visit in visits],
            "user": env.user,
            "today": fields.Date.context_today(env.user),
            "no_header": True,
            "no_footer": True,
        }
