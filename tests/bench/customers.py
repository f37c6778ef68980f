"""Measure what people wait for all day: the list, the search box, the panel, the page.

Core's contacts list, search box and form answer the same question in the same database
in the same run; medians of the wall clock and queries are printed side by side. Each
round starts with empty caches, as a request does.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fill import Size, add_arguments, fill
from meter import Figures, measure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

PAGE = 80
# how far the client counts where a view does not say
COUNT_LIMIT = 10_000
FEED_PAGE = 100
SEARCHES = {
    "hit": "kristal lojistik",
    "miss": "kristal qwertz",
    "contact": "çiğdem ışık",
    "phone": "0212 555",
    "three letters": "kri",
    "two letters": "ko",
    "one letter": "k",
}


def main() -> int:
    """Fill the database where it is empty, measure, print."""
    options = parse_arguments()
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env = env(user=env.ref("base.user_admin"))
        if env["res.partner"].search_count([("is_crm_customer", "=", True)]) < 1000:
            size = Size(**{name: getattr(options, name) for name in vars(Size())})
            fill(env, size)
        bench = Bench(env, options.rounds)
        if not options.fill_only:
            bench.run()
        cr.rollback()
    return 0


def parse_arguments() -> argparse.Namespace:
    """Read the command line and give Odoo its part of it."""
    parser = argparse.ArgumentParser()
    given = os.environ.get
    parser.add_argument("-d", "--database", default=given("BENCH_DATABASE"))
    parser.add_argument("-c", "--config", default=given("BENCH_CONFIG"))
    parser.add_argument("--addons-path", default=given("BENCH_ADDONS_PATH"))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--fill-only", action="store_true")
    add_arguments(parser)
    options = parser.parse_args()
    if not options.database:
        parser.error("name a database (-d, or BENCH_DATABASE)")
    arguments = ["-d", options.database, "--no-http", "--log-level=error"]
    if options.config:
        arguments += ["-c", options.config]
    if options.addons_path:
        arguments += [f"--addons-path={options.addons_path}"]
    config.parse_config(arguments)
    return options


class Bench:
    """Times and counts of calls that the client makes."""

    def __init__(self, env, rounds: int) -> None:
        self.env = env
        self.rounds = rounds

    def run(self) -> None:
        """Measure everything and print it line by line."""
        print(
            f"{'':34}{'core ms':>9}{'queries':>9}{'ours ms':>9}{'queries':>9}{'×':>7}"
        )
        core, ours = self._list_of_core(), self._list_of_ours()
        self._print("list page", core(), ours([]))
        for name, text in SEARCHES.items():
            found = [("crm_search", "ilike", text)]
            self._print(f"search box: {name}", core(text), ours(found))
        self._measure_one_customer()
        self._measure_feed()
        self._measure_search_panel()
        self._measure_filters(ours)

    def _list_of_core(self) -> Callable:
        page = self._list("base.view_partner_tree", [])
        return lambda text="": page(self._get_core_domain(text) if text else [])

    def _list_of_ours(self) -> Callable:
        own = [("is_crm_customer", "=", True)]
        return self._list("crm_cubicl.crm_customer_view_list", own)

    def _list(self, xmlid: str, base: list) -> Callable:
        """Return what makes the call for a page of a list, as the client does it."""
        spec = self._get_specification(xmlid, "list")
        arch = self.env.ref(xmlid).arch
        found = re.search(r'count_limit="([0-9]+)"', arch)
        limit = int(found.group(1)) if found else COUNT_LIMIT

        def page(domain: list) -> Callable:
            return lambda: self.env["res.partner"].web_search_read(
                [*base, *domain], spec, limit=PAGE, count_limit=limit + 1
            )

        return page

    def _get_core_domain(self, text: str) -> list:
        """Return what core's search box asks for the text."""
        arch = self.env["res.partner"].get_view(
            self.env.ref("base.view_res_partner_filter").id, "search"
        )["arch"]
        assert "('complete_name', 'ilike', self)" in arch, arch
        names = ("complete_name", "ref", "email", "vat", "company_registry")
        found = [name for name in names if f"'{name}', 'ilike', self" in arch]
        return [*["|"] * (len(found) - 1), *((name, "ilike", text) for name in found)]

    def _get_specification(self, xmlid: str, view_type: str) -> dict:
        """Return the fields that the client asks for to show the view."""
        Partner = self.env["res.partner"]
        view = self.env.ref(xmlid)
        arch = Partner.get_view(view.id, view_type)["arch"]
        fields = Partner.fields_get(attributes=["type"])
        return {
            name: {"fields": {"display_name": {}}} if "2" in field["type"] else {}
            for name, field in fields.items()
            if f'name="{name}"' in arch
        }

    def _measure_search_panel(self) -> None:
        """Measure the choices at the left of the list with their counts."""
        names = ("crm_class_id", "crm_stage_id", "crm_region_id", "user_id")
        options = {
            "search_domain": [("is_crm_customer", "=", True)],
            "enable_counters": True,
            "expand": False,
            "limit": 200,
        }
        Partner = self.env["res.partner"]

        def read() -> None:
            for name in names:
                Partner.search_panel_select_multi_range(name, **options)

        self._print("choices at the left", None, read)

    def _measure_one_customer(self) -> None:
        customers = self.env["res.partner"].search([("is_crm_customer", "=", True)])
        customers = customers[:: max(len(customers) // self.rounds, 1)]
        self._print("panel", None, self._each(customers, "get_customer_panel"))
        core = self._get_specification("base.view_partner_form", "form")
        form = self.env.ref("crm_cubicl.crm_customer_view_form").xml_id
        ours = self._get_specification(form, "form")
        self._print(
            "details page (form)",
            self._each(customers, "web_read", core),
            self._each(customers, "web_read", ours),
        )

    def _measure_feed(self) -> None:
        """Measure the first and the hundredth page of everybody's activities."""
        everyone = self.env["res.partner"]
        if not hasattr(everyone, "get_customer_feed"):
            return
        self._print("feed page 1", None, everyone.get_customer_feed)
        last = None
        for _page in range(FEED_PAGE - 1):
            last = everyone.get_customer_feed(before=last)["next"] or None
        self._print(
            f"feed page {FEED_PAGE}",
            None,
            lambda: everyone.get_customer_feed(before=last),
        )

    def _each(self, customers, method: str, *args) -> Callable:
        """Return a call that takes the next customer each time."""
        rest = iter([*customers, *customers])
        return lambda: getattr(next(rest), method)(*args)

    def _measure_filters(self, ours: Callable) -> None:
        filters = {
            "no contact for 90 days": [("crm_last_contact", "<", "-90d")],
            "never contacted": [("crm_last_contact", "=", False)],
            "overdue work": [("crm_has_overdue_work", "=", True)],
        }
        for name, domain in filters.items():
            self._print(f"filter: {name}", None, ours(domain))

    def _print(self, name: str, core: Callable | None, ours: Callable) -> None:
        columns = " " * 25
        if core:
            theirs = self._measure(name, core)
            columns = self._columns(theirs)
        figures = self._measure(name, ours)
        ratio = f"{theirs.wall / figures.wall:>7.1f}" if core else ""
        print(f"{name:32}{columns}{self._columns(figures)}{ratio}", flush=True)

    def _columns(self, figures: Figures) -> str:
        cpu = figures.cpu * 1000 / self.rounds
        return f"{figures.wall:>9.1f}{cpu:>8.1f}{figures.queries:>8}"

    def _measure(self, name: str, call: Callable) -> Figures:
        """Return the median in milliseconds, the CPU of all rounds, and queries."""
        times = []
        with measure(self.env, name, self.rounds) as figures:
            for _round in range(self.rounds):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                start = time.perf_counter()
                call()
                times.append((time.perf_counter() - start) * 1000)
                queries = self.env.cr.sql_log_count - before
        figures.wall, figures.queries = statistics.median(times), queries
        return figures


if __name__ == "__main__":
    sys.exit(main())
