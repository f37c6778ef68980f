"""A PostgreSQL cluster of the checkout's own, on a Unix socket only.

With PGHOST in the environment, that server is used and none is started.
"""

import os
import shlex
import shutil
from pathlib import Path

from . import postgres_user, system_packages
from .common import Failure, output_of, run, step, succeeds

ROLE = "odoo"
PORT = "5432"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    # a development cluster can be made again: speed before safety
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}
RETRY = "remove .odoo/pg and start again, the databases are then made anew"


def is_external() -> bool:
    """Tell whether the developer named a server that is not the checkout's own."""
    host = os.environ.get("PGHOST", "")
    return bool(host) and host != str(postgres_user.socket_folder())


def connection() -> dict[str, str]:
    """Return the PG… variables of the server in use."""
    if is_external():
        user = os.environ.get("PGUSER") or output_of(["id", "-un"])
        return {"PGHOST": os.environ["PGHOST"], "PGUSER": user}
    return {
        "PGHOST": str(postgres_user.socket_folder()),
        "PGPORT": PORT,
        "PGUSER": ROLE,
    }


def program(name: str) -> str:
    folder = system_packages.postgresql_bin()
    if folder and (folder / name).exists():
        return str(folder / name)
    return shutil.which(name) or name


def environment() -> dict[str, str]:
    return {**os.environ, **connection()}


def ensure() -> None:
    """Have a server that answers."""
    if is_external():
        _check_external()
        return
    if not _answers():
        with step("Starting PostgreSQL"):
            _initialise()
            _start()
    _ensure_role()


def stop() -> bool:
    """Stop the checkout's own server if it runs."""
    if is_external() or not _answers():
        return False
    run(
        [*_server("pg_ctl"), "-D", _data(), "-m", "fast", "-w", "stop"],
        log="postgres-stop",
        failure="PostgreSQL could not be stopped",
        cwd="/",
    )
    return True


def _data() -> Path:
    return postgres_user.base() / "pg"


def _server(name: str) -> list[str]:
    return [*postgres_user.prefix(), program(name)]


def _answers() -> bool:
    return succeeds([program("pg_isready"), "-q", "-d", "postgres"], environment())


def _check_external() -> None:
    if not _answers():
        raise Failure(
            f"PGHOST={os.environ['PGHOST']} does not answer: start that server, or "
            "unset PGHOST to use one that the set-up makes."
        )
    if connection()["PGUSER"] == "postgres":
        raise Failure(
            "Odoo refuses the database user “postgres”: set PGUSER to a role that "
            "may create databases."
        )
    query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    if _query(query, environment()) != "t":
        raise Failure(
            f"The database user {connection()['PGUSER']} may not create databases: "
            "run ALTER ROLE … CREATEDB on that server."
        )


def _initialise() -> None:
    """Make the cluster beside its place and rename, so that a half one never counts."""
    data = _data()
    if (data / "PG_VERSION").exists():
        return
    part = data.with_name("pg.part")
    shutil.rmtree(part, ignore_errors=True)
    postgres_user.make_own(part, 0o700)
    known = output_of(["locale", "-a"]).lower().replace("-", "").split()
    locale = "C.UTF-8" if "c.utf8" in known else "C"
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", f"--locale={locale}"]
    run(
        [*_server("initdb"), "-D", part, *options, "--no-sync"],
        log="postgres-init",
        failure="PostgreSQL's cluster could not be made",
        cwd="/",
    )
    part.replace(data)


def _start() -> None:
    sockets = postgres_user.socket_folder()
    postgres_user.make_own(sockets, 0o700)
    settings = {**SETTINGS, "unix_socket_directories": f'"{sockets}"', "port": PORT}
    options = " ".join(
        f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items()
    )
    command = [*_server("pg_ctl"), "-D", _data(), "-w", "-t", "90"]
    run(
        [*command, "-l", sockets / "postgres.log", "-o", options, "start"],
        log="postgres-start",
        failure=f"PostgreSQL did not start; see {sockets}/postgres.log, or {RETRY}",
        cwd="/",
        orphan=True,
    )


def _ensure_role() -> None:
    admin = {**environment(), "PGUSER": "postgres"}
    if _query(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", admin) != "1":
        _query(f"CREATE ROLE {ROLE} LOGIN CREATEDB", admin)


def _query(text: str, env: dict[str, str]) -> str:
    return output_of([program("psql"), "-XAtqd", "postgres", "-c", text], env)
