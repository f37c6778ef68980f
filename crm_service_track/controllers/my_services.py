from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..tools.portal_list import PERIODS, get_patterns, get_period
from .signed_in import PAGE, VISITS_URL, SignedInMixin

ON_A_PAGE = 20
LONGEST_SEARCH = 100
EVERY = "all"
NEWEST = "date"
ORDERS = {
    NEWEST: "date_start DESC, id DESC",
    "oldest": "date_start, id",
    "number": "name DESC, id",
    "score": "score DESC NULLS LAST, date_start DESC, id DESC",
}
STATES = ("waiting", "approved", "objected", "closed", "cancelled")
SEARCHED = {
    EVERY: ("name", "type_id.name", "user_id.name", "contact_name"),
    "number": ("name",),
    "service": ("type_id.name",),
    "technician": ("user_id.name",),
    "contact": ("contact_name",),
}


class MyServices(SignedInMixin, CustomerPortal):
    """The services of the customer of whoever is signed in, and the cards."""

    @http.route([VISITS_URL, f"{VISITS_URL}/page/<int:page>"], **PAGE)
    def my_services(self, page=1, **query):
        """List services; asks the same few questions however many there are."""
        chosen = self._choose_services(query)
        domain = self._get_own("crm.service.visit") & self._narrow(chosen)
        # sudo: crm.service.visit - the domain says what the person may see
        total = request.env["crm.service.visit"].sudo().search_count(domain)
        pages = pager(VISITS_URL, total, page, ON_A_PAGE, url_args=chosen)
        rows = request.env["crm.service.visit"]._get_portal_rows(
            domain, ORDERS[chosen["sortby"]], ON_A_PAGE, max(pages["offset"], 0)
        )
        values = {
            **self._prepare_portal_layout_values(),
            **self._get_services_searchbar(),
            **chosen,
            "page_name": "crm_services",
            "default_url": VISITS_URL,
            "rows": rows,
            "pager": pages,
            "total": total,
            "periods": self._get_period_names(),
            "is_narrowed": bool(
                chosen["search"] or chosen["filterby"] != EVERY or chosen["period"]
            ),
        }
        return request.render("crm_service_track.my_services", values)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        narrowed = {
            "crm_visit_count": ("crm.service.visit", Domain.TRUE),
            "crm_visit_waiting_count": (
                "crm.service.visit",
                Domain("state", "=", "waiting"),
            ),
            "crm_contract_count": ("crm.service.contract", Domain.TRUE),
        }
        for counter in narrowed.keys() & set(counters):
            model, domain = narrowed[counter]
            # sudo: crm.service.visit, crm.service.contract - a number, of what the
            # person may see
            records_sudo = request.env[model].sudo()
            values[counter] = records_sudo.search_count(self._get_own(model) & domain)
        return values

    # -- what is shown -----------------------------------------------------------

    def _choose_services(self, query: dict) -> dict[str, str]:
        """Return what was asked for, where it is something that can be."""

        def pick(name, known, default):
            return query[name] if query.get(name) in known else default

        return {
            "sortby": pick("sortby", ORDERS, NEWEST),
            "filterby": pick("filterby", STATES, EVERY),
            "period": pick("period", PERIODS, ""),
            "search_in": pick("search_in", SEARCHED, EVERY),
            # a sign that the database takes for an error
            "search": str(query.get("search") or "")
            .replace("\0", "")
            .strip()[:LONGEST_SEARCH],
        }

    def _narrow(self, chosen: dict) -> Domain:
        domain = Domain.TRUE
        if chosen["filterby"] != EVERY:
            domain &= Domain("state", "=", chosen["filterby"])
        if chosen["period"]:
            first, end = get_period(chosen["period"], self._get_tz())
            domain &= Domain("date_start", ">=", first)
            domain &= Domain("date_start", "<", end)
        if chosen["search"]:
            domain &= Domain.OR(
                Domain(name, "ilike", pattern)
                for name in SEARCHED[chosen["search_in"]]
                for pattern in get_patterns(chosen["search"])
            )
        return domain

    def _get_tz(self) -> str:
        """Return on whose clock a month begins: the person's, else the firm's."""
        # sudo: resource.calendar - on which clock the company works
        calendar_sudo = request.env.company.sudo().resource_calendar_id
        return request.env.user.tz or calendar_sudo.tz or "UTC"

    def _get_services_searchbar(self) -> dict:
        env = request.env
        states = env["crm.service.visit"]._get_portal_states()
        inputs = {
            EVERY: env._("Everywhere"),
            "number": env._("Number"),
            "service": env._("Service"),
            "technician": env._("Technician"),
            "contact": env._("Authorised person"),
        }
        return {
            "searchbar_sortings": {
                NEWEST: {"label": env._("Newest")},
                "oldest": {"label": env._("Oldest")},
                "number": {"label": env._("Number")},
                "score": {"label": env._("Score")},
            },
            "searchbar_filters": {
                EVERY: {"label": env._("All")},
                **{state: {"label": states[state]} for state in STATES},
            },
            "searchbar_inputs": {
                key: {"input": key, "label": label} for key, label in inputs.items()
            },
        }

    def _get_period_names(self) -> dict[str, str]:
        return {
            "": request.env._("Any time"),
            "month": request.env._("This month"),
            "last_month": request.env._("Last month"),
            "year": request.env._("This year"),
            "last_year": request.env._("Last year"),
        }
