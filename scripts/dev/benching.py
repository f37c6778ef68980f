"""`make bench`: our import and export beside Odoo's own, on a database of their own."""

import os
import shlex
import subprocess

from . import databases, launcher, setup
from .common import ROOT
from .lock import exclusive


def bench() -> int:
    """Run tests/bench/run.py on a fresh database, with OPTIONS handed on."""
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
            str(ROOT / "tests" / "bench" / "run.py"),
            *options,
        ]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode
