"""Programs of the system: found when present, else installed by apt."""

import glob
import os
import shutil
from pathlib import Path

from .common import Failure, run, step, succeeds

CHROME_NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
OLDEST_POSTGRESQL = 13


def postgresql_bin() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    if server := shutil.which("postgres"):
        return Path(server).resolve().parent
    folders = [
        Path(folder)
        for folder in glob.glob("/usr/lib/postgresql/*/bin")
        if (Path(folder) / "initdb").exists()
    ]
    versions = {int(folder.parent.name): folder for folder in folders}
    usable = [version for version in versions if version >= OLDEST_POSTGRESQL]
    return versions[max(usable)] if usable else None


def missing_packages(own_server: bool) -> list[str]:
    """Return the Debian packages of what is not on this machine."""
    fonts = [*glob.glob("/usr/share/fonts/*/*/*.[ot]tf")]
    database = postgresql_bin() if own_server else shutil.which("createdb")
    present = {
        "chromium": any(shutil.which(name) for name in CHROME_NAMES),
        "fonts-noto-core": bool(fonts),
        "postgresql" if own_server else "postgresql-client": bool(database),
        "python3-venv": _has_venv(),
        "wkhtmltopdf": bool(shutil.which("wkhtmltopdf")),
    }
    return sorted(package for package, found in present.items() if not found)


def ensure(packages: list[str]) -> None:
    """Install packages as root or through sudo, or say which ones to install."""
    if not packages:
        return
    sentence = f"Install them with: apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Failure(
            "These programs are missing and this system has no apt-get to get them: "
            f"{', '.join(packages)}. Install them with the system's own tool."
        )
    prefix = _root_prefix()
    if prefix is None:
        raise Failure(
            f"These packages are missing and neither root nor sudo is at hand. "
            f"{sentence}"
        )
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    with step(f"Installing system packages: {', '.join(packages)}"):
        run(
            [*command, "update"],
            log="apt-update",
            failure="apt-get could not update its lists: check the network",
            orphan=True,
        )
        run(
            [*command, "install", "-y", "--no-install-recommends", *packages],
            log="apt-install",
            failure=f"apt-get could not install the packages. {sentence}",
            orphan=True,
        )


def _root_prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _has_venv() -> bool:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True
