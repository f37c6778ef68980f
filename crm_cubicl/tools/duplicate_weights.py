"""What each level of agreement weighs, in bits, and how the weights make a score.

A weight is log2 of how much more often a level is seen in pairs of one customer than in
other pairs that a key has found (Fellegi and Sunter, 1969). Those shipped are rounded
by hand and move the result little: see docs/duplicates.md. A database may re-estimate
them (`duplicate_em`); they are plain lists of numbers, so that JSON can keep them.
"""

from collections.abc import Callable, Sequence

from odoo.tools import SQL

from .duplicate_own import COST_OF_COMMON, is_own

Weights = dict[str, list[float]]

# of levels 1, 2, 3 …: their meanings stand in duplicate_levels.LEVELS
SHIPPED: Weights = {
    "name": [-8.0, -4.5, -2.0, 2.5, 2.5, 5.0, 5.0],
    "numbers": [-5.0, -2.0, 1.0],
    "legal": [-3.0, 0.5],
    "branch": [-8.0, -7.0, 2.0],
    "contact": [-0.8, 2.0, 4.0],
    "vat": [-8.0, 4.0, 7.5],
    "phone": [-1.2, 4.0, 6.5],
    "email": [-1.0, 0.0, 4.0, 6.5],
    "domain": [-4.0, -1.0, 4.5],
    "address": [-4.0, -2.0, -0.5, 1.0, 1.5, 4.5, 7.5],
    "city": [-3.0, 0.5, 2.0, 2.5],
    "zip": [-2.5, 1.0, 4.5],
    "country": [-4.0, 0.3],
}
# level from which on, and bits that each doubling of the records with the value costs
COMMON_COSTS = {
    "name": (7, 0.7), "vat": (3, 1.0), "phone": (3, 1.2), "email": (4, 1.2),
    "domain": (3, 1.2), "address": (7, 0.7),
}  # fmt: skip
# a name that agrees weighs more, the more its words tell
BITS_OF_USUAL_NAME = 8
MOST_BITS_OF_NAME = 14
SHARE_OF_BITS = 0.5
# and less, the more the words tell that only one of the two has
COST_OF_EXTRA = 0.2
# of two records with many means to reach them, one customer would share more of them;
# of two with nothing but names no more can be asked
MEANS = ("vat", "phone", "email", "domain", "contact")
ASKED_PER_MEANS = 0.7
GIVEN_TO_NAMES = 1.0
# city and postcode say little more where the street has spoken
SAME_PLACE = {"city": 0.5, "zip": 0.45}
MOVED = {"city": 0.6, "zip": 0.6}


def weigh(levels: SQL, weights: Weights) -> SQL:
    """Return the query of levels with a column `w_…` for each field, and their sum.

    `levels` is the query of `duplicate_levels.compare`.
    """
    parts = {field: _weight(field, values) for field, values in weights.items()}
    columns = SQL(", ").join(
        SQL("%s AS %s", part, SQL.identifier(f"w_{field}"))
        for field, part in parts.items()
    )
    total = SQL(" + ").join(SQL.identifier(f"w_{field}") for field in parts)
    total = SQL("%s - %s", total, _asked())
    return SQL(
        "SELECT *, (%s)::float8 AS bits"
        " FROM (SELECT l.*, %s FROM (%s OFFSET 0) l OFFSET 0) weighed",
        total,
        columns,
        levels,
    )


def sum_of_levels(weights: Weights, column: Callable[[str], SQL]) -> SQL:
    """Return what the levels weigh together, without what values and words add.

    `column` tells where the level of a field stands. What is left of a score does
    not change with the weights.
    """
    return SQL(" + ").join(
        SQL("(%s)", _of_level(field, values, column))
        for field, values in weights.items()
    )


def add_levels(levels: Sequence[int], weights: Weights) -> float:
    """Return the same for one pair, whose levels are in the order of the weights."""
    by_field = dict(zip(weights, levels, strict=True))
    total = 0.0
    for field, level in by_field.items():
        bits = weights[field][level - 1] if level else 0.0
        if field in SAME_PLACE:
            bits *= _damping(field, bits, by_field.get("address", 0))
        total += bits
    return total


def _damping(field: str, bits: float, address: int) -> float:
    if address >= 6 and bits > 0:
        return SAME_PLACE[field]
    return MOVED[field] if address == 1 and bits < 0 else 1.0


def _of_level(field: str, values: Sequence[float], column: Callable[[str], SQL]) -> SQL:
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s::float8", level, value)
        for level, value in enumerate(values, 1)
    )
    weight = SQL("CASE %s %s ELSE 0 END", column(field), cases)
    if field in SAME_PLACE:
        weight = SQL("(%s) * %s", weight, _damped(field, weight, column("address")))
    return weight


def _weight(field: str, values: Sequence[float]) -> SQL:
    column = SQL.identifier("l", field)
    weight = _of_level(field, values, lambda name: SQL.identifier("l", name))
    if field == "name":
        weight = SQL("%s + %s", weight, _told_by_words(column))
    if field in COMMON_COSTS or is_own(field):
        weight = SQL("%s - %s", weight, _cost_of_common(field, column))
    return weight


def _asked() -> SQL:
    """Return how many bits more a pair has to bring, by what both records have."""
    means = SQL(" + ").join(SQL("(%s > 0)::int", SQL.identifier(f)) for f in MEANS)
    others = SQL(" AND ").join(
        SQL("%s = 0", SQL.identifier(f)) for f in (*MEANS, "address", "city", "zip")
    )
    return SQL(
        "(%s * (%s) - CASE WHEN %s THEN %s ELSE 0 END)",
        ASKED_PER_MEANS,
        means,
        others,
        GIVEN_TO_NAMES,
    )


def _told_by_words(column: SQL) -> SQL:
    return SQL(
        "CASE WHEN %s >= 4 THEN %s * (least(l.shared, %s) - %s)"
        " - %s * least(l.extra, %s) ELSE 0 END",
        column,
        SHARE_OF_BITS,
        float(MOST_BITS_OF_NAME),
        float(BITS_OF_USUAL_NAME),
        COST_OF_EXTRA,
        float(MOST_BITS_OF_NAME),
    )


def _cost_of_common(field: str, column: SQL) -> SQL:
    level, cost = COMMON_COSTS.get(field, COST_OF_COMMON)
    return SQL(
        "CASE WHEN %s >= %s"
        " THEN %s * log(greatest(%s, 2) / 2.0::float8) / log(2.0::float8) ELSE 0 END",
        column,
        level,
        cost,
        SQL.identifier("l", f"count_{field}"),
    )


def _damped(field: str, weight: SQL, address: SQL) -> SQL:
    return SQL(
        "CASE WHEN %(address)s >= 6 AND (%(weight)s) > 0 THEN %(same)s"
        " WHEN %(address)s = 1 AND (%(weight)s) < 0 THEN %(moved)s ELSE 1 END",
        address=address,
        weight=weight,
        same=SAME_PLACE[field],
        moved=MOVED[field],
    )
