"""Fields of one's own as match keys: equal values meet and weigh, others speak against.

A record has its values folded under the names of their fields, in the column `own`. A
field that is weighed has levels like any other, under its name with a prefix.
"""

import json
from collections.abc import Iterable, Mapping

from odoo.tools import SQL

from .folding import fold

PREFIX = "own_"
# the longest name of a column is count_own_…
LONGEST_NAME = 63 - len(f"count_{PREFIX}")
LONGEST_VALUE = 200
DIFFERENT, SAME = 1, 2
# level from which on, and bits for each doubling of the records that have the value
COST_OF_COMMON = (SAME, 1.0)
# weights of a field that is newly chosen: of the levels different and same
USUAL_WEIGHTS = (-3.0, 6.0)


def fold_own(values: Mapping[str, str]) -> str:
    """Return the values as JSON, as they are compared: letters and digits alone.

    >>> fold_own({"ref": "TR-0.12 ", "x_code": "--"})
    '{"ref": "tr012"}'
    """
    folded = {name: fold(value).replace(" ", "") for name, value in values.items()}
    kept = {name: value[:LONGEST_VALUE] for name, value in folded.items() if value}
    return json.dumps(kept, sort_keys=True)


def is_own(field: str) -> bool:
    """Return whether a field of weights is one of one's own."""
    return field.startswith(PREFIX)


def own_of(weights: Iterable[str]) -> list[str]:
    """Return the names of the fields of one's own that are weighed.

    >>> own_of(["name", "own_ref"])
    ['ref']
    """
    return [field.removeprefix(PREFIX) for field in weights if is_own(field)]


def met_by_own(own: Iterable[str]) -> SQL:
    """Return the condition that two records, a and b, agree in one of the fields."""
    return SQL("").join(SQL(" OR a.own ->> %s = b.own ->> %s", n, n) for n in own)


def own_levels(own: Iterable[str], frequency: SQL) -> SQL:
    """Return the levels of the fields as columns, with how many have the value."""
    return SQL("").join(
        SQL(_LEVEL, **_parts(name), frequency=frequency) for name in own
    )


def _parts(name: str) -> dict:
    return {
        "name": name,
        "level": SQL.identifier(PREFIX + name),
        "count": SQL.identifier(f"count_{PREFIX}{name}"),
    }


_LEVEL = """,
       CASE WHEN x.own ->> %(name)s <> x.own2 ->> %(name)s THEN 1
            WHEN x.own ->> %(name)s = x.own2 ->> %(name)s THEN 2
            ELSE 0 END AS %(level)s,
       CASE WHEN x.own ->> %(name)s = x.own2 ->> %(name)s
            THEN COALESCE((
                SELECT count FROM %(frequency)s f
                 WHERE f.kind = 'o'
                   AND f.value = concat(%(name)s::text, ':', x.own ->> %(name)s)), 1)
            ELSE 0 END AS %(count)s"""
