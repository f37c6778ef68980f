"""`make bench`: what we do beside what Odoo does, on a database of its own."""

import os
import shlex
import subprocess
from contextlib import ExitStack

from . import databases, launcher, peers, setup
from .common import ROOT, Failure
from .lock import exclusive


def bench() -> int:
    """Run one of tests/bench on a fresh database, with OPTIONS handed on.

    BENCH names it: `run` (import and export), `customers` (list, search, panel),
    `merge`, `visitors`, or, beside addons of others, `tickets` and `service`.
    """
    script = ROOT / "tests" / "bench" / f"{os.environ.get('BENCH', 'run')}.py"
    if not script.exists():
        raise Failure(f"There is no {script.relative_to(ROOT)}.")
    with exclusive("setup"):
        setup.prepare()
        template = databases.addons_template()
    with ExitStack() as stack:
        database = stack.enter_context(databases.clone("bench", template))
        environment = launcher.environment() | {
            "BENCH_DATABASE": database,
            "BENCH_CONFIG": str(launcher.CONFIG),
            "BENCH_ADDONS_PATH": str(ROOT),
        }
        if script.stem in peers.MODULES:
            path, peer = stack.enter_context(peers.database(script.stem))
            environment |= {
                "BENCH_PEER_DATABASE": peer,
                "BENCH_PEER_ADDONS_PATH": str(path),
            }
        options = shlex.split(os.environ.get("OPTIONS", ""))
        command = [str(launcher.PYTHON), str(script), *options]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode
