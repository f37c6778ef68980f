"""From which score on a pair is proposed.

Weights say how much more likely a pair is one customer than before it was looked at;
how likely that was depends on the database. It is estimated from the scores of all
its pairs: the share of matches that makes the probabilities add up to itself. What is
left is one number, kept with the scan and used for single records until the next.
"""

import math
from collections.abc import Iterable

# of a database of unknown records, and what an estimate may be at most and at least
USUAL_CUT = 4.5
LOWEST_CUT = 1.0
HIGHEST_CUT = 6.0
ROUNDS = 40
# a wrong proposal costs more than one that is missed
MARGIN = 0.5
# so many pairs say as much as what is usual: few customers tell little
TRUST = 200


def estimate_cut(histogram: Iterable[tuple[float, int]]) -> float:
    """Return the bits from which on a pair is proposed.

    `histogram` tells how many pairs have a score, rounded.

    >>> estimate_cut([])
    4.5
    >>> estimate_cut([(-10.0, 90), (20.0, 10)])
    4.2
    """
    counted = list(histogram)
    pairs = sum(count for _bits, count in counted)
    cut = HIGHEST_CUT
    for _round in range(ROUNDS if pairs else 0):
        matches = sum(count * probability(bits, cut) for bits, count in counted)
        share = min(max(matches / pairs, 1e-9), 1 - 1e-9)
        cut = min(max(math.log2((1 - share) / share), LOWEST_CUT), HIGHEST_CUT)
    cut = (pairs * (cut + MARGIN) + TRUST * USUAL_CUT) / (pairs + TRUST)
    return round(cut, 1)


def probability(bits: float, cut: float) -> float:
    """Return how likely a score makes a pair one customer, 0.5 at the cut.

    >>> probability(5.0, 5.0), round(probability(9.0, 5.0), 2)
    (0.5, 0.94)
    """
    return 1 / (1 + 2.0 ** min(max(cut - bits, -500.0), 500.0))
