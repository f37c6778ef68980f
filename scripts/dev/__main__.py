"""Command line of the development tool: `python3 -m scripts.dev TASK`."""

import argparse
import os
import signal
import subprocess
import sys

from . import (
    benching,
    databases,
    launcher,
    linting,
    postgres,
    quality,
    serving,
    setup,
    stamps,
    testing,
)
from .common import Failure, say
from .lock import exclusive


def shell() -> int:
    """Open Odoo's shell on the database of `make run`."""
    with exclusive("setup"):
        setup.prepare()
    words = launcher.command(databases.name_of("run"))
    words.insert(words.index("odoo") + 1, "shell")
    return subprocess.run([*words, "--no-http"], env=launcher.environment()).returncode


def lint() -> int:
    with exclusive("setup"):
        setup.prepare()
    return linting.lint()


def mend() -> int:
    with exclusive("setup"):
        setup.prepare()
    return linting.mend()


def clean_run() -> int:
    """Forget the database of `make run`: the next run makes it anew."""
    with exclusive("setup"):
        setup.prepare()
        stamps.clear(serving.STAMP)
        databases.drop(databases.name_of("run"))
    return 0


def stop() -> int:
    say("PostgreSQL stopped." if postgres.stop() else "Nothing was running.")
    return 0


TASKS = {
    "setup": setup.only_prepare,
    "run": serving.serve,
    "test": testing.test,
    "lint": lint,
    "format": mend,
    "bench": benching.bench,
    "quality": quality.quality,
    "shell": shell,
    "clean-run": clean_run,
    "stop": stop,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts.dev", description=__doc__)
    parser.add_argument("task", choices=TASKS)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return TASKS[parser.parse_args().task]() or 0
    except Failure as failure:
        print(f"\n✗ {failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted: the next start goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
