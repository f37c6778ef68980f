"""Measure tickets of customers beside OCA's helpdesk and core's task pages.

Each in a process and, theirs, in a database of its own: with both installed, two
addons would answer the same addresses.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

COUNTS = (1_000, 10_000)
SIDES = ("oca", "core", "ours")
ROUNDS = 9


def main() -> int:
    """Measure all sides, or the one that is named, and print them side by side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given, rest = parser.parse_known_args()
    if given.side:
        sys.argv[1:] = rest
        print(json.dumps(measure_side(given.side, given.rounds)))
        return 0
    results = {side: _run(side, given.rounds, rest) for side in SIDES}
    print_results(results)
    return 0


def _run(side: str, rounds: int, rest: list[str]) -> list:
    environment = dict(os.environ)
    if side != "ours":
        environment["BENCH_DATABASE"] = environment["BENCH_PEER_DATABASE"]
        environment["BENCH_ADDONS_PATH"] = environment["BENCH_PEER_ADDONS_PATH"]
    command = [sys.executable, __file__, "--side", side, "--rounds", str(rounds)]
    done = subprocess.run(
        [*command, *rest], env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.decode().splitlines()[-1])


def measure_side(side: str, rounds: int) -> list:
    """Return name, number of tickets, CPU ms and queries of every page of a side."""
    from command import parse
    from tickets_sides import SIDES as CLASSES

    from odoo import http
    from odoo.tools import config

    parse(argparse.ArgumentParser())
    database = config["db_name"][0]
    config["dbfilter"] = f"^{database}$"
    http.root.initialize()
    subject = CLASSES[side](database)
    figures = []
    for count in COUNTS:
        subject.fill(count)
        for name, request in subject.get_pages().items():
            figures.append((name, count, *_measure(request, rounds, database)))
    return figures


def _measure(request, rounds: int, database: str) -> tuple[float, int]:
    """Return CPU ms, of Odoo and PostgreSQL, and queries: medians of the rounds."""
    from client import count_queries, get_cpu_of_backends
    from meter import _cpu_odoo

    for _warm in range(2):
        request()
    costs = []
    # PostgreSQL's share is counted in ticks of 10 ms: it is spread over all rounds
    backends = get_cpu_of_backends(database)
    for _round in range(rounds):
        before, queries = _cpu_odoo(), count_queries()
        request()
        costs.append((_cpu_odoo() - before, count_queries() - queries))
    backends = (get_cpu_of_backends(database) - backends) / rounds
    cpu, queries = (median(cost[i] for cost in costs) for i in range(2))
    return round((cpu + backends) * 1000, 1), int(queries)


def print_results(results: dict) -> None:
    """Print a row per page: CPU ms / queries of each side."""
    found = {
        side: {(name, count): (cpu, queries) for name, count, cpu, queries in rows}
        for side, rows in results.items()
    }
    pages = [(name, count) for name, count, *_rest in results["ours"]]
    print(f"{'CPU ms / queries':44}" + "".join(f"{side:>16}" for side in SIDES))
    for page in pages:
        cells = [found[side].get(page) for side in SIDES]
        texts = [f"{c[0]:.0f} / {c[1]}" if c else "–" for c in cells]
        title = f"{page[0]} ({page[1]} tickets)"
        print(f"{title:44}" + "".join(f"{text:>16}" for text in texts))


if __name__ == "__main__":
    sys.exit(main())
