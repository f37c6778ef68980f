"""Tell what a file is, and refuse the harmful before anything unpacks it."""

import io
import zipfile

from .tabular import Limits, TabularError

ZIP = b"PK\x03\x04"
# container of encrypted workbooks and of those older than 2007
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO_TABLE = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc",
    b"\x1f\x8b",
)
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"{\\rtf")
CELL_TAGS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
CHUNK = 1024 * 1024


def find_kind(content: bytes, limits: Limits) -> str:
    """Return ``xlsx`` or ``csv`` by what the content is, whatever its name says."""
    if not content.strip():
        raise TabularError("empty_file")
    if len(content) > limits.file_bytes:
        megabytes = limits.file_bytes // (1024 * 1024)
        raise TabularError("file_too_big", limit=megabytes)
    if content.startswith(OLE):
        raise TabularError("encrypted" if ENCRYPTED in content else "old_workbook")
    if content.startswith(ZIP):
        return "xlsx"
    if content.startswith(NO_TABLE) or _is_markup(content) or _is_binary(content):
        raise TabularError("not_workbook")
    return "csv"


def check_workbook(content: bytes, limits: Limits) -> None:
    """Refuse what is no plain workbook, or unpacks to more than we want to hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_parts({entry.filename for entry in entries})
            _check_sizes(entries, limits)
            _check_markup(archive, entries, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        # zipfile raises RuntimeError for an entry with a password
        raise TabularError("not_workbook") from error


def _is_markup(content: bytes) -> bool:
    return content[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP)


def _is_binary(content: bytes) -> bool:
    """Return whether there are more control characters than a text has."""
    head = content[:4096]
    if head.startswith(UTF_16) or b"\0" in head:
        # UTF-16 has a zero in every second byte, at the same side
        halves = sorted((head[0::2].count(0), head[1::2].count(0)))
        return not head.startswith(UTF_16) and halves[0] * 4 > halves[1]
    strange = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return strange * 10 > len(head)


def _check_parts(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise TabularError("macros")
    if {"EncryptionInfo", "EncryptedPackage"} & names:
        raise TabularError("encrypted")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise TabularError("not_workbook")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise TabularError("bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise TabularError("encrypted")
    total = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if total > limits.ratio_from_bytes and total > limits.ratio * packed:
        raise TabularError("bomb")
    if total > limits.unpacked_bytes:
        megabytes = limits.unpacked_bytes // (1024 * 1024)
        raise TabularError("unpacked_too_big", limit=megabytes)


def _check_markup(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits
) -> None:
    """Read every part once, in pieces: true size, no entities, not too many cells."""
    left = limits.unpacked_bytes
    for entry in entries:
        cells = 0
        is_sheet = entry.filename.startswith("xl/worksheets/")
        with archive.open(entry) as part:
            while piece := part.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    raise TabularError("bomb")
                if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                    raise TabularError("not_workbook")
                if is_sheet:
                    cells += sum(map(piece.count, CELL_TAGS))
                if cells > limits.cells:
                    raise TabularError("too_many_cells", limit=limits.cells)
