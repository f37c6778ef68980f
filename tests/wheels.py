"""What the packaging tests share: the checkout, its addons, and a wheel of them."""

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py")


def manifests() -> dict[str, dict]:
    return {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.glob("crm_*/__manifest__.py"))
    }


def run(*command, **options) -> subprocess.CompletedProcess:
    """Run a command and show all it said when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    assert not done.returncode, f"{command[0]} failed:\n{done.stdout}"
    return done


def copy_sources(target: Path) -> Path:
    """Copy what a wheel is built from, so that nothing is left in the checkout."""
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in manifests():
        shutil.copytree(ROOT / name, target / name, ignore=ignore)
    for name in SOURCES:
        shutil.copy2(ROOT / name, target / name)
    return target


def build_wheel(sources: Path, target: Path) -> Path:
    options = ("--wheel", "--no-isolation", "--outdir", target)
    run(sys.executable, "-m", "build", *options, sources)
    (wheel,) = target.glob("*.whl")
    return wheel


def make_environment(folder: Path, wheel: Path) -> Path:
    """Make an empty environment with the wheel alone; return its Python.

    Odoo and the libraries that it needs stand beside it on PYTHONPATH.
    """
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--no-index", wheel)
    return python


def odoo_beside(python: Path) -> dict[str, str]:
    """Return the environment in which that Python finds Odoo and its libraries."""
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(python.parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], *libraries]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
