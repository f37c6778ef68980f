"""A copy of the database with our addons, and Odoo's shell on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def database(request):
    """Make a copy that is dropped afterwards, and return its name."""
    template = os.environ["CRM_ADDONS_DATABASE"]
    name = f"{template}_{request.module.__name__.rpartition('.')[2]}_{os.getpid()}"
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)
    subprocess.run(["createdb", "-T", template, name], check=True)
    yield name
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


def run_shell(database: str, script: str) -> None:
    """Run a script in Odoo's shell; fail with what it says."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "odoo", "shell", "--no-http"),
            *("-c", os.environ["CRM_ODOO_CONFIG"], "-d", database),
            f"--addons-path={ROOT}",
        ],
        input=script,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
