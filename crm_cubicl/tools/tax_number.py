"""Tax numbers: Türkiye's are checked strictly, foreign ones as far as known.

>>> find_turkish_error("1234567890")
''
>>> find_turkish_error("1234567891")
'check_digit'
>>> find_turkish_error("12345")
'length'
"""

import re

from stdnum.tr import tckimlik, vkn
from stdnum.util import get_cc_module

NOT_TAXED = "/"
_SEPARATORS = re.compile(r"[\s.\-/]+")


def compact_turkish(number: str) -> str:
    """Return a Turkish number without separators and prefix.

    >>> compact_turkish("TR 123 456 78 90")
    '1234567890'
    """
    plain = _SEPARATORS.sub("", number)
    return re.sub(r"(?i)^TR(?=\d)", "", plain)


def find_turkish_error(number: str) -> str:
    """Return what is wrong with a VKN or TCKN: '', digits, length or check_digit."""
    plain = compact_turkish(number)
    if not re.fullmatch(r"[0-9]+", plain):
        return "digits"
    if len(plain) not in (10, 11):
        return "length"
    kind = vkn if len(plain) == 10 else tckimlik
    return "" if kind.is_valid(plain) else "check_digit"


def looks_turkish(number: str) -> bool:
    """Return whether a number of an unknown country can be a Turkish one only."""
    return re.fullmatch(r"[0-9]{10,11}", compact_turkish(number)) is not None


def is_wrong_abroad(number: str, country_code: str) -> bool:
    """Return whether the country's known rules say that the number is wrong."""
    rules = get_cc_module(country_code.lower(), "vat")
    return bool(rules) and not rules.is_valid(number)
