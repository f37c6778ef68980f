"""Technical names of fields of one's own."""

import re
import unicodedata
from collections.abc import Container

from .field_types import filename_column

PREFIX = "x_"
# PostgreSQL allows 63; "_filename" and a running number need room.
MAX_LENGTH = 50
TECHNICAL_NAME = re.compile(r"x_[a-z0-9_]{1,48}")

# NFKD leaves these letters as they are.
_LETTERS = str.maketrans({"ı": "i", "İ": "i", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l"})


def slug(label: str) -> str:
    """Return ``label`` as lower-case ASCII words joined by underscores.

    >>> slug("Müşteri Durumu (AKTİF)")
    'musteri_durumu_aktif'
    """
    folded = unicodedata.normalize("NFKD", label.translate(_LETTERS))
    plain = folded.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def technical_name(label: str, taken: Container[str]) -> str:
    """Return a free column name for ``label``.

    :param label: what the user typed, in any alphabet
    :param taken: names that are in use already; a file needs a second one

    >>> technical_name("Ticker", {"x_ticker"})
    'x_ticker_2'
    >>> technical_name("客户", set())
    'x_field'
    >>> technical_name("Deed", {"x_deed_filename"})
    'x_deed_2'
    """
    base = (PREFIX + (slug(label) or "field"))[: MAX_LENGTH - 4].rstrip("_")
    name, number = base, 1
    while name in taken or filename_column(name) in taken:
        number += 1
        name = f"{base}_{number}"
    return name
