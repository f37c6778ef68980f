from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.crm_portal_share import ALL
from .signed_in import LIST_URL, SignedInMixin

ON_A_PAGE = 20
LONGEST_SEARCH = 100
OPEN = "open"
NEWEST = "date"
ORDERS = {
    NEWEST: "id DESC",
    "waiting": "crm_waiting_since, id",
    "name": "name, id",
}
FILTERS = {
    OPEN: Domain("is_closed", "=", False),
    "waiting": Domain("crm_waiting_for", "=", "customer"),
    "closed": Domain("is_closed", "=", True),
    "all": Domain.TRUE,
}
SEARCHED = {"all": ("crm_number", "name"), "number": ("crm_number",), "name": ("name",)}


class MyTickets(SignedInMixin, CustomerPortal):
    """The tickets of whoever is signed in, and the card that leads there."""

    @http.route(
        [LIST_URL, f"{LIST_URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_tickets(self, page=1, topic="", **query):
        """List tickets; asks the same few questions however many there are."""
        chosen = self._choose(query)
        mine = self._get_my_ticket_domain()
        domain = mine & FILTERS[chosen["filterby"]] & self._get_search_domain(chosen)
        counts = self._count_by_topic(domain)
        topics = self._get_topic_names(counts, mine, topic)
        topic = topic if topic in topics else ""
        if topic:
            domain &= Domain("crm_topic_id", "=", int(topic))
        total = counts.get(topic, 0) if topic else sum(counts.values())
        pages = pager(
            LIST_URL, total, page, ON_A_PAGE, url_args={**chosen, "topic": topic}
        )
        tickets = request.env["project.task"]._on_clock_of(self._get_person())
        rows = tickets._get_ticket_rows(
            domain, ORDERS[chosen["sortby"]], ON_A_PAGE, max(pages["offset"], 0)
        )
        values = {
            **self._prepare_portal_layout_values(),
            **self._get_searchbar(),
            **chosen,
            "page_name": "crm_tickets",
            "default_url": LIST_URL,
            "rows": rows,
            "pager": pages,
            "topics": topics,
            "topic": topic,
            "all_topics": request.env._("All"),
            "is_narrowed": bool(topic or chosen["search"] or query.get("filterby")),
            "sees_all": self._sees_all(),
        }
        return request.render("crm_portal.my_tickets", values)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "crm_ticket_count" in counters:
            # sudo: project.task - a number, of what the person may see
            tickets_sudo = request.env["project.task"].sudo()
            values["crm_ticket_count"] = tickets_sudo.search_count(
                self._get_my_ticket_domain() & FILTERS[OPEN]
            )
        return values

    # -- what is shown -------------------------------------------------------------

    def _sees_all(self) -> bool:
        return self._get_person().crm_ticket_access == ALL

    def _choose(self, query: dict) -> dict[str, str]:
        """Return what was asked for, where it is something that can be."""

        def pick(name, known, default):
            return query[name] if query.get(name) in known else default

        return {
            "sortby": pick("sortby", ORDERS, NEWEST),
            "filterby": pick("filterby", FILTERS, OPEN),
            "search_in": pick("search_in", SEARCHED, "all"),
            "search": str(query.get("search") or "").strip()[:LONGEST_SEARCH],
        }

    def _get_search_domain(self, chosen: dict) -> Domain:
        if not chosen["search"]:
            return Domain.TRUE
        return Domain.OR(
            Domain(name, "ilike", chosen["search"])
            for name in SEARCHED[chosen["search_in"]]
        )

    def _count_by_topic(self, domain) -> dict[str, int]:
        """Return the number of tickets by the id of their topic, all in one query."""
        # sudo: project.task - the domain says what the person may see
        tasks_sudo = request.env["project.task"].sudo()
        found = tasks_sudo._read_group(domain, ["crm_topic_id"], ["__count"])
        return {str(topic.id): count for topic, count in found}

    def _get_topic_names(self, counts, mine, chosen: str) -> dict[str, str]:
        """Return the names of topics with something to show, and of the chosen one.

        :param chosen: an id as it came with the request; names nobody's topic but
            those that the person has asked about
        """
        known = set(counts)
        if chosen.isdecimal() and len(chosen) < 10 and chosen not in known:
            known |= set(
                self._count_by_topic(mine & Domain("crm_topic_id", "=", int(chosen)))
            )
        # sudo: crm.portal.topic - the names of topics that one has asked about
        topics_sudo = request.env["crm.portal.topic"].sudo()
        return {
            str(topic.id): topic.name
            for topic in topics_sudo.browse(sorted(map(int, known)))
        }

    def _get_searchbar(self) -> dict:
        return {
            "searchbar_sortings": {
                NEWEST: {"label": request.env._("Newest")},
                "waiting": {"label": request.env._("Waiting longest")},
                "name": {"label": request.env._("Subject")},
            },
            "searchbar_filters": {
                OPEN: {"label": request.env._("Open")},
                "waiting": {"label": request.env._("Waiting for you")},
                "closed": {"label": request.env._("Closed")},
                "all": {"label": request.env._("All")},
            },
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Number or subject")},
                "number": {"input": "number", "label": request.env._("Number")},
                "name": {"input": "name", "label": request.env._("Subject")},
            },
        }
