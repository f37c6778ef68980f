"""The text in which a partner is looked for, and how to look for it.

A key is every word of a record, folded, each preceded by a blank. So a word of three
letters or more is found anywhere in the key, and one of one or two letters at the
beginnings of words; both by a trigram index.

>>> build_search_key(["Ayşe IŞIK"], ["+90 212 555 12 34"])
' ayse isik 902125551234 02125551234'
>>> parse_query("işık 0212 555")[0]
[['%isik%']]
"""

import re
from collections.abc import Iterable

from .folding import fold, fold_initials
from .phone import digits, phone_digits, query_digits

MAX_VALUE = 500
MAX_QUERY = 200
MAX_TERMS = 10
MAX_GROUPS = 8
# +90 (212) 555-12-34, 0212 555, 123.456: digits and what parts them
_NUMBER = re.compile(r"(?<!\w)\+?[(\d][\d\s()./-]*(?<=[\d)])(?!\w)")
_DIGITS = re.compile(r"\d+")

# patterns that one row must all match, the choice between them, and all the choices
Pattern = str
Alternative = list[Pattern]
Term = list[Alternative]


def build_search_key(texts: Iterable[str], phones: Iterable[str]) -> str:
    """Return the key of a record from its texts and its phone numbers."""
    texts = [text[:MAX_VALUE] for text in texts if text]
    parts = [fold(text) for text in texts]
    parts += [fold_initials(text) for text in texts]
    parts += [number for text in texts for number in _joined_numbers(text)]
    parts += [form for phone in phones if phone for form in phone_digits(phone)]
    # a text keeps its words in their order, so that an address is found as a whole
    return "".join(f" {part}" for part in dict.fromkeys(parts) if part)


def parse_query(query: str) -> list[Term]:
    """Return what has to be found for the query; every term must be.

    Nothing of what is typed reaches a pattern but folded letters and digits.
    """
    query = query[:MAX_QUERY]
    numbers = [match.group() for match in _NUMBER.finditer(query)]
    terms = [_word_term(word) for word in _NUMBER.sub(" ", query).split()]
    terms += [_number_term(number) for number in numbers]
    unique = {repr(term): term for term in terms if term}
    return list(unique.values())[:MAX_TERMS]


def _joined_numbers(text: str) -> list[str]:
    """Return the numbers that are written in groups, without what parts them."""
    found = (match.group() for match in _NUMBER.finditer(text))
    return [digits(number) for number in found if len(_DIGITS.findall(number)) > 1]


def _pattern(folded: str) -> Pattern:
    return f"%{folded}%" if len(folded) > 2 else f"% {folded}%"


def _word_term(word: str) -> Term:
    folded = fold(word)
    return [[_pattern(folded)]] if folded else []


def _number_term(number: str) -> Term:
    groups = _DIGITS.findall(number)[:MAX_GROUPS]
    # the groups may be parts of one number or stand each for itself
    term: Term = [[_pattern(form)] for form in query_digits(number)]
    if len(groups) > 1:
        term.append([_pattern(group) for group in groups])
    return term
