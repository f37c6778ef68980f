"""What strangers send, made harmless before anything is done with it."""

import re
import unicodedata

# signs that no keyboard writes: the database refuses one, mails break on others
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# signs that turn the order of letters around, so that a name reads as another
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(value, length: int) -> str:
    """Return a text of many lines, at most so long.

    >>> clean_text(" a\\0b\\r\\nc ", 10)
    'ab\\nc'
    """
    if not isinstance(value, str):
        return ""
    # first cut, so that a huge text costs nothing; some of it may be taken out
    text = value[: length * 4].replace("\r\n", "\n").replace("\r", "\n")
    text = TURNS.sub("", CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", text).strip()[:length].strip()


def clean_line(value, length: int) -> str:
    """Return a text of one line, at most so long.

    >>> clean_line("a@b.example\\r\\nBcc: c@d.example", 40)
    'a@b.example Bcc: c@d.example'
    """
    text = clean_text(value, length * 2)
    return re.sub(r"\s+", " ", text)[:length].strip()
