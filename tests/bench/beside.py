"""Measure pages of ours beside those of others, each side in a process of its own.

Theirs has a database of its own: with both installed, two addons would answer the same
addresses, and each would pay for the other.
"""

import argparse
import json
import os
import subprocess
import sys
from statistics import median

OURS = "ours"
ROUNDS = 9


def main(script: str, sides: tuple[str, ...], counts: tuple[int, ...], unit: str):
    """Measure all sides, or the one that is named, and print them side by side.

    :param script: the file that was started; its classes are in ``<script>_sides``
    :param counts: measured with so many of them, in the order given
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--side", choices=sides)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--counts", default=",".join(map(str, counts)))
    given, rest = parser.parse_known_args()
    counts = tuple(map(int, given.counts.split(",")))
    if given.side:
        sys.argv[1:] = rest
        module = __import__(f"{os.path.basename(script)[:-3]}_sides")
        made = module.SIDES[given.side]
        print(json.dumps(measure_side(made, counts, given.rounds)))
        return
    results = {}
    for side in sides:
        command = [sys.executable, script, "--side", side]
        command += ["--rounds", str(given.rounds), "--counts", given.counts]
        results[side] = _run([*command, *rest], side)
    print_results(results, unit)


def _run(command: list[str], side: str) -> list:
    environment = dict(os.environ)
    if side != OURS:
        environment["BENCH_DATABASE"] = environment["BENCH_PEER_DATABASE"]
        environment["BENCH_ADDONS_PATH"] = environment["BENCH_PEER_ADDONS_PATH"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.decode().splitlines()[-1])


def measure_side(made, counts: tuple[int, ...], rounds: int) -> list:
    """Return name, count, CPU ms, queries and wall ms of every page of a side."""
    from command import parse

    from odoo import http
    from odoo.tools import config

    parse(argparse.ArgumentParser())
    database = config["db_name"][0]
    config["dbfilter"] = f"^{database}$"
    http.root.initialize()
    subject = made(database)
    figures = []
    for count in counts:
        subject.fill(count)
        for name, request in subject.get_pages().items():
            figures.append((name, count, *_measure(request, rounds, database)))
    return figures


def _measure(request, rounds: int, database: str) -> tuple[float, int, float]:
    """Return CPU ms, of Odoo and PostgreSQL, queries and wall ms: medians."""
    from time import perf_counter

    from client import count_queries, get_cpu_of_backends
    from meter import _cpu_odoo

    for _warm in range(2):
        request()
    costs = []
    # PostgreSQL's share is counted in ticks of 10 ms: it is spread over all rounds
    backends = get_cpu_of_backends(database)
    for _round in range(rounds):
        before, queries, start = _cpu_odoo(), count_queries(), perf_counter()
        request()
        wall = perf_counter() - start
        costs.append((_cpu_odoo() - before, count_queries() - queries, wall))
    backends = (get_cpu_of_backends(database) - backends) / rounds
    cpu, queries, wall = (median(cost[i] for cost in costs) for i in range(3))
    return round((cpu + backends) * 1000, 1), int(queries), round(wall * 1000, 1)


def print_results(results: dict, unit: str) -> None:
    """Print a row per page: CPU ms / queries / wall ms of each side."""
    found = {
        side: {(name, count): figures for name, count, *figures in rows}
        for side, rows in results.items()
    }
    pages = [(name, count) for name, count, *_rest in results[OURS]]
    heading = "CPU ms / queries / wall ms"
    print(f"{heading:52}" + "".join(f"{side:>18}" for side in results))
    for page in pages:
        cells = [found[side].get(page) for side in results]
        texts = [f"{c[0]:.0f} / {c[1]} / {c[2]:.0f}" if c else "–" for c in cells]
        title = f"{page[0]} ({page[1]:,} {unit})"
        print(f"{title:52}" + "".join(f"{text:>18}" for text in texts))
