"""Measure what the rules of customers add to counts and pages, for every level."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fill import ASSIGNED, LEVELS, MANAGER
from pages import CORE_LIST, OWN, OWN_LIST, get_page

USERS = (*LEVELS, MANAGER % 0, ASSIGNED)
CYCLES = 3


def measure_rules(env, rounds: int) -> None:
    """Print counts and pages of each user with our rules and without them."""
    print(
        f"\n{'rules of customers, ms':32}{'without':>10}{'with':>8}{'×':>7}{'rows':>10}"
    )
    for login in USERS:
        user = env["res.users"].search([("login", "=", login)])
        for name, call in _get_calls(env(user=user)).items():
            _measure(env, f"{login.removeprefix('bench_')}: {name}", call, rounds)


def _get_calls(env) -> dict[str, Callable]:
    Partner = env["res.partner"]
    return {
        "count customers": lambda: Partner.search_count(OWN),
        "count contacts": lambda: Partner.search_count([]),
        "page of customers": get_page(env, OWN_LIST, OWN)([]),
        "page of contacts": get_page(env, CORE_LIST, [])([]),
    }


def _measure(env, name: str, call: Callable, rounds: int) -> None:
    """Print the medians; both take turns, as the machine may be busier at times."""
    with_rules, without = [], []
    for _cycle in range(CYCLES):
        with_rules += _time(env, call, rounds)
        with _rules_off(env):
            without += _time(env, call, rounds)
    found = call()
    rows = found["length"] if isinstance(found, dict) else found
    after, before = statistics.median(with_rules), statistics.median(without)
    print(
        f"{name:32}{before:>10.1f}{after:>8.1f}{after / before:>7.2f}{rows:>10}",
        flush=True,
    )


def _time(env, call: Callable, rounds: int) -> list[float]:
    call()
    times = []
    for _round in range(rounds):
        env.invalidate_all()
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return times


@contextmanager
def _rules_off(env) -> Iterator[None]:
    """Work without the rules of customers."""
    names = [
        f"{model}_rule_{operation}"
        for model in ("res_partner", "res_partner_bank")
        for operation in ("read", "write", "create", "unlink")
    ]
    rules = env["ir.rule"].sudo().union(*(env.ref(f"crm_cubicl.{n}") for n in names))
    rules.active = False
    env.flush_all()
    try:
        yield
    finally:
        rules.active = True
        env.flush_all()
