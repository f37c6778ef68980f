"""Phone numbers, addresses of mail and web, and tax numbers as they are compared.

>>> phones_of("0(212) 555 12 34 / 35", "TR")
['+902125551234']
>>> domain_of_site("https://www.Example.com.tr/tr?x=1")
'example.com.tr'
>>> vat_of("TR 123 456 78 90")
'1234567890'
"""

import re

import phonenumbers

from . import duplicate_terms as terms
from .phone import digits

MAX_TEXT = 200
MAX_VALUES = 4
SHORTEST_PHONE = 7
_EXTENSION = re.compile(
    r"(?i)\(?\b(?:dahili|dah|iç hat|ext|extension|x|int|pbx|fax|faks)\b.*"
)
_SEPARATOR = re.compile(r"[;,|\n]| / |/(?=\s*[+0(])|(?i:\s+(?:veya|or|and|ve)\s+)")
# 0212 555 12 34 / 35: the last digits of a second number
_TAIL = re.compile(r"\s*/\s*\d{1,4}\s*$")
_TURKISH = re.compile(r"(?:00?|0090|90)?([2-58]\d{9})")
_MAIL = re.compile(r"[^\s<>;,|\"'()]+@[^\s<>;,|\"'()]+\.[^\s<>;,|\"'()]+")
_HOST = re.compile(r"^(?:[a-z]+:)?/*(?:[^@/]*@)?([^/?#:\s]+)")
_COUNTRY_PREFIX = re.compile(r"^[A-Z]{2}(?=[A-Z]?\d)")
_NO_VAT = re.compile(r"[^A-Z0-9]")


def phones_of(text: str, region: str = "") -> list[str]:
    """Return the numbers in a text, E.164 where they are valid, else their digits."""
    found: dict[str, None] = {}
    for part in _SEPARATOR.split(text[:MAX_TEXT]):
        if number := _phone_of(part, region):
            found[number] = None
    return list(found)[:MAX_VALUES]


def _phone_of(text: str, region: str) -> str:
    text = _TAIL.sub("", _EXTENSION.sub("", text))
    plain = digits(text)
    if len(plain) < SHORTEST_PHONE or len(plain) > 20 or len(set(plain)) == 1:
        return ""
    match = _TURKISH.fullmatch(plain)
    if match and (region in ("TR", "") or plain.startswith("90")):
        return f"+90{match[1]}"
    return _international(text, region) or plain.lstrip("0")[-12:]


def _international(text: str, region: str) -> str:
    text = re.sub(r"^\s*00", "+", text)
    try:
        parsed = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return f"+{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"


def emails_of(text: str) -> list[str]:
    """Return the addresses in a text.

    >>> emails_of("Ali <Ali@Example.com>; info@example.com")
    ['ali@example.com', 'info@example.com']
    """
    found = (match.rstrip(".").lower() for match in _MAIL.findall(text[:MAX_TEXT]))
    return list(dict.fromkeys(found))[:MAX_VALUES]


def domain_of_mail(email: str) -> str:
    """Return the domain, '' when it is of a provider for everyone.

    >>> domain_of_mail("ali@gmail.com"), domain_of_mail("ali@example.com")
    ('', 'example.com')
    """
    domain = email.rpartition("@")[2]
    return "" if domain in terms.FREE_MAIL else domain.removeprefix("www.")


def domain_of_site(url: str) -> str:
    """Return the host of a page, with the page itself where many share the host.

    >>> domain_of_site("facebook.com/akme/")
    'facebook.com/akme'
    """
    plain = url.strip().lower()[:MAX_TEXT]
    match = _HOST.match(plain)
    host = match[1].removeprefix("www.").rstrip(".") if match else ""
    if "." not in host or host in terms.FREE_MAIL:
        return ""
    for shared in terms.SHARED_SITES:
        if host == shared or host.endswith(f".{shared}"):
            page = plain.partition(host)[2].strip("/").partition("?")[0]
            own = host if host != shared else ""
            return f"{shared}/{page or own}" if page or own else ""
    return host


def vat_of(text: str) -> str:
    """Return a tax number without what parts it and without the country's letters."""
    plain = _NO_VAT.sub("", text[:MAX_TEXT].upper())
    plain = _COUNTRY_PREFIX.sub("", plain)
    meaningless = len(plain) < 5 or len(set(plain)) == 1
    return "" if meaningless else plain[:20]
