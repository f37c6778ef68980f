"""Small jobs inside a database, run by Odoo's Python: see `launcher.script`."""

import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules import Manifest
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tools import config
from odoo.tools.convert import convert_file

MISSING_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def settle_in_turkey(env) -> None:
    """Make the company Turkish before `account` picks its chart of accounts."""
    env.ref("base.TRY").active = True
    env.company.write(
        {"country_id": env.ref("base.tr").id, "currency_id": env.ref("base.TRY").id}
    )
    # files in the database, so that `createdb -T` copies them too
    env["ir.config_parameter"].set_param("ir_attachment.location", "db")


def finish_core(env) -> None:
    """Take a file that Debian's package lacks out of the bundle, and warm the rest."""
    mail = Path(Manifest.for_addon("mail").path).parent
    if not (mail / MISSING_SCRIPT).exists():
        env["ir.asset"].create(
            {
                "name": "A script that Debian's package lacks",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": MISSING_SCRIPT,
            }
        )
    warm_assets(env)


def warm_assets(env) -> None:
    """Build the bundles once, so that no test waits for them."""
    env["ir.qweb"]._pregenerate_assets_bundles()


def load_demo(env, *names: str) -> None:
    """Load the demo files of our addons, and of no other."""
    ready = env.registry.ready
    # as while installing: when something was created may be told
    env.registry.ready = False
    try:
        for name in names:
            for path in Manifest.for_addon(name).get("demo", []):
                # "update": what is there already is left as it is
                convert_file(env, name, path, {}, mode="update", noupdate=True)
    finally:
        env.registry.ready = ready


ACTIONS = {
    function.__name__: function
    for function in (settle_in_turkey, finish_core, warm_assets, load_demo)
}


def main() -> None:
    conf, addons, database, action, *arguments = sys.argv[1:]
    options = ["-c", conf, "-d", database, "--no-http"]
    if action == "load_demo":
        options.append(f"--addons-path={addons}")
    config.parse_config(options, setup_logging=True)
    server.load_server_wide_modules()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        ACTIONS[action](env, *arguments)
        env.flush_all()


if __name__ == "__main__":
    main()
