"""Read and write CSV.

A spreadsheet runs a cell as a formula when it starts with ``= + - @``, a tab or a
carriage return. So `escape` puts one ``'`` before such a text, and `unescape` takes
exactly one back; phones and numbers stay as they are. Whether a text is dangerous is
judged behind any ``'`` it already starts with: that makes the two exact inverses for
every text.

>>> escape("=1+1"), escape("'=1+1"), escape("+90 212 555 12 34"), escape("'90s")
("'=1+1", "''=1+1", '+90 212 555 12 34', "'90s")
>>> unescape("'=1+1"), unescape("'90s"), unescape("+90 212 555 12 34")
('=1+1', "'90s", '+90 212 555 12 34')
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .tabular import Limits, Meter, Row, TabularError, trim

# by the names under which they are chosen
SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t", "pipe": "|"}
QUOTES = {"double": '"', "single": "'"}
DANGEROUS = "=+-@\t\r"
# digits and what parts them, and an extension: nothing that a formula could do
_NUMBER = re.compile(
    r"[+-]?[0-9(][0-9 ().,/-]*(?:,? ?(?:ext\.?|x|#|dahili|dah\.?) ?[0-9]+)?"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_ROWS = 50


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str = "utf-8-sig"
    separator: str = ";"
    quote: str = '"'


def is_dangerous(text: str) -> bool:
    """Return whether a spreadsheet could run the text, or would after one ``'``."""
    bare = text.lstrip("'")
    return bare[:1] in DANGEROUS and bool(bare) and not _NUMBER.fullmatch(bare)


def escape(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if is_dangerous(text) else text


def unescape(text: str) -> str:
    """Take back what `escape` put before the text."""
    if text.startswith("'") and is_dangerous(text[1:]):
        return text[1:]
    return text


def detect(content: bytes) -> Dialect:
    """Return the dialect of a file."""
    encoding = detect_encoding(content)
    head = _decode_head(content, encoding)
    quote = _detect_quote(head)
    return Dialect(encoding, _detect_separator(head, quote), quote)


def detect_encoding(content: bytes) -> str:
    """Return the first encoding in which the whole content makes sense."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding
    even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
    if even or odd:
        return "utf-16-le" if odd > even else "utf-16-be"
    for encoding in ("utf-8", "cp1254"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TabularError("encoding")


class CsvTable:
    """A CSV file; it has one sheet without a name."""

    kind = "csv"

    def __init__(self, content: bytes, limits: Limits, dialect: Dialect | None) -> None:
        self._content = content
        self._limits = limits
        self.dialect = dialect or detect(content)
        self.sheets = [""]

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Yield the rows that hold anything."""
        meter = Meter(self._limits)
        stream = io.TextIOWrapper(
            io.BytesIO(self._content), encoding=self.dialect.encoding, newline=""
        )
        number = 0
        try:
            for number, texts in enumerate(_read(stream, self.dialect), 1):
                cells = trim([unescape(text) if text else None for text in texts])
                meter.add(len(cells))
                if cells:
                    yield number, cells
        except UnicodeError as error:
            raise TabularError("encoding") from error
        except csv.Error as error:
            raise TabularError("broken_row", row=number + 1) from error


class CsvWriter:
    """Write rows of text as CSV into a binary file."""

    def __init__(self, target, dialect: Dialect) -> None:
        self._dialect = dialect
        self._stream = io.TextIOWrapper(
            target, encoding=dialect.encoding, newline="", write_through=False
        )
        self._writer = csv.writer(
            self._stream,
            delimiter=dialect.separator,
            quotechar=dialect.quote,
            lineterminator="\r\n",
        )

    def write_row(self, texts: list[str | None]) -> None:
        """Write one row; numbers and dates come as text already."""
        try:
            self._writer.writerow([escape(text) if text else text for text in texts])
        except UnicodeEncodeError as error:
            raise TabularError("unwritable", value=error.object[error.start]) from error

    def close(self) -> None:
        """Finish; the file below stays open."""
        try:
            self._stream.flush()
        except UnicodeEncodeError as error:
            raise TabularError("unwritable", value=error.object[error.start]) from error
        self._stream.detach()


def _read(stream, dialect: Dialect):
    return csv.reader(
        stream, delimiter=dialect.separator, quotechar=dialect.quote, strict=True
    )


def _decode_head(content: bytes, encoding: str) -> list[str]:
    text = content[:65536].decode(encoding, errors="ignore")
    return text.splitlines(keepends=True)[:SAMPLE_ROWS]


def _detect_quote(head: list[str]) -> str:
    """Return ``'`` only when every heading stands between two of them."""
    first = next((line.strip() for line in head if line.strip()), "")
    for separator in SEPARATORS.values():
        cells = first.split(separator)
        if len(cells) > 1 and all(
            len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells
        ):
            return "'"
    return '"'


def _detect_separator(head: list[str], quote: str) -> str:
    """Return what parts the first rows most evenly into the most columns."""

    def score(separator: str) -> tuple[float, int]:
        try:
            reader = csv.reader(head, delimiter=separator, quotechar=quote)
            widths = [len(row) for row in reader if row]
        except csv.Error:
            return (0.0, 0)
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (widths.count(widths[0]) / len(widths), widths[0])

    return max(SEPARATORS.values(), key=score)
