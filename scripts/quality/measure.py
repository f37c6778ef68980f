"""Precision, recall and F1 of scored pairs against the true ones."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .files import ordered

PRECISION = 0.95
CUT = 0.5


class Figures(NamedTuple):
    """What is told of a set."""

    best: float  # highest F1 at any cut
    shipped: float  # F1 at the product's cut
    recall: float  # highest recall with a precision of PRECISION or more


def measure(
    pairs: Iterable[tuple[str, str, float]], truth: set[tuple[str, str]]
) -> Figures:
    """Return the figures of pairs with a score.

    >>> measure([("1", "2", 0.9), ("3", "4", 0.8)], {("1", "2"), ("5", "6")})
    Figures(best=0.6666666666666666, shipped=0.5, recall=0.5)
    """
    scored = sorted(((s, ordered(a, b) in truth) for a, b, s in pairs), reverse=True)
    best = shipped = recall = 0.0
    for score, found, hits in _steps(scored):
        value = 2 * hits / (found + len(truth)) if truth else 0.0
        best = max(best, value)
        if score >= CUT:
            shipped = value
        if hits >= PRECISION * found:
            recall = max(recall, hits / len(truth) if truth else 0.0)
    return Figures(best, shipped, recall)


def _steps(scored: list[tuple[float, bool]]) -> Iterator[tuple[float, int, int]]:
    """Yield each score with how many pairs reach it and how many of them are true."""
    hits = 0
    for found, (score, is_true) in enumerate(scored, 1):
        hits += is_true
        # pairs of one score are one step: no order among them may flatter
        if found == len(scored) or scored[found][0] != score:
            yield score, found, hits
