"""Databases: a template of the core modules, and what is cloned from it."""

import os
import platform
import re
from contextlib import contextmanager, suppress

from . import addons, launcher, odoo_source, postgres, stamps
from .common import ROOT, Failure, output_of, say, step

# raise it when the way the template is made changes
RECIPE = 2
WITHOUT_DEMO = "--without-demo=True"
OF_A_PROCESS = re.compile(r"_(?:test|bench|build|quality|wheel|workers)_(\d+)")


def name_of(kind: str) -> str:
    """Return the name of a database; on a server of others it tells the checkout."""
    checkout = stamps.digest(platform.node(), str(ROOT))[:6]
    return f"crm_{checkout}_{kind}" if postgres.is_external() else f"crm_{kind}"


def names() -> list[str]:
    text = _psql("SELECT datname FROM pg_database WHERE NOT datistemplate")
    return text.splitlines()


def create(name: str, template: str) -> None:
    """Make a database; an empty one as Odoo itself would make it."""
    empty = template == "template0"
    options = ["--encoding=UTF8", "--lc-collate=C"] if empty else []
    command = [postgres.program("createdb"), "-T", template, *options, name]
    output_of(command, postgres.environment())
    if empty:
        _psql("CREATE EXTENSION IF NOT EXISTS pg_trgm", name)


def drop(name: str) -> None:
    command = [postgres.program("dropdb"), "--if-exists", "--force", name]
    output_of(command, postgres.environment())


def rename(old: str, new: str) -> None:
    _psql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def core_template() -> str:
    """Return the database with the core modules, made when it is not there."""
    modules = ",".join(addons.core_dependencies())
    recipe = stamps.digest(RECIPE, modules, odoo_source.release_text())
    name = name_of(f"core_{recipe}")
    if name in names():
        return name
    text = "Making the template database (core modules, Turkish, assets)"
    with step(text), building() as database:
        _make_core(database, modules)
        rename(database, name)
    _drop_others(name_of("core_"), name)
    return name


def addons_template() -> str:
    """Return the database with our addons as they are now, ready for tests."""
    core = core_template()
    prints = [addons.fingerprint(addon) for addon in addons.names()]
    name = name_of(f"addons_{stamps.digest(RECIPE, core, *prints)}")
    if name in names():
        return name
    text = "Installing the addons in the test database"
    with step(text), building(core) as database:
        log = install(database, [*addons.names(), "test_lint"])
        complain(log)
        warm(database)
        rename(database, name)
    _drop_others(name_of("addons_"), name)
    return name


@contextmanager
def building(template: str = "template0"):
    """Give a database of this process that is gone unless it was renamed."""
    name = name_of(f"build_{os.getpid()}")
    drop(name)
    create(name, template)
    try:
        yield name
    finally:
        with suppress(Failure):
            drop(name)


@contextmanager
def clone(kind: str, template: str):
    """Give a copy of a template that is gone afterwards."""
    name = name_of(f"{kind}_{os.getpid()}")
    drop(name)
    create(name, template)
    try:
        yield name
    finally:
        with suppress(Failure):
            drop(name)


def sweep() -> None:
    """Drop what a run that was killed left behind."""
    for name in names():
        match = OF_A_PROCESS.search(name) if name.startswith(name_of("")) else None
        if match and not os.path.exists(f"/proc/{match[1]}"):
            drop(name)


def install(database: str, modules: list[str]):
    return launcher.batch(
        database,
        "-i",
        ",".join(modules),
        WITHOUT_DEMO,
        log="install",
        failure="Odoo could not install the addons: the cause stands above",
    )


def warm(database: str) -> None:
    launcher.script(
        database,
        "warm_assets",
        log="assets",
        failure="The assets could not be built: a script or a style sheet is broken",
    )


def complain(log) -> None:
    """Refuse an installation during which something was logged as a warning."""
    from .warnings_of_core import complaints

    if lines := complaints(log.read_text(encoding="utf-8", errors="replace")):
        say("\n".join(lines))
        raise Failure(
            f"{len(lines)} log lines at WARNING or above while installing the addons: "
            "they stand above"
        )


def _make_core(database: str, modules: str) -> None:
    failure = "Odoo could not install its own modules: see the log"
    launcher.batch(
        database,
        "-i",
        "base",
        WITHOUT_DEMO,
        log="core-base",
        failure=failure,
        addons=False,
    )
    launcher.script(database, "settle_in_turkey", log="core-country", failure=failure)
    launcher.batch(
        database,
        "-i",
        modules,
        WITHOUT_DEMO,
        "--load-language=tr_TR",
        log="core-modules",
        failure=failure,
        addons=False,
    )
    launcher.script(database, "finish_core", log="core-assets", failure=failure)


def _drop_others(prefix: str, kept: str) -> None:
    for name in names():
        if name.startswith(prefix) and name != kept:
            with suppress(Failure):
                drop(name)


def logins(database: str) -> set[str]:
    return set(_psql("SELECT login FROM res_users WHERE active", database).splitlines())


def _psql(text: str, database: str = "postgres") -> str:
    command = [postgres.program("psql"), "-XAtqd", database, "-c", text]
    return output_of(command, postgres.environment())
