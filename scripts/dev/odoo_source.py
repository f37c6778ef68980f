"""Odoo 19.0 Community: ODOO_HOME, Debian's package, or a shallow clone."""

import os
import re
import shutil
from pathlib import Path

from . import debian_odoo
from .common import HOME, Failure, run, say, step

CLONE = HOME / "checkout"
REPOSITORY = "https://github.com/odoo/odoo"
VERSION = re.compile(r"^version_info\s*=\s*\((\d+),\s*(\d+)", re.MULTILINE)


def folder() -> Path:
    """Return the folder to put on PYTHONPATH."""
    if chosen := os.environ.get("ODOO_HOME"):
        return _checked_home(Path(chosen).expanduser().resolve())
    unpacked = debian_odoo.SOURCE / debian_odoo.PACKAGES
    return CLONE if _version(CLONE) else unpacked


def ensure() -> Path:
    """Bring Odoo here unless it is here already; return its folder."""
    if not _version(folder()):
        try:
            _from_debian()
        except Failure as failure:
            say(f"  {failure}")
            _from_git()
    return folder()


def release_text() -> str:
    return (folder() / "odoo" / "release.py").read_text(encoding="utf-8")


def _from_debian() -> None:
    if not debian_odoo.is_possible():
        raise Failure("No Debian package source here, cloning Odoo instead.")
    with step("Downloading Odoo 19 (Debian's package, 125 MB)"):
        debian_odoo.download()
    with step("Unpacking Odoo 19"):
        debian_odoo.unpack()


def _from_git() -> None:
    if not shutil.which("git"):
        raise Failure(
            "Odoo 19 could not be fetched: install git, or set ODOO_HOME to a "
            "checkout of Odoo 19.0."
        )
    part = HOME / "checkout.part"
    shutil.rmtree(part, ignore_errors=True)
    with step("Cloning Odoo 19.0"):
        run(
            ["git", "clone", "--depth=1", "--branch=19.0", REPOSITORY, part],
            log="odoo-clone",
            failure="Odoo 19.0 could not be cloned: check the network, or set "
            "ODOO_HOME to a checkout of it",
        )
        part.replace(CLONE)


def _checked_home(home: Path) -> Path:
    if (version := _version(home)) != (19, 0):
        found = ".".join(map(str, version)) if version else "no Odoo"
        raise Failure(
            f"ODOO_HOME={home} holds {found}: point it to a checkout of Odoo 19.0, "
            "the folder with odoo-bin in it."
        )
    return home


def _version(base: Path) -> tuple[int, int] | None:
    release = base / "odoo" / "release.py"
    if not release.is_file():
        return None
    match = VERSION.search(release.read_text(encoding="utf-8"))
    return (int(match[1]), int(match[2])) if match else None
