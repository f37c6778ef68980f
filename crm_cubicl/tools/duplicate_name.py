"""Names as they are compared: what tells a customer from others, and the rest apart.

>>> name = split_name("Bozkurt Hırdavat San. ve Tic. Ltd. Şti. Ankara Şubesi")
>>> name.core, name.legal, name.branch
('bozkurt hirdavat', 'limited', 'ankara')
>>> split_name("Akbank T.A.Ş.") == split_name("AKBANK TAS")
True
>>> split_name("D. S. M. Group").core == split_name("DSM Grup").core == "dsm group"
True
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from . import duplicate_terms as terms
from .duplicate_scripts import latin
from .folding import fold

MAX_NAME = 200
MAX_TOKENS = 12
HEAD_OFFICE = "+"
# ä, ö, ü as German writes them without their dots
_UMLAUT = re.compile(r"([aou])e")
_APOSTROPHES = re.compile("['’`´ʼ]")
# DL -,01 or EO 2,50: a currency as stock exchanges shorten it, and an amount
_PAR_VALUE = re.compile(
    r"(?<!\w)\s*(?:DL|EO|LS|SF|SK|NK|DK|HD|AD|CD|YN|YC|RP|ZY|KC|KI|BA|RC|RS|TN|WN)"
    r"\s*-?\s*[,.]?\d[\d,./]*\s*$"
)
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
_LONGEST = max(map(len, terms.LEGAL_FORMS))
_SHARES = frozenset(terms.SHARE_PHRASES)


class Name(NamedTuple):
    """The parts of a name; all folded, all may be empty."""

    core: str = ""  # words in their order
    legal: str = ""  # kind of legal form: stock, limited, partners, members
    branch: str = ""  # where the branch is, "+" when it is not said
    numbers: str = ""  # 1, 2, II: what a series of companies differs by


def split_name(text: str) -> Name:
    """Return the parts of the name of a company or person.

    >>> split_name("Mueller GmbH") == split_name("Müller GmbH")
    True
    """
    words = words_of(without_par_value(text[:MAX_NAME]))
    kept, branch = _take_branch(_without_class(words))
    kept, legal = _take_legal_forms(kept)
    kept = _without_shares(kept)
    core = join_letters(word for word in kept if word not in terms.TRADE_WORDS)
    core = [terms.ABBREVIATIONS.get(word, word) for word in core]
    core = [_UMLAUT.sub(r"\1", word) for word in core]
    core = (core or kept or words)[:MAX_TOKENS]
    numbers = sorted(_ROMAN.get(word, word) for word in core if _is_number(word))
    return Name(" ".join(core), legal, branch, " ".join(numbers))


def words_of(text: str) -> list[str]:
    """Return the folded words, of any alphabet that is written in Latin too.

    >>> words_of("Газпром O’Neill")
    ['gazprom', 'oneill']
    """
    return fold(latin(_APOSTROPHES.sub("", text[:MAX_NAME]))).split()


def without_par_value(text: str) -> str:
    """Return the name of a share without its par value.

    >>> without_par_value("CARDTRONICS DL -,01"), without_par_value("Fund 7")
    ('CARDTRONICS', 'Fund 7')
    """
    return _PAR_VALUE.sub("", text).rstrip()


def join_letters(words: Iterable[str]) -> list[str]:
    """Return the words with single letters that follow each other as one word.

    >>> join_letters(["d", "s", "m", "gida"])
    ['dsm', 'gida']
    """
    joined: list[str] = []
    run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = single
    return joined


def initials_of(core: str) -> str:
    """Return the first letters of a name of three words or more.

    >>> initials_of("deutsche lufthansa service")
    'dls'
    """
    words = core.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _is_number(word: str) -> bool:
    return word in _ROMAN or any(char.isdigit() for char in word)


def _take_branch(words: list[str]) -> tuple[list[str], str]:
    """Return the words without those of a branch, and where the branch is."""
    place = next((i for i, w in enumerate(words) if w in terms.BRANCH_WORDS), 0)
    if not place:
        return words, ""
    start = _end_of_legal_form(words, place)
    if not start:
        start = max(place - 1, 1)
        while start > 1 and words[start] in terms.BRANCH_COMPANIONS:
            start -= 1
    said = [w for w in words[start:place] if w not in terms.BRANCH_COMPANIONS]
    rest = [w for w in words[place + 1 :] if w not in terms.BRANCH_WORDS]
    return words[:start] + rest, " ".join(said) or HEAD_OFFICE


def _end_of_legal_form(words: list[str], place: int) -> int:
    """Return where the last legal form before a place ends, 0 when there is none."""
    for end in range(place, max(place - 4, 1), -1):
        for size in range(min(_LONGEST, end - 1), 0, -1):
            if terms.LEGAL_FORMS.get(tuple(words[end - size : end])):
                return end
    return 0


def _take_legal_forms(words: list[str]) -> tuple[list[str], str]:
    """Return the words without legal forms, and the kind of the last one."""
    kept: list[str] = []
    kinds: list[str] = []
    place = 0
    while place < len(words):
        size = _legal_size(words, place, bool(kept))
        if size:
            kinds.append(terms.LEGAL_FORMS[tuple(words[place : place + size])])
        else:
            kept.append(words[place])
        place += size or 1
    kinds = [kind for kind in kinds if kind]
    return kept or words, kinds[-1] if kinds else ""


def _legal_size(words: list[str], place: int, has_name: bool) -> int:
    """Return how many words from a place on are a legal form."""
    word = words[place]
    if not has_name:
        leads = word in terms.LEADING_FORMS and len(words) > place + 1
        return int(leads and (word,) in terms.LEGAL_FORMS)
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        if tuple(words[place : place + size]) in terms.LEGAL_FORMS:
            ends = place + size == len(words) or _legal_size(words, place + size, True)
            return size if ends or word not in terms.TRAILING_FORMS else 0
    return 0


def _without_class(words: list[str]) -> list[str]:
    """Return the words without a letter behind the legal form: Essity AB B."""
    last = len(words) - 1
    lettered = last > 1 and words[last] in ("a", "b", "c")
    return (
        words[:last] if lettered and _end_of_legal_form(words, last) == last else words
    )


def _without_shares(words: list[str]) -> list[str]:
    """Return the words without those of a kind of share."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        sizes = (3, 2, 1) if kept else ()
        size = next((s for s in sizes if tuple(words[place : place + s]) in _SHARES), 0)
        if not size:
            kept.append(words[place])
        place += size or 1
    return kept
