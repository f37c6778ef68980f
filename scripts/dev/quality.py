"""`make quality DATA=folder`: how well duplicates are found in labelled records."""

import os
import subprocess
from pathlib import Path

from . import databases, launcher, setup
from .common import ROOT, Failure
from .lock import exclusive


def quality() -> int:
    """Score the sets of DATA on an empty database; OUT= takes the pairs."""
    data = os.environ.get("DATA", "")
    if not data:
        raise Failure(
            "Say which folder: make quality DATA=folder, with records.csv "
            "(id, name, …) and, to be measured, pairs.csv (id1, id2), or folders "
            "that hold them."
        )
    with exclusive("setup"):
        setup.prepare()
    out = os.environ.get("OUT", "")
    with databases.clone("quality", "template0") as database:
        environment = launcher.environment()
        environment["PYTHONPATH"] += os.pathsep + str(ROOT)
        command = [
            *(str(launcher.PYTHON), "-m", "scripts.quality"),
            *("--config", str(launcher.CONFIG), "--addons", str(ROOT)),
            *("--database", database, "--data", str(Path(data).absolute())),
            *(("--out", str(Path(out).absolute())) if out else ()),
        ]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode
