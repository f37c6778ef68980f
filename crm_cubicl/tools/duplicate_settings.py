"""What may be set of the search for duplicates, and what is wrong with what was given.

What comes from a page, from outside or from a parameter that somebody wrote by hand is
looked at here before anything is weighed by it.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from .duplicate_weights import Weights

# bits: more than this says no more than "always" and "never"
MOST_WEIGHT = 20.0
HIGHEST_CUT = 20.0
USUAL_SURE_SCORE = 0.99
LEAST_SURE_SCORE, MOST_SURE_SCORE = 0.5, 0.9999


class Wrong(NamedTuple):
    """What is wrong with a weight."""

    kind: str  # "unknown", "missing", "range" or "order"
    field: str = ""
    level: int = 0
    value: Any = None


def number_of(value: Any) -> float | None:
    """Return a number as such, None for anything else.

    >>> number_of(4), number_of("4"), number_of(True), number_of(float("nan"))
    (4.0, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def find_wrong(weights: Any, expected: Weights, by_hand: bool = True) -> Wrong | None:
    """Return the first thing that is wrong with weights, None when all is well.

    What somebody typed has to weigh agreement no less than disagreement.

    >>> find_wrong({"vat": [-8, "x", 7]}, {"vat": [-8.0, 4.0, 7.5]})
    Wrong(kind='missing', field='vat', level=2, value='x')
    >>> find_wrong({"vat": [-8, 4, 7]}, {"vat": [-8.0, 4.0, 7.5]})
    """
    if not isinstance(weights, Mapping):
        return Wrong("unknown", value=weights)
    if unknown := weights.keys() - expected.keys():
        return Wrong("unknown", min(map(str, unknown)))
    found = (
        _find_wrong_of(field, weights.get(field), len(values))
        or (by_hand and _find_wrong_order(field, weights[field]))
        for field, values in expected.items()
    )
    return next(filter(None, found), None)


def _find_wrong_of(field: str, values: Any, length: int) -> Wrong | None:
    if not isinstance(values, list | tuple) or len(values) != length:
        return Wrong("missing", field)
    for level, value in enumerate(values, 1):
        number = number_of(value)
        if number is None:
            return Wrong("missing", field, level, value)
        if abs(number) > MOST_WEIGHT:
            return Wrong("range", field, level, value)
    return None


def _find_wrong_order(field: str, values: list[float]) -> Wrong | None:
    return Wrong("order", field) if values[-1] < values[0] else None


def read_json(text: str | bool | None) -> Any:
    """Return what a parameter holds as JSON, None when it cannot be read."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def read_number(text: str | bool | None, lowest: float, highest: float):
    """Return the number in a parameter, None when there is none in these bounds.

    >>> read_number("4.5", 0, 20), read_number("-1", 0, 20), read_number("nan", 0, 20)
    (4.5, None, None)
    """
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if lowest <= number <= highest else None


def rounded(weights: Mapping[str, list[float]]) -> Weights:
    """Return weights with two decimals: more do not tell anything."""
    return {
        field: [round(float(value), 2) for value in values]
        for field, values in weights.items()
    }


def sure_from(cut: float, score: float) -> float:
    """Return the bits from which on a pair is as likely as the score.

    >>> sure_from(4.0, 0.5), round(sure_from(4.0, 0.99), 2)
    (4.0, 10.63)
    """
    return cut + math.log2(score / (1 - score))
