"""Weights from a database's own pairs, without anyone telling which are duplicates.

Expectation maximisation: how likely each pair is one customer follows from the weights,
and the weights follow from how often each level is seen in likely and in unlikely
pairs; both in turn, some rounds long. Pairs of the same levels are one row with a
count, so it takes seconds whatever the number of pairs. What few pairs tell is held
near the weights it starts from, and no weight moves further than MOST_MOVE.
"""

import math
from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from .duplicate_cut import probability
from .duplicate_weights import Weights

ROUNDS = 8
# so many likely pairs with the field filled in say as much as the starting weights
TRUST = 300.0
MOST_MOVE = 3.0
SMOOTHING = 0.5


class Pattern(NamedTuple):
    """Pairs of the same levels."""

    levels: tuple[int, ...]  # in the order of the weights
    rest: float  # bits beyond the weights of the levels: rare values, words …
    count: int


def count_patterns(scored: SQL, weights: Weights) -> SQL:
    """Return the query of the patterns of scored pairs (see `weigh`)."""
    fields = SQL(", ").join(map(SQL.identifier, weights))
    plain = SQL(" + ").join(
        SQL(
            "COALESCE((%s::float8[])[%s], 0)",
            [float(value) for value in values],
            SQL.identifier(field),
        )
        for field, values in weights.items()
    )
    return SQL(
        "SELECT %(fields)s, round(bits - (%(plain)s)) AS rest, count(*)"
        " FROM (%(scored)s) s GROUP BY %(fields)s, rest",
        fields=fields,
        plain=plain,
        scored=scored,
    )


def estimate(patterns: list[Pattern], weights: Weights, cut: float) -> Weights:
    """Return weights re-estimated from the patterns."""
    estimated = weights
    for _round in range(ROUNDS):
        likely, unlikely = _count_levels(patterns, estimated, cut)
        estimated = {
            field: [
                _new_weight(likely[place], unlikely[place], level, value)
                for level, value in enumerate(values, 1)
            ]
            for place, (field, values) in enumerate(weights.items())
        }
    return estimated


def _count_levels(patterns: list[Pattern], weights: Weights, cut: float):
    """Return for each field how often each level is seen in likely, unlikely pairs."""
    likely = [defaultdict(float) for _field in weights]
    unlikely = [defaultdict(float) for _field in weights]
    values = list(weights.values())
    for pattern in patterns:
        bits = pattern.rest + sum(
            values[place][level - 1]
            for place, level in enumerate(pattern.levels)
            if level
        )
        share = probability(bits, cut)
        for place, level in enumerate(pattern.levels):
            if level:
                likely[place][level] += share * pattern.count
                unlikely[place][level] += (1 - share) * pattern.count
    return likely, unlikely


def _new_weight(likely, unlikely, level: int, start: float) -> float:
    """Return the weight of a level, between where it starts and what is counted."""
    matches, others = sum(likely.values()), sum(unlikely.values())
    if not matches or not others:
        return start
    counted = math.log2(
        ((likely[level] + SMOOTHING) / matches)
        / ((unlikely[level] + SMOOTHING) / others)
    )
    blended = (TRUST * start + matches * counted) / (TRUST + matches)
    return round(min(max(blended, start - MOST_MOVE), start + MOST_MOVE), 2)
