"""The whole set-up, each step only when it is needed."""

from . import databases, launcher, odoo_source, postgres, system_packages, virtualenv
from .common import HOME
from .lock import exclusive


def prepare() -> None:
    """Make everything that needs no database."""
    HOME.mkdir(mode=0o755, exist_ok=True)
    own_server = not postgres.is_external()
    system_packages.ensure(system_packages.missing_packages(own_server))
    odoo_source.ensure()
    virtualenv.ensure()
    postgres.ensure()
    launcher.write_configuration()
    databases.sweep()


def only_prepare() -> None:
    with exclusive("setup"):
        prepare()
        databases.core_template()
