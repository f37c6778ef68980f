"""Cyrillic and Greek in Latin letters, so that one name in two alphabets meets.

>>> latin("Газпром нефть"), latin("Εθνική Τράπεζα")
('Gazprom neft', 'Ethniki Trapeza')
"""

import re
import unicodedata


def _words(text: str) -> list[str]:
    return text.split()


_LETTERS = dict(
    pair.partition(":")[::2]
    for pair in _words(
        "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s"
        " т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye"
        " ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz ә:a ө:o ү:u қ:k ғ:g ң:n һ:h"
        " α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s"
        " τ:t υ:y φ:f χ:ch ψ:ps ω:o"
    )
)
_TABLE = str.maketrans(
    _LETTERS | {key.upper(): value.capitalize() for key, value in _LETTERS.items()}
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff\u1f00-\u1fff]")


def latin(text: str) -> str:
    """Return the text with its Cyrillic and Greek letters as Latin ones."""
    if not _FOREIGN.search(text):
        return text
    return "".join(_latin_of(char) for char in unicodedata.normalize("NFC", text))


def _latin_of(char: str) -> str:
    if not _FOREIGN.match(char):
        return char
    known = char.translate(_TABLE)
    if known != char:
        return known
    bare = "".join(
        part
        for part in unicodedata.normalize("NFD", char)
        if not unicodedata.combining(part)
    )
    return bare.translate(_TABLE)
