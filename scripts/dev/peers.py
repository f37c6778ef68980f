"""Addons of others that the benchmarks compare with, on databases of their own."""

from contextlib import contextmanager

from . import databases, launcher
from .common import HOME, ROOT, run, step
from .stamps import digest
from .virtualenv import PYTHON

REQUIREMENTS = ROOT / "tests" / "bench" / "peers.txt"
# by the benchmark that compares with them
MODULES = {"tickets": "helpdesk_mgmt", "service": "fieldservice"}


def _install_packages():
    """Return the folder in which Odoo finds the addons."""
    target = HOME / "peers" / digest(REQUIREMENTS)
    if not target.is_dir():
        command = [PYTHON, "-m", "pip", "install", "--no-deps", "--target", target]
        failure = "pip could not install the addons of others: check the network"
        run([*command, "-r", REQUIREMENTS], log="peers", failure=failure)
    return target / "odoo" / "addons"


@contextmanager
def database(bench: str):
    """Give the path of their addons and a database with one and the core's alone."""
    addons = _install_packages()
    with databases.clone("bench_peers", databases.core_template()) as name:
        with step("Installing the addons of others"):
            launcher.batch(
                name,
                f"--addons-path={addons}",
                *("-i", MODULES[bench], databases.WITHOUT_DEMO),
                log="peers-install",
                failure="Odoo could not install the addons of others: see the log",
                addons=False,
            )
        yield addons, name
