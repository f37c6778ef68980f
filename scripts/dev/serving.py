"""`make run`: the product with demo data, in the foreground."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import addons, databases, launcher, setup, stamps
from .common import Failure, die_with_parent, say, step
from .lock import exclusive

STAMP = "run-database"
# login = password; the demo files of crm_cubicl and crm_portal make all but the first
LOGINS = {
    "admin": "administrator",
    "yonetim": "level Manage",
    "silme": "level Delete",
    "duzenleme": "level Edit",
    "goruntuleme": "level View",
    "hicbiri": "level None",
    "musteri": "portal customer",
}
LONGEST_START = 120


def serve() -> int:
    host = os.environ.get("HOST", "127.0.0.1")
    port = _port()
    _check_port_is_free(host, port)
    with exclusive("setup"):
        setup.prepare()
        database = databases.name_of("run")
        _ensure_database(database)
    command = launcher.command(
        database,
        f"--db-filter=^{database}$",
        f"--http-interface={host}",
        f"--http-port={port}",
    )
    # Ctrl-C of a terminal reaches Odoo by itself; from elsewhere it is handed on
    apart = not sys.stdin.isatty()
    process = subprocess.Popen(
        command,
        env=launcher.environment(),
        start_new_session=apart,
        preexec_fn=die_with_parent,
    )
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    signal.signal(signal.SIGINT, lambda *_: apart and process.terminate())
    if _wait_until_up(process, host, port):
        _tell(database, port)
    return _exit_code(process.wait())


def _ensure_database(database: str) -> None:
    prints = {addon: addons.fingerprint(addon) for addon in addons.names()}
    known = json.loads(stamps.read(STAMP) or "{}")
    if database not in databases.names() or not known:
        _make(database)
    elif known != prints:
        changed = [addon for addon in prints if known.get(addon) != prints[addon]]
        _update(database, changed, known)
    stamps.write(STAMP, json.dumps(prints))


def _make(database: str) -> None:
    stamps.clear(STAMP)
    core = databases.core_template()
    with step("Installing the addons and their demo data"):
        databases.drop(database)
        with databases.building(core) as part:
            databases.install(part, addons.names())
            _load_demo(part, addons.names())
            databases.warm(part)
            databases.rename(part, database)


def _update(database: str, changed: list[str], known: dict) -> None:
    new = [addon for addon in changed if addon not in known]
    with step(f"Updating {', '.join(changed)}"):
        old = [addon for addon in changed if addon in known]
        options = ["-u", ",".join(old)] if old else []
        options += ["-i", ",".join(new)] if new else []
        launcher.batch(
            database,
            *options,
            databases.WITHOUT_DEMO,
            log="update",
            failure="Odoo could not update the addons: mend them, or start anew with "
            "“make clean-run”",
        )
        _load_demo(database, changed)


def _load_demo(database: str, names: list[str]) -> None:
    launcher.script(
        database,
        "load_demo",
        *names,
        log="demo",
        failure="The demo data could not be loaded: the cause stands above",
    )


def _port() -> int:
    text = os.environ.get("PORT", "8069")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT={text} is no port: set a number such as PORT=8069.")
    return int(text)


def _check_port_is_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failure(
                f"Port {port} cannot be used ({error.strerror}): stop the program that "
                f"has it, or choose another one with “make run PORT={port + 1}”."
            ) from error


def _wait_until_up(process: subprocess.Popen, host: str, port: int) -> bool:
    address = "127.0.0.1" if host in {"", "0.0.0.0"} else host
    for _second in range(LONGEST_START):
        if process.poll() is not None:
            return False
        try:
            urllib.request.urlopen(f"http://{address}:{port}/web/login", timeout=60)
        except (urllib.error.URLError, OSError):
            time.sleep(1)
        else:
            return True
    return False


def _tell(database: str, port: int) -> None:
    present = databases.logins(database)
    rows = [
        f"  {login:<12} {login:<12} {role}"
        for login, role in LOGINS.items()
        if login in present
    ]
    say(
        f"\nCustomers is up: http://localhost:{port}\n\n"
        f"  {'login':<12} {'password':<12}\n" + "\n".join(rows) + "\n\n"
        "Ctrl-C stops it.\n"
    )


def _exit_code(code: int) -> int:
    # ended by the signal that asked for it: that is a clean end
    return 0 if code in {0, -signal.SIGINT, -signal.SIGTERM} else 1
