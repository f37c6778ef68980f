"""The Python environment of Odoo and of the development tools."""

import os
import shutil
import sys
from pathlib import Path

from . import stamps
from .common import HOME, ROOT, Failure, output_of, run, step, succeeds

VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements-dev.txt"
# what Odoo 19.0 runs on and the pinned packages support
OLDEST, NEWEST = (3, 11), (3, 13)


def ensure() -> None:
    """Make the environment again whenever the requirements changed."""
    base = base_python()
    wanted = stamps.digest(REQUIREMENTS, _version_text(base))
    if stamps.read("venv") == wanted and PYTHON.exists():
        return
    stamps.clear("venv")
    with step("Installing the Python packages"):
        if not succeeds([PYTHON, "-m", "pip", "--version"]):
            run(
                [base, "-m", "venv", "--clear", VENV],
                log="venv",
                failure="The Python environment could not be made: is the package "
                "python3-venv installed?",
            )
        run(
            [PYTHON, "-m", "pip", "install", "-r", REQUIREMENTS],
            log="pip",
            failure="pip could not install the packages: check the network, then "
            "start again",
        )
    stamps.write("venv", wanted)


def base_python() -> Path:
    """Return a Python that Odoo 19.0 runs on, the running one if it does."""
    running = Path(getattr(sys, "_base_executable", sys.executable))
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return running
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return Path(found)
    raise Failure(
        f"The set-up needs Python 3.11 to 3.13 and this is {sys.version.split()[0]}: "
        "install python3.13 and start again."
    )


def _version_text(python: Path) -> str:
    clean = {key: val for key, val in os.environ.items() if key != "PYTHONHOME"}
    return output_of([python, "-V"], env=clean)
