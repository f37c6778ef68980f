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

from .duplicate_cut import probability
from .duplicate_weights import Weights, add_levels

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
    for pattern in patterns:
        bits = pattern.rest + add_levels(pattern.levels, weights)
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
