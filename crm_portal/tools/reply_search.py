"""What somebody who searches answers may have typed: a number, a day, a moment."""

import unicodedata
from datetime import date, datetime

from odoo.addons.crm_cubicl.tools.import_convert import (
    CellError,
    Locale,
    to_date,
    to_datetime,
    to_number,
)

# longer is no number and no date
LONGEST = 40


def find_number(text: str, locale: Locale) -> float | None:
    """Return the number that was typed, with or without the sign of a currency.

    >>> find_number("1.234,50 ₺", Locale(","))
    1234.5
    >>> find_number("S-1", Locale(",")) is None
    True
    """
    plain = "".join(char for char in text if unicodedata.category(char) != "Sc")
    if len(text) > LONGEST or not any(char.isdigit() for char in plain):
        return None
    if any(char.isalpha() for char in plain):
        return None
    try:
        return to_number(plain, locale)
    except CellError:
        return None


def find_day(text: str, locale: Locale) -> date | None:
    """Return the day that was typed."""
    try:
        return to_date(text.strip(), locale) if len(text) <= LONGEST else None
    except (CellError, ValueError):
        return None


def find_moment(text: str, locale: Locale) -> datetime | None:
    """Return the minute that was typed, in UTC."""
    try:
        return to_datetime(text.strip(), locale) if len(text) <= LONGEST else None
    except (CellError, ValueError):
        return None
