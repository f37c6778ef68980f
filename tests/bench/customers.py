"""Measure what people wait for all day: the list, the search box, the panel, the page.

Core's contacts list, search box and form answer the same question in the same database
in the same run, core without the indexes that we add to its columns; medians of the
wall clock and queries are printed side by side. Each round starts with empty caches,
as a request does.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from command import parse
from fill import Size, add_arguments, fill
from meter import Figures, measure
from pages import (
    CORE_FORM,
    CORE_LIST,
    OWN,
    OWN_FORM,
    OWN_LIST,
    get_core_search,
    get_page,
    get_specification,
    without_own_indexes,
)
from rules import measure_rules
from work import measure_work

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

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
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--fill-only", action="store_true")
    add_arguments(parser)
    return parse(parser)


class Bench:
    """Times and counts of calls that the client makes."""

    def __init__(self, env, rounds: int) -> None:
        self.env = env
        self.rounds = rounds

    def run(self) -> None:
        """Measure everything and print it line by line."""
        self._print_headings()
        core, ours = (
            get_page(self.env, CORE_LIST, []),
            get_page(self.env, OWN_LIST, OWN),
        )
        self._print("list page", core([]), ours([]))
        for name, text in SEARCHES.items():
            theirs = core(get_core_search(self.env, text))
            found = [("crm_search", "ilike", text)]
            self._print(f"search box: {name}", theirs, ours(found))
        self._measure_one_customer()
        self._measure_feed()
        self._measure_search_panel()
        self._measure_filters(ours)
        self._measure_choice()
        measure_rules(self.env, self.rounds)
        measure_work(self.env)

    def _print_headings(self) -> None:
        load, *_rest = os.getloadavg()
        customers = self.env["res.partner"].search_count(
            [("is_crm_customer", "=", True)]
        )
        print(
            f"{datetime.now():%Y-%m-%d %H:%M}, load {load:.1f}, {customers} customers, "
            f"median of {self.rounds} rounds in ms; CPU is of Odoo and its PostgreSQL"
        )
        columns = f"{'':>4}{'ms':>6}{'CPU':>8}{'queries':>8}"
        print(f"{'':32}{'core' + columns:>25}{'ours' + columns:>25}{'×':>7}")

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
        core = get_specification(self.env, CORE_FORM, "form")
        ours = get_specification(self.env, OWN_FORM, "form")
        self._print(
            "details page (form)",
            self._each(customers, "web_read", core),
            self._each(customers, "web_read", ours),
        )

    def _measure_feed(self) -> None:
        """Measure the first and the hundredth page, of all customers and of one."""
        everyone = self.env["res.partner"]
        busy = everyone.search([("is_crm_customer", "=", True)], limit=1)
        self._measure_feed_of("all", everyone)
        self._give_messages(busy)
        self._measure_feed_of("one customer", busy)

    def _measure_feed_of(self, name: str, customers) -> None:
        self._print(f"feed page 1, {name}", None, customers.get_customer_feed)
        last = None
        for _page in range(FEED_PAGE - 1):
            last = customers.get_customer_feed(before=last)["next"]
            assert last, "too few messages"
        page = partial(customers.get_customer_feed, before=last)
        self._print(f"feed page {FEED_PAGE}, {name}", None, page)

    def _give_messages(self, customer) -> None:
        """Let a customer have as many messages as a hundred pages need."""
        self.env.cr.execute(
            "INSERT INTO mail_message (model, res_id, message_type, body, date,"
            " create_date, author_id, crm_customer_id, crm_kind)"
            " SELECT 'res.partner', %(id)s, 'comment', '<p>' || n || '</p>', now(),"
            " now(), %(author)s, %(id)s, 'note' FROM generate_series(1, 3100) AS n",
            {"id": customer.id, "author": self.env.user.partner_id.id},
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

    def _measure_choice(self) -> None:
        """Measure what a field that names a customer offers while one types."""
        Partner = self.env["res.partner"]
        # asked for this, what is core's alone is asked
        core = Partner.with_context(crm_names_only=True)
        for name, text in SEARCHES.items():
            self._print(
                f"choose: {name}",
                partial(core.name_search, text, limit=8),
                partial(Partner.name_search, text, limit=8),
            )

    def _print(self, name: str, core: Callable | None, ours: Callable) -> None:
        columns = " " * 25
        if core:
            with without_own_indexes(self.env):
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
