"""Lay out a visit on pages, so that each can say its number of how many.

wkhtmltopdf of Debian prints no headers and footers: the numbers are in the body.
"""

import textwrap

LINE = 95
# lines of text on the first page, below the details, and on the others
FIRST, OTHER = 22, 48
PHOTOS = 4


def split_text(text: str, first: int = FIRST, other: int = OTHER) -> list[str]:
    """Return the text in parts that fit on the first and on each further page.

    >>> [len(part.splitlines()) for part in split_text("a\\n" * 30)]
    [22, 8]
    """
    lines = [
        part
        for line in (text or "").strip().splitlines()
        for part in (textwrap.wrap(line, LINE) or [""])
    ]
    parts = ["\n".join(lines[:first])]
    rest = lines[first:]
    parts += ["\n".join(rest[at : at + other]) for at in range(0, len(rest), other)]
    return parts


def split_photos(photos: list, most: int = PHOTOS) -> list[list]:
    """Return the photos by page."""
    return [photos[at : at + most] for at in range(0, len(photos), most)]


def get_pages(text: str, photos: list) -> list[dict]:
    """Return the pages: each with its number, its part of the text, its photos."""
    pages = [{"text": part, "photos": []} for part in split_text(text)]
    pages += [{"text": "", "photos": group} for group in split_photos(photos)]
    for number, page in enumerate(pages, 1):
        page.update(number=number, count=len(pages))
    return pages


def split_rows(rows: list, first: int, other: int) -> list[dict]:
    """Return the pages of a table, each with its number and its rows.

    >>> [len(page["rows"]) for page in split_rows(list(range(9)), 3, 4)]
    [3, 4, 2]
    >>> split_rows([], 3, 4)
    [{'rows': [], 'number': 1, 'count': 1}]
    """
    chunks = [rows[:first]]
    chunks += [rows[at : at + other] for at in range(first, len(rows), other)]
    return [
        {"rows": chunk, "number": number, "count": len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]
