"""What files and folders may be called, and what kind of file one is."""

import mimetypes
import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping

from odoo.tools.mimetypes import guess_mimetype

MAX_LENGTH = 200
OCTETS = "application/octet-stream"
TEXT = "text/plain"
# invisible signs, those that turn the direction of writing among them: they make
# “fdp.exe” out of a name that ends in “exe.pdf” on the screen
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_RESERVED_IN_ZIP = re.compile(r'[<>:"/\\|?*]')
# kinds whose content says no more than what holds them: the name tells the rest
_CONTAINERS = {
    "application/zip": ("application/",),
    "application/msword": ("application/",),
    "application/x-ole-storage": ("application/",),
    "application/CDFV2": ("application/",),
    TEXT: ("text/", "application/json"),
    "application/csv": ("text/csv",),
    OCTETS: ("application/", "audio/", "video/", "font/", "model/"),
}
# what a browser would run rather than show
_ACTIVE = re.compile(r"ht|xml|svg|script|wasm|flash")
_OFFICE = "application/vnd.openxmlformats-officedocument"


def clean_name(name: str) -> str:
    """Return a name without path, invisible signs and doubled spaces.

    Letters are composed, as macOS sends “ğ” as two signs. Empty when nothing is left.
    """
    name = unicodedata.normalize("NFC", name or "").replace("\\", "/")
    name = name.rpartition("/")[2]
    name = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in name
        if sign in "\t\r\n" or unicodedata.category(sign) not in _INVISIBLE
    )
    name = re.sub(r"\s+", " ", name).strip(" ")
    return "" if not name.strip(". ") else name


def shorten(name: str, length: int = MAX_LENGTH) -> str:
    """Return the name cut to a length, its extension kept."""
    stem, extension = split_extension(name)
    return stem[: length - len(extension)].rstrip() + extension


def split_extension(name: str) -> tuple[str, str]:
    """Return the name without its extension, and the extension with its dot."""
    stem, dot, extension = name.rpartition(".")
    if stem and dot and re.fullmatch(r"\w{1,8}", extension):
        return stem, dot + extension
    return name, ""


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, numbered when it is taken whatever the case.

    >>> free_name("Teklif.pdf", ["teklif.PDF", "Teklif (2).pdf"])
    'Teklif (3).pdf'
    """
    folded = {other.casefold() for other in taken}
    stem, extension = split_extension(name)
    number, free = 1, name
    while free.casefold() in folded:
        number += 1
        free = f"{shorten(stem, MAX_LENGTH - 20)} ({number}){extension}"
    return free


def make_room(names: Mapping[Hashable, str], taken: Iterable[str]) -> dict:
    """Return new names for those that are taken, none of which another one has.

    >>> make_room({1: "Teklif", 2: "Teklif (2)", 3: "Fatura"}, ["teklif"])
    {1: 'Teklif (3)'}
    """
    taken, renamed = list(taken), {}
    folded = {name.casefold() for name in taken}
    for key, name in names.items():
        if name.casefold() in folded:
            renamed[key] = free_name(name, [*taken, *names.values()])
            taken.append(renamed[key])
        folded.add(name.casefold())
    return renamed


def name_in_zip(name: str) -> str:
    """Return a name that every system can unpack."""
    return _RESERVED_IN_ZIP.sub("_", name).rstrip(". ") or "_"


def sniff_mimetype(raw: bytes, name: str) -> str:
    """Return the kind of a file by its content; the name only refines it.

    What a browser would run becomes plain text. What the sender says about the kind
    is not asked for: it may be anything.
    """
    found = (guess_mimetype(raw, default=OCTETS) or OCTETS).lower()
    named = (mimetypes.guess_type(name)[0] or "").lower()
    if named.startswith(_CONTAINERS.get(found, ())):
        found = named
    if found.startswith(_OFFICE):
        return found
    if found.startswith("text/") or _ACTIVE.search(found):
        return found if found in ("text/csv", TEXT) else TEXT
    return found
