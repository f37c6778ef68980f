"""How Odoo is started: configuration file, environment, command line."""

import os

from . import odoo_source, postgres
from .common import HOME, ROOT, run
from .virtualenv import PYTHON, VENV

CONFIG = HOME / "odoo.conf"


def write_configuration() -> None:
    """Write what is the same for every database; libpq takes the rest from PG…"""
    server = postgres.connection()
    lines = {
        "db_host": server["PGHOST"],
        "db_port": os.environ.get("PGPORT", "5432")
        if postgres.is_external()
        else server["PGPORT"],
        "db_user": server["PGUSER"],
        "data_dir": HOME / "data",
        "addons_path": "",
        "http_interface": "127.0.0.1",
        "list_db": True,
    }
    if postgres.is_external() and os.environ.get("PGPASSWORD"):
        lines["db_password"] = os.environ["PGPASSWORD"]
    text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())
    if not CONFIG.is_file() or CONFIG.read_text(encoding="utf-8") != text:
        part = CONFIG.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(text, encoding="utf-8")
        part.replace(CONFIG)
    _write_shell_file(server)


def environment() -> dict[str, str]:
    """Return the environment in which Odoo, pytest and the linters run."""
    path = [str(VENV / "bin"), os.environ["PATH"]]
    if bin_folder := os.path.dirname(postgres.program("createdb")):
        path.insert(1, bin_folder)
    return {
        **postgres.environment(),
        "PATH": os.pathsep.join(path),
        "PYTHONPATH": str(odoo_source.folder()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "VIRTUAL_ENV": str(VENV),
    }


def command(database: str, *options: str, addons: bool = True) -> list[str]:
    """Return the command line of Odoo on a database."""
    words = [str(PYTHON), "-m", "odoo", "-c", str(CONFIG), "-d", database]
    if addons:
        words.append(f"--addons-path={ROOT}")
    return [*words, *options]


def batch(database: str, *options: str, log: str, failure: str, addons: bool = True):
    """Run Odoo without HTTP until it stops; return the path of its log."""
    words = command(database, "--no-http", "--stop-after-init", *options, addons=addons)
    return run(words, log=log, failure=failure, env=environment())


def script(database: str, action: str, *arguments: str, log: str, failure: str):
    """Run a function of `in_odoo` with the environment of a database."""
    words = [PYTHON, "-m", "scripts.dev.in_odoo", CONFIG, ROOT, database, action]
    env = environment()
    env["PYTHONPATH"] += os.pathsep + str(ROOT)
    return run([*words, *arguments], log=log, failure=failure, env=env)


def _write_shell_file(server: dict[str, str]) -> None:
    """Write `.odoo/env.sh` for a developer's own shell."""
    text = (
        f"export PYTHONPATH='{odoo_source.folder()}' PYTHONDONTWRITEBYTECODE=1\n"
        + "".join(f"export {key}='{value}'\n" for key, value in server.items())
        + f"export PATH='{VENV}/bin':\"$PATH\"\n"
    )
    path = HOME / "env.sh"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
