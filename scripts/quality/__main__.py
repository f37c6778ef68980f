"""Score folders of records with the product's own search for duplicates.

Started by `make quality DATA=folder`, which hands over a database of its own.
"""

import argparse
import sys
import time
from pathlib import Path

from odoo.sql_db import db_connect
from odoo.tools import config

from .files import Refusal, find_sets, read_pairs, read_records, target_of, write_pairs
from .measure import measure


def main() -> int:
    """Print one line per set, and write the pairs of each."""
    options = parse_arguments()
    # the addons are importable from here on
    config.parse_config(["-c", options.config, f"--addons-path={options.addons}"])
    from .engine import score

    failures = 0
    try:
        folders = find_sets(Path(options.data))
    except Refusal as refusal:
        print(f"✗ {refusal}", file=sys.stderr)
        return 1
    for folder in folders:
        try:
            run(folder, options, score, many=len(folders) > 1)
        except Refusal as refusal:
            failures += 1
            print(f"✗ {folder.name}: {refusal}", file=sys.stderr, flush=True)
    return 1 if failures else 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("config", "addons", "database", "data"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--out", default="")
    return parser.parse_args()


def run(folder: Path, options: argparse.Namespace, score, many: bool) -> None:
    """Score one set, write its pairs and print its line."""
    target = target_of(folder, options.out, many)
    records = read_records(folder / "records.csv")
    ids = [record["id"] for record in records]
    truth = read_pairs(folder / "pairs.csv", ids)
    start = time.monotonic()
    with db_connect(options.database).cursor() as cr:
        result = score(cr, records)
        cr.rollback()
    seconds = time.monotonic() - start
    named = [(ids[a], ids[b], value) for a, b, value in result.pairs]
    write_pairs(target, named)
    if truth is None:
        proposed = sum(value >= 0.5 for _a, _b, value in named)
        print(
            f"{folder.name} has no pairs.csv to compare with: {len(named)} pairs"
            f" written to {target}, {proposed} of them proposed (score 0.5 or more);"
            f" {seconds:.1f} s, {result.megabytes} MB",
            flush=True,
        )
        return
    figures = measure(named, truth)
    print(
        f"{folder.name} best F1 {figures.best:.3f} shipped F1 {figures.shipped:.3f}"
        f" recall@P.95 {figures.recall:.3f} seconds {seconds:.1f}"
        f" MB {result.megabytes}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
