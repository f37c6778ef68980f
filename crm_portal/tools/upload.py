"""Which files strangers may send: by name, by size, by what is really in them."""

from typing import NamedTuple

from odoo.tools.mimetypes import guess_mimetype

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
# ending: what the content is taken for
ALLOWED = {
    "png": {"image/png"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "gif": {"image/gif"},
    "webp": {"image/webp"},
    "pdf": {"application/pdf"},
    "txt": {"text/plain"},
    "log": {"text/plain"},
    "csv": {"text/plain", "text/csv", "application/csv"},
    "zip": {"application/zip"},
    "doc": {"application/msword", "application/x-ole-storage"},
    "xls": {"application/vnd.ms-excel", "application/x-ole-storage"},
    "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "pptx": {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    },
    "odt": {"application/vnd.oasis.opendocument.text"},
    "ods": {"application/vnd.oasis.opendocument.spreadsheet"},
}
# what a program of any kind may be taken for when nothing else is known of it
UNSURE = {"application/octet-stream", "application/zip"}
OFFICE = {"docx", "xlsx", "pptx", "odt", "ods"}
PLAIN = {"txt", "log", "csv"}
# with what such a file begins: nothing may stand before, a page least of all
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG", "gif": b"GIF8", "zip": b"PK"}


class Verdict(NamedTuple):
    """Why a file is refused; nothing when it is not."""

    code: str = ""  # "type", "size", "empty", "content"
    mimetype: str = ""


def judge(name: str, content: bytes) -> Verdict:
    """Return whether a file may be kept, and as what.

    >>> judge("page.html", b"<html>").code
    'type'
    >>> judge("picture.png", b"<svg onload='x()'/>").code
    'content'
    >>> judge("note.txt", b"hello")
    Verdict(code='', mimetype='text/plain')
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ALLOWED:
        return Verdict("type")
    if not content:
        return Verdict("empty")
    if len(content) > MOST_BYTES:
        return Verdict("size")
    if not content.startswith(BEGINNINGS.get(ending, b"")):
        return Verdict("content")
    found = guess_mimetype(content, default="application/octet-stream")
    if found in ALLOWED[ending]:
        return Verdict(mimetype=found)
    if ending in OFFICE and found in UNSURE and content.startswith(b"PK"):
        return Verdict(mimetype=sorted(ALLOWED[ending])[0])
    if ending in PLAIN and found in UNSURE and b"\0" not in content:
        return Verdict(mimetype="text/plain")
    return Verdict("content")
