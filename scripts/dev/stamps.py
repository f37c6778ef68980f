"""Stamps: what a finished step was made from.

A stamp is written last, so a step that was interrupted has none and is done again.
"""

import hashlib
from pathlib import Path

from .common import HOME

STAMPS = HOME / "stamps"


def digest(*parts) -> str:
    """Return a short hash over texts and the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()[:12]


def read(name: str) -> str:
    path = STAMPS / name
    return path.read_text().strip() if path.is_file() else ""


def write(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    part = STAMPS / f"{name}.part"
    part.write_text(value + "\n")
    part.replace(STAMPS / name)


def clear(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)
