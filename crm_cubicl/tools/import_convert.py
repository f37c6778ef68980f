"""Turn cells into values of a field, or say what was expected.

Pure functions: what they need of the user (language, time zone) they are given.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo
from typing import Any

from .folding import fold
from .tabular import Cell
from .tabular_layout import show

YES = {"yes", "y", "true", "1", "x", "evet", "e", "dogru", "var"}
NO = {"no", "n", "false", "0", "hayir", "h", "yanlis", "yok"}
COMPANY = {"company", "sirket", "firma", "kurum", "kurumsal", "tuzel", "tuzel kisi"}
PERSON = {"person", "individual", "kisi", "sahis", "birey", "bireysel", "gercek kisi"}
MAX_INTEGER = 2**31 - 1
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
TIME_FORMATS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_SPLIT = re.compile(r"\s*[;\n]\s*")


class CellError(Exception):
    """A cell cannot be taken; ``code`` says what was expected instead."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Locale:
    """How the user writes numbers and dates."""

    decimal_point: str = "."
    date_format: str = "%d.%m.%Y"
    zone: tzinfo = timezone.utc


def to_text(cell: Cell) -> str:
    """Return the text as it is, numbers without ``.0``."""
    text = show(cell)
    if "\0" in text:
        raise CellError("text")
    return text


def to_integer(cell: Cell, locale: Locale) -> int:
    """Return a whole number."""
    number = to_number(cell, locale, code="integer")
    if not number.is_integer() or abs(number) > MAX_INTEGER:
        raise CellError("integer")
    return int(number)


def to_number(cell: Cell, locale: Locale, code: str = "number") -> float:
    """Return a number; text may have separators as the user's language has them."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise CellError(code)
    text = _plain_number(cell, locale) if isinstance(cell, str) else cell
    try:
        number = float(text)
    except (ValueError, OverflowError):
        raise CellError(code) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise CellError(code)
    return number


def _plain_number(text: str, locale: Locale) -> str:
    """Return the digits with a decimal point.

    One separator alone is the user's decimal sign, or parts thousands when groups
    of three follow it; of two kinds the last one is the decimal sign.
    """
    text = _SPACES.sub("", text)
    if "_" in text:
        return ""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    else:
        decimal = "," if comma >= 0 else "."
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:[{decimal}]\d{{3}})+", text)
        if grouped and (decimal != locale.decimal_point or text.count(decimal) > 1):
            return text.replace(decimal, "")
    whole = text.replace("." if decimal == "," else ",", "")
    return whole.replace(",", ".")


def to_boolean(cell: Cell) -> bool:
    """Return yes or no."""
    word = fold(show(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError("boolean")


def to_date(cell: Cell, locale: Locale) -> date:
    """Return a date; a time of day is refused, not dropped."""
    moment = _to_moment(cell, locale, ("",), "date")
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        raise CellError("date")
    return moment.date()


def to_datetime(cell: Cell, locale: Locale) -> datetime:
    """Return a moment in UTC without its zone, as the database has it."""
    moment = _to_moment(cell, locale, TIME_FORMATS, "datetime")
    try:
        moment = moment.replace(tzinfo=locale.zone, microsecond=0)
        return moment.astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError:
        raise CellError("datetime") from None


def _to_moment(
    cell: Cell, locale: Locale, times: tuple[str, ...], code: str
) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, str):
        text = " ".join(cell.split())
        for day in (locale.date_format, *DATE_FORMATS):
            for hour in times:
                try:
                    return datetime.strptime(text, day + hour)
                except ValueError:
                    continue
    raise CellError(code)


def to_company_type(cell: Cell) -> bool:
    """Return whether a company is meant."""
    word = fold(show(cell))
    if word in COMPANY:
        return True
    if word in PERSON:
        return False
    raise CellError("company_type")


def split_names(cell: Cell) -> list[str]:
    """Return the names in a cell; a comma may be part of one.

    >>> split_names("Ayşe; Ali, Veli")
    ['Ayşe', 'Ali, Veli']
    """
    return [name for name in _SPLIT.split(show(cell).strip()) if name]
