"""The product's search for duplicates on the records of a file."""

import re
from pathlib import Path
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.crm_cubicl.tools.duplicate_cut import probability
from odoo.addons.crm_cubicl.tools.duplicate_engine import DuplicateEngine
from odoo.addons.crm_cubicl.tools.duplicate_record import normalise, region_of


class Result(NamedTuple):
    """Pairs of places in the list of records, with their probability."""

    pairs: list[tuple[int, int, float]]
    megabytes: int


def score(cr, records: list[dict[str, str]]) -> Result:
    """Return all pairs worth a look, the likeliest first."""
    engine = DuplicateEngine(cr, "quality")
    engine.set_up()
    region = region_of(record.get("country", "") for record in records)
    engine.put(
        (place, *normalise(record, region)) for place, record in enumerate(records)
    )
    engine.index_all()
    cut = engine.find_all()
    cr.execute(
        SQL("SELECT id1, id2, bits FROM %s ORDER BY bits DESC", engine.tables.found)
    )
    pairs = [(a, b, probability(bits, cut)) for a, b, bits in cr.fetchall()]
    return Result(pairs, _megabytes(cr.connection.info.backend_pid))


def _megabytes(process: int) -> int:
    """Return the most memory that this process and the database's one have used."""
    return sum(_peak(name) for name in ("self", str(process)))


def _peak(process: str) -> int:
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:  # a server elsewhere
        return 0
    match = re.search(r"VmHWM:\s+(\d+)", text)
    return int(match[1]) // 1024 if match else 0
