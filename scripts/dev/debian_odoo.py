"""Odoo 19 from Debian: downloaded and unpacked below `.odoo`, never installed."""

import os
import shutil
from pathlib import Path

from . import apt_source
from .common import HOME, Failure, run

APT = HOME / "apt"
SOURCE = HOME / "source"
PACKAGES = "usr/lib/python3/dist-packages"
FROM_SID = (
    "odoo-19",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
)
# their files have moved in sid, away from where the package's links look for them
FROM_OWN_RELEASE = ("fonts-font-awesome", "fonts-inconsolata")


def is_possible() -> bool:
    return bool(
        shutil.which("apt-get") and shutil.which("dpkg-deb") and apt_source.find()
    )


def download() -> None:
    """Download the packages; apt checks signature and hash of each."""
    folders = ("sources", "lists/partial", "archives/partial", "deb")
    for folder in folders:
        (APT / folder).mkdir(parents=True, exist_ok=True)
    stanza = apt_source.find()
    if stanza is None:
        raise Failure("This machine has no apt source of Debian to take Odoo from.")
    own = apt_source.suite_of(stanza)
    text = "\n".join(apt_source.render(stanza, suite) for suite in {"sid", own})
    (APT / "sources" / "sid.sources").write_text(text, encoding="utf-8")
    run(
        [*_apt_get(), "update"],
        log="odoo-apt-update",
        failure="The package lists of Debian's sid could not be fetched",
    )
    for old in (APT / "deb").glob("*"):
        old.unlink()
    wanted = [f"{name}/sid" for name in FROM_SID]
    wanted += [f"{name}/{own}" for name in FROM_OWN_RELEASE]
    run(
        [*_apt_get(), "download", *wanted],
        log="odoo-apt-download",
        failure="Debian's packages of Odoo could not be downloaded",
        cwd=APT / "deb",
    )


def unpack() -> None:
    """Unpack beside the place and rename, so that a half-made source never counts."""
    for old in HOME.glob("source.part*"):
        shutil.rmtree(old, ignore_errors=True)
    # a name of its own: the tar of a killed set-up may still write into its folder
    part = HOME / f"source.part.{os.getpid()}"
    for package in sorted((APT / "deb").glob("*.deb")):
        run(
            ["dpkg-deb", "-x", package, part],
            log="odoo-unpack",
            failure=f"{package.name} could not be unpacked: is the disk full?",
        )
    if dangling := _dangling_links(part / PACKAGES):
        raise Failure(
            f"Debian's package of Odoo links to files that are missing: {dangling[0]}. "
            "Set ODOO_HOME to a checkout of Odoo 19.0 instead."
        )
    part.replace(SOURCE)
    shutil.rmtree(APT / "deb", ignore_errors=True)


def _apt_get() -> list[str]:
    options = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": APT / "sources",
        "Dir::State::lists": APT / "lists",
        "Dir::Cache": APT,
        # the sandbox user could not write below a private folder
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    words = [
        word for name, value in options.items() for word in ("-o", f"{name}={value}")
    ]
    return ["apt-get", "-q", *words]


def _dangling_links(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_symlink() and not path.exists()
    )
