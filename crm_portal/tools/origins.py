"""Sites that may show the form in a frame: what is typed, what browsers are told."""

import re

# scheme, host with at least one dot or localhost, port; a star for all sub-domains
ORIGIN = re.compile(
    r"^https?://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?"
    r"(:[0-9]{1,5})?$"
)
MOST_ORIGINS = 50


def read_origins(text: str) -> tuple[list[str], list[str]]:
    """Return the origins of a text with one a line, and the lines that are none.

    >>> read_origins("www.gizem.example/contact, https://*.isik.example")
    (['https://www.gizem.example', 'https://*.isik.example'], [])
    >>> read_origins("https://a.example; script-src *")
    (['https://a.example'], ['script-src', '*'])
    """
    good, bad = [], []
    for word in re.split(r"[\s,;]+", text or ""):
        if not word:
            continue
        origin = _get_origin(word)
        (good if origin else bad).append(origin or word)
    return list(dict.fromkeys(good)), bad


def _get_origin(word: str) -> str:
    """Return the origin of what was typed, an address of a page as well; "" if none."""
    word = word.lower()
    if "://" not in word:
        if "." not in word.partition("/")[0].replace("*.", ""):
            return ""
        word = f"https://{word}"
    scheme, _sep, rest = word.partition("://")
    origin = f"{scheme}://{rest.partition('/')[0]}"
    try:
        ascii_origin = origin.encode("ascii").decode()
    except UnicodeEncodeError:
        ascii_origin = _to_ascii(scheme, rest.partition("/")[0])
    return ascii_origin if ORIGIN.match(ascii_origin) else ""


def _to_ascii(scheme: str, host: str) -> str:
    """Return an origin with letters such as ş as browsers write it."""
    try:
        return f"{scheme}://{host.encode('idna').decode()}"
    except UnicodeError:
        return ""


def get_frame_policy(origins: list[str]) -> str:
    """Return who may show a page in a frame, for the header of that name."""
    return " ".join(["frame-ancestors 'self'", *origins])
