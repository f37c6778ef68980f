"""Who runs the PostgreSQL server, and where that user can work.

PostgreSQL refuses to run as root. As root the server runs as `postgres`; when that
user may not pass through the folders above the checkout (a private home or a
temporary folder), it gets the one capability that lets it pass. Where even that is
forbidden, the cluster lies in a short folder below the temporary directory.
"""

import functools
import os
import pwd
import tempfile
from pathlib import Path

from .common import HOME, Failure, succeeds
from .stamps import digest

# with the longest port, the path must stay below the 107 bytes of a Unix socket
LONGEST_SOCKET_FOLDER = 85
CAPABILITY = "+dac_override"


@functools.cache
def prefix() -> list[str]:
    """Return what to put before a server program so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    plain = _setpriv()
    lifted = [*plain, f"--inh-caps={CAPABILITY}", f"--ambient-caps={CAPABILITY}"]
    if _can_enter(plain, HOME) or not _can_enter(lifted, HOME):
        return plain
    return lifted


@functools.cache
def base() -> Path:
    """Return the folder that holds the cluster."""
    if os.geteuid() != 0 or _can_enter(prefix(), HOME):
        return HOME
    return _short_folder()


def socket_folder() -> Path:
    folder = base() / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        folder = _short_folder() / "run"
    return folder


def make_own(folder: Path, mode: int) -> None:
    """Make a folder that belongs to the user of the server."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    if os.geteuid() == 0 and folder.stat().st_uid != _account().pw_uid:
        os.chown(folder, _account().pw_uid, _account().pw_gid)
        folder.chmod(mode)


def _account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure(
        "PostgreSQL must not run as root and there is no user “postgres” to run it: "
        "add one, or run the set-up as an ordinary user."
    )


def _setpriv() -> list[str]:
    account = _account()
    return [
        "setpriv",
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
    ]


def _can_enter(command: list[str], folder: Path) -> bool:
    return succeeds([*command, "sh", "-c", 'cd "$0" && ls . >/dev/null', folder])


def _short_folder() -> Path:
    """Return a folder of ours with a short name, the same one at every start."""
    name = f"crm-{os.geteuid()}-{digest(str(HOME))[:8]}"
    folder = Path(tempfile.gettempdir()) / name
    # the user of the server must pass through it; cluster and socket are its own
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Failure(f"{folder} belongs to somebody else: remove it and start again.")
    return folder
