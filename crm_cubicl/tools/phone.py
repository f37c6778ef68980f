"""Phone numbers as people type them, in one readable international format.

>>> format_phone("0(212) 555-12 34", "TR")
'+90 212 555 12 34'
>>> format_phone("ask Ayşe", "TR")
'ask Ayşe'
"""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat

_EXTENSION = re.compile(r"\b(?:dahili|dah|iç hat)\b\.?\s*:?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_TURKISH = re.compile(r"\+90 [2-58]\d\d \d{3} \d\d \d\d")
_NO_DIGIT = re.compile(r"\D")
MAX_LENGTH = 60


def format_phone(number: str, region: str | None = None) -> str:
    """Return the number as ``+90 212 555 12 34``, or as typed when it is no number.

    Nothing that was typed gets lost: a number with anything beside it (a second
    number, a name) stays as it is.
    """
    number = number.strip()
    parsed = _parse(number, region)
    if not parsed:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def phone_digits(number: str) -> list[str]:
    """Return the digits of the number in each way it is written down.

    >>> phone_digits("+90 212 555 12 34")
    ['902125551234', '02125551234']
    """
    typed = digits(number)
    if not typed:
        return []
    if _TURKISH.fullmatch(number):  # most numbers here: 100 µs saved on each
        return [typed, f"0{typed[2:]}"]
    forms = {typed: None}
    if parsed := _parse(number, None):
        for form in (PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL):
            parsed.extension = None
            forms[digits(phonenumbers.format_number(parsed, form))] = None
    return list(forms)


def query_digits(typed: str) -> list[str]:
    """Return the digits to look for when someone types a number or a part of it.

    The prefix of international calls goes, and so does the zero that many write
    between the country's code and the number.

    >>> query_digits("00 90 (212) 555")
    ['0090212555', '90212555']
    >>> query_digits("+90 (0212) 555 12 34")
    ['9002125551234', '902125551234']
    """
    number = digits(typed)
    forms = {number: None}
    international = number.removeprefix("00")
    if number.startswith("00") and len(international) > 4:
        forms[international] = None
    elif typed.lstrip(" (").startswith("+"):
        forms |= dict.fromkeys(_without_trunk_zero(number))
    return list(forms)


def digits(text: str) -> str:
    """Return the digits of the text.

    >>> digits("+90 (212)")
    '90212'
    """
    return _NO_DIGIT.sub("", text)


def _without_trunk_zero(number: str) -> list[str]:
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return [
        number[:length] + number[length + 1 :]
        for length in (1, 2, 3)
        if number[length : length + 1] == "0" and int(number[:length]) in codes
    ]


def _parse(number: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    """Return the number when the text is that number and nothing else."""
    if not number or len(number) > MAX_LENGTH:
        return None
    text = _EXTENSION.sub("ext. ", number)
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed) or not _is_whole(text, parsed):
        return None
    return parsed


def _is_whole(text: str, parsed: phonenumbers.PhoneNumber) -> bool:
    significant = phonenumbers.national_significant_number(parsed)
    if parsed.extension:
        text = re.sub(r"(?i)ext\.?|[x#;=,~:]", " ", text)
        significant += parsed.extension
    return not _LETTER.search(text) and digits(text).endswith(significant)
