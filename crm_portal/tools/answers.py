"""What visitors answer: from what they typed to a value, or what is wrong with it.

Pure functions: what they need of the question and the language they are given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from stdnum.iso7064 import mod_97_10

from odoo.tools import email_normalize

from odoo.addons.crm_cubicl.tools.import_convert import (
    CellError,
    Locale,
    to_date,
    to_datetime,
    to_number,
)
from odoo.addons.crm_cubicl.tools.tax_number import find_turkish_error
from odoo.addons.crm_custom_fields.tools.field_types import FIELD_TYPES

# Not asked of visitors: users and records would tell strangers who works here and
# what is kept.
INTERNAL = {"user", "record"}
TYPES = {key: kind for key, kind in FIELD_TYPES.items() if key not in INTERNAL}
NUMBERS = {"integer", "number", "amount"}
DATES = {"date", "datetime"}
CHOICES = {"choice", "choices"}
# the longest text of each type
LENGTHS = {"text": 250, "long_text": 5000, "link": 2000, "email": 120, "phone": 40}
# beyond it a whole number loses its last digits
LARGEST = 10**15
FIRST_YEAR, LAST_YEAR = 1900, 2200

_LINK = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


class AnswerError(Exception):
    """An answer cannot be taken; ``code`` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Limits:
    """What a question allows; 0 and None allow everything."""

    least: int = 0
    most: int = 0
    minimum: float | None = None
    maximum: float | None = None
    earliest: date | None = None
    latest: date | None = None
    pattern: str = ""


def _is_iban(text: str) -> bool:
    """Return whether the check digits of an account number are right.

    >>> _is_iban("TR33 0006 1005 1978 6457 8413 26")
    True
    >>> _is_iban("TR33 0006 1005 1978 6457 8413 27")
    False
    """
    number = text.replace(" ", "").upper()
    if not _IBAN.fullmatch(number) or (number[:2] == "TR" and len(number) != 26):
        return False
    return mod_97_10.is_valid(number[4:] + number[:4])


def _matches(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(expression)
    return lambda text: compiled.fullmatch(text) is not None


# What a text can be held to. Only these: an expression of one's own can take a
# server's time for hours.
PATTERNS: dict[str, Callable[[str], bool]] = {
    "digits": _matches(r"[0-9]+"),
    "letters": _matches(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?"),
    "code": _matches(r"[A-Za-z0-9./_-]+"),
    "postcode": _matches(r"[0-9]{5}"),
    "time": _matches(r"(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]"),
    "plate": _matches(r"(?:0[1-9]|[1-7][0-9]|8[01]) ?[A-Za-z]{1,3} ?[0-9]{2,5}"),
    "iban": _is_iban,
    "tax": lambda text: not find_turkish_error(text),
}


def read_text(kind: str, raw: str, limits: Limits) -> str:
    """Return the text, if it is of its kind and within the limits."""
    text = raw.replace("\r\n", "\n").replace("\0", "").strip()
    most = min(limits.most or LENGTHS[kind], LENGTHS[kind])
    if len(text) > most:
        raise AnswerError("longer", limit=most)
    if len(text) < limits.least:
        raise AnswerError("shorter", limit=limits.least)
    if kind == "link":
        return _read_link(text)
    if kind == "email" and not email_normalize(text):
        raise AnswerError("email")
    if kind == "phone" and not _is_phone(text):
        raise AnswerError("phone")
    if limits.pattern and not PATTERNS[limits.pattern](text):
        raise AnswerError("pattern", pattern=limits.pattern)
    return text


def _read_link(text: str) -> str:
    """Return a link that opens a page and does nothing else.

    >>> _read_link("example.com/x")
    'https://example.com/x'
    >>> _read_link("javascript:alert(1)")
    Traceback (most recent call last):
    ...
    odoo.addons.crm_portal.tools.answers.AnswerError: ('link', {})
    """
    link = text if "://" in text else f"https://{text}"
    host = link.partition("://")[2].partition("/")[0]
    if not _LINK.fullmatch(link) or "." not in host or ":" in host.split(".")[0]:
        raise AnswerError("link")
    return link


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return _PHONE.fullmatch(text) is not None and 7 <= digits <= 15


def read_number(kind: str, raw: str, limits: Limits, locale: Locale) -> float:
    """Return the number, written as in the visitor's language."""
    code = "integer" if kind == "integer" else "number"
    if len(raw) > 40 or "e" in raw.lower():
        raise AnswerError(code)
    try:
        number = to_number(raw, locale)
    except CellError:
        raise AnswerError(code) from None
    if kind == "integer" and not number.is_integer():
        raise AnswerError(code)
    if abs(number) > LARGEST:
        raise AnswerError("huge")
    if limits.minimum is not None and number < limits.minimum:
        raise AnswerError("less", limit=limits.minimum)
    if limits.maximum is not None and number > limits.maximum:
        raise AnswerError("more", limit=limits.maximum)
    return number


def read_date(raw: str, limits: Limits, locale: Locale) -> date:
    """Return the date."""
    try:
        day = to_date(raw[:30], locale)
    except (CellError, ValueError):
        raise AnswerError("date") from None
    return _check_day(day, "date", limits)


def read_datetime(raw: str, limits: Limits, locale: Locale) -> datetime:
    """Return the moment in UTC without its zone."""
    try:
        moment = to_datetime(raw[:30], locale)
        day = local_day(moment, locale)
    except (CellError, ValueError, OverflowError):
        raise AnswerError("datetime") from None
    _check_day(day, "datetime", limits)
    return moment


def local_day(moment: datetime, locale: Locale) -> date:
    """Return the day that it is where the question is asked."""
    return moment.replace(tzinfo=UTC).astimezone(locale.zone).date()


def _check_day(day: date, code: str, limits: Limits) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise AnswerError(code)
    if limits.earliest and day < limits.earliest:
        raise AnswerError("before", limit=limits.earliest)
    if limits.latest and day > limits.latest:
        raise AnswerError("after", limit=limits.latest)
    return day


def read_choices(kind: str, raws: list[str], known: set[int], limits: Limits) -> list:
    """Return the ids that were chosen, each of the question's own list."""
    ids = list(dict.fromkeys(int(raw) for raw in raws if _is_id(raw)))
    if len(ids) != len(set(raws)) or not known.issuperset(ids):
        raise AnswerError("choice")
    if kind == "choice" and len(ids) > 1:
        raise AnswerError("one")
    if kind == "choices" and limits.most and len(ids) > limits.most:
        raise AnswerError("many", limit=limits.most)
    if kind == "choices" and len(ids) < limits.least:
        raise AnswerError("few", limit=limits.least)
    return ids


def _is_id(raw: str) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) <= 10
