"""Whether a question is asked, by what was answered before it.

The page does the same in ``static/src/questions/conditions.js``.
"""

from dataclasses import dataclass
from typing import Any

from .answers import CHOICES, DATES, NUMBERS, TYPES

TEXTS = {"text", "long_text", "link", "email", "phone"}
# what can be asked of the answer to a question of each type
OPERATORS = {
    **dict.fromkeys(TEXTS, ("set", "unset", "in", "not_in", "contains")),
    **dict.fromkeys(NUMBERS, ("set", "unset", "in", "not_in", "ge", "le")),
    **dict.fromkeys(DATES, ("set", "unset", "ge", "le")),
    **dict.fromkeys(CHOICES, ("set", "unset", "in", "not_in")),
    "boolean": ("set", "unset"),
    "file": ("set", "unset"),
}
assert OPERATORS.keys() == TYPES.keys()
# these compare with a value
COMPARING = {"in", "not_in", "contains", "ge", "le"}


@dataclass(frozen=True)
class Condition:
    """When a question is asked: the answer to an earlier one, compared.

    :param value: ids of choices, a number, a date or a text, as the type has it; a
        moment is asked for its day
    """

    question: int
    operator: str
    value: Any = None


def is_asked(condition: Condition | None, asked: set[int], answers: dict) -> bool:
    """Return whether a question is asked, given what was asked and answered before.

    A question that hangs on one that is not asked is not asked either.

    >>> is_asked(Condition(1, "in", {7}), {1}, {1: [7]})
    True
    >>> is_asked(Condition(2, "unset"), {1}, {})
    False
    """
    if condition is None:
        return True
    earlier = condition.question
    return earlier in asked and fits(condition, answers.get(earlier))


def fits(condition: Condition, answer: Any) -> bool:
    """Return whether an answer is as the condition says.

    >>> fits(Condition(1, "contains", "Fiş"), "fiş kesemiyoruz")
    True
    >>> fits(Condition(1, "not_in", 5.0), None)
    False
    """
    is_set = answer not in (None, "", False, [])
    if condition.operator == "set":
        return is_set
    if condition.operator == "unset":
        return not is_set
    return is_set and _compare(condition.operator, answer, condition.value)


def _compare(operator: str, answer: Any, value: Any) -> bool:
    if isinstance(answer, list):
        is_in = not value.isdisjoint(answer)
        return is_in if operator == "in" else not is_in
    if isinstance(answer, str):
        answer, value = answer.strip().lower(), str(value).strip().lower()
    return {
        "in": lambda: answer == value,
        "not_in": lambda: answer != value,
        "contains": lambda: value in answer,
        "ge": lambda: answer >= value,
        "le": lambda: answer <= value,
    }[operator]()
