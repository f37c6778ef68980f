"""`make bench`: what we do beside what Odoo does, on a database of its own."""

import os
import shlex
import subprocess

from . import databases, launcher, setup
from .common import ROOT, Failure
from .lock import exclusive


def bench() -> int:
    """Run one of tests/bench on a fresh database, with OPTIONS handed on.

    BENCH names it: `run` (import and export) or `customers` (list, search, panel).
    """
    script = ROOT / "tests" / "bench" / f"{os.environ.get('BENCH', 'run')}.py"
    if not script.exists():
        raise Failure(f"There is no {script.relative_to(ROOT)}.")
    with exclusive("setup"):
        setup.prepare()
        template = databases.addons_template()
    with databases.clone("bench", template) as database:
        environment = launcher.environment() | {
            "BENCH_DATABASE": database,
            "BENCH_CONFIG": str(launcher.CONFIG),
            "BENCH_ADDONS_PATH": str(ROOT),
        }
        options = shlex.split(os.environ.get("OPTIONS", ""))
        command = [
            str(launcher.PYTHON),
            str(script),
            *options,
        ]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode
