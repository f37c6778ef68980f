"""Addresses as they are compared: words, house number, city, province, country.

>>> split_street("Yıldız Mah. İstiklal Caddesi No:149 D:15", "TR")
Street(words='yildiz istiklal', road='istiklal', house='149', unit='15')
>>> split_street("12 High Street, Flat 3")
Street(words='high', road='high', house='12', unit='3')
"""

import re
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from .duplicate_name import join_letters, words_of
from .folding import fold

MAX_WORDS = 12


def _words(text: str) -> list[str]:
    return text.split()


_QUARTER = frozenset(_words("mahallesi mahalle mah mh koyu"))
_ROAD = frozenset(
    _words(
        "caddesi cadde cad cd sokagi sokak sok sk bulvari bulvar blv blvd bul yolu"
        " street st str strasse road rd avenue ave av lane ln drive dr boulevard bd"
        " rue via viale calle avenida place pl court ct crescent cres close way"
        " square sq circuit cct terrace tce parade pde grove highway hwy platz weg"
        " allee straat laan plaza parkway pkwy meydani"
    )
)
_HOUSE = frozenset(_words("no n nr num numara numarasi nummer"))
_UNIT = frozenset(
    _words(
        "d daire dai kat k ofis office flat apt apartment unit suite ste floor fl"
        " room blok block etage level"
    )
)
_GLUED_ROAD = re.compile(r"(?<=[a-z]{3})(?:strasse|straat|str|weg|platz|gasse)$")
_NUMBER = re.compile(r"\d+")
_GLUED_NUMBER = re.compile(r"^(no|n|nr|d|daire|k|kat)(\d+[a-z]?)$")
_CITY_PARTS = re.compile(r"[/,;()\-|]")
_ALIASES = {
    "usa": "US", "us": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "turkey": "TR", "turkiye": "TR", "russia": "RU", "korea": "KR",
    "south korea": "KR", "republic of korea": "KR", "holland": "NL", "uae": "AE",
    "hong kong": "HK", "macau": "MO", "taiwan": "TW", "vietnam": "VN",
    "czech republic": "CZ", "turkiye cumhuriyeti": "TR",
}  # fmt: skip
# the first two digits of a Turkish postcode are the number of the province
_PROVINCES = dict(
    enumerate(
        _words(
            "adana adiyaman afyonkarahisar agri amasya ankara antalya artvin aydin"
            " balikesir bilecik bingol bitlis bolu burdur bursa canakkale cankiri"
            " corum denizli diyarbakir edirne elazig erzincan erzurum eskisehir"
            " gaziantep giresun gumushane hakkari hatay isparta mersin istanbul"
            " izmir kars kastamonu kayseri kirklareli kirsehir kocaeli konya"
            " kutahya malatya manisa kahramanmaras mardin mugla mus nevsehir nigde"
            " ordu rize sakarya samsun siirt sinop sivas tekirdag tokat trabzon"
            " tunceli sanliurfa usak van yozgat zonguldak aksaray bayburt karaman"
            " kirikkale batman sirnak bartin ardahan igdir yalova karabuk kilis"
            " osmaniye duzce"
        ),
        1,
    )
)
_PROVINCE_NAMES = frozenset(_PROVINCES.values())
_OLD_NAMES = {"icel": "mersin", "afyon": "afyonkarahisar", "izmit": "kocaeli",
              "adapazari": "sakarya", "antakya": "hatay", "maras": "kahramanmaras",
              "urfa": "sanliurfa", "antep": "gaziantep"}  # fmt: skip


class Street(NamedTuple):
    """A line of an address; all folded."""

    words: str = ""
    road: str = ""
    house: str = ""
    unit: str = ""


def split_street(text: str, country: str = "") -> Street:
    """Return the parts of a street and house number as written in most countries."""
    words = [part for word in words_of(text) for part in _unglued(word)]
    house, unit, rest = _take_numbers(words)
    quarter = max((i for i, w in enumerate(rest) if w in _QUARTER), default=-1)
    plain = [_GLUED_ROAD.sub("", word) for word in rest]
    named = [word for word in plain if word not in _QUARTER and word not in _ROAD]
    road = [word for word in plain[quarter + 1 :] if word not in _ROAD]
    return Street(
        " ".join(join_letters(named)[:MAX_WORDS]), " ".join(road[:3]), house, unit
    )


def _unglued(word: str) -> list[str]:
    """Return no149 as no and 149."""
    match = _GLUED_NUMBER.match(word)
    return [match[1], match[2]] if match else [word]


def _take_numbers(words: list[str]) -> tuple[str, str, list[str]]:
    """Return house number, unit and the words without both."""
    house = unit = first = ""
    rest: list[str] = []
    before = ""
    for word in words:
        number = _NUMBER.match(word)
        if number and before in _UNIT:
            unit = unit or word
        elif number and before in _HOUSE:
            house = house or number.group()
        elif number and house and before == house:
            unit = unit or word  # 149/15
        elif number:
            first = first or number.group()
            rest += [word] if first != number.group() else []
        elif word not in _UNIT and word not in _HOUSE:
            rest.append(word)
        before = word
    if house and first:  # 1453. Sokak No: 5
        rest.append(first)
    return house or first, unit, rest


def split_city(city: str, postcode: str, country: str) -> tuple[str, str]:
    """Return the city's names and the Turkish province, '' where it is not known.

    >>> split_city("Şişli/İstanbul", "34381", "TR")
    ('istanbul sisli', 'istanbul')
    >>> split_city("Keçiören", "06449", "")
    ('kecioren', 'ankara')
    """
    parts = {fold(part) for part in _CITY_PARTS.split(city[:100])} - {"", "merkez"}
    parts = {_OLD_NAMES.get(part, part) for part in parts}
    province = next(iter(sorted(parts & _PROVINCE_NAMES)), "")
    if not province and country in ("", "TR") and re.fullmatch(r"\d{5}", postcode):
        province = _PROVINCES.get(int(postcode[:2]), "")
    return " ".join(sorted(parts)), province if country in ("", "TR") else ""


def postcode_of(text: str) -> str:
    """Return a postcode's letters and digits.

    >>> postcode_of("EC1A 1BB"), postcode_of("D-10115")
    ('ec1a1bb', '10115')
    """
    plain = fold(text[:20]).replace(" ", "")
    return re.sub(r"^[a-z]{1,2}(?=\d{4,5}$)", "", plain)


def country_of(text: str) -> str:
    """Return the code of a country given by code or name.

    >>> country_of("Türkiye"), country_of("de"), country_of("Deutschland")
    ('TR', 'DE', 'DE')
    """
    plain = fold(text[:60])
    if len(plain) == 2 and plain.upper() in _country_codes():
        return plain.upper()
    return _ALIASES.get(plain) or _country_names().get(plain, "")


@lru_cache(maxsize=1)
def _country_codes() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == 2)


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    codes = _country_codes()
    return {
        fold(name): code
        for language in ("fr", "es", "de", "tr", "en")
        for code, name in Locale(language).territories.items()
        if code in codes
    }
