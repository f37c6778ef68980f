"""The part of the command line that every measurement has."""

import argparse
import os

from odoo.tools import config


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Add the database and where Odoo is, read all, and give Odoo its part of it."""
    given = os.environ.get
    parser.add_argument("-d", "--database", default=given("BENCH_DATABASE"))
    parser.add_argument("-c", "--config", default=given("BENCH_CONFIG"))
    parser.add_argument("--addons-path", default=given("BENCH_ADDONS_PATH"))
    options = parser.parse_args()
    if not options.database:
        parser.error("name a database (-d, or BENCH_DATABASE)")
    arguments = ["-d", options.database, "--no-http", "--log-level=error"]
    if options.config:
        arguments += ["-c", options.config]
    if options.addons_path:
        arguments += [f"--addons-path={options.addons_path}"]
    config.parse_config(arguments)
    return options
