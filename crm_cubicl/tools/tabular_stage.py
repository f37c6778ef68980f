"""Keep the rows of a file between the steps of an import, without its format.

Taking a workbook apart is far slower than reading its rows back from here, and a later
step, on another server perhaps, sees exactly the rows that were checked.

>>> stage = RowStage()
>>> list(stage.record([(2, ["a", 1.5, datetime(2026, 1, 31)])])) == list(
...     read_stage(stage.getvalue()))
True
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from .tabular import Cell, Row

_TYPES = {"datetime": datetime, "date": date, "time": time}


class RowStage:
    """Records rows as they pass by."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(level=1)
        self._parts: list[bytes] = []

    def record(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows again and keep them."""
        for row in rows:
            line = json.dumps(row, default=_encode, ensure_ascii=False)
            self._parts.append(self._packer.compress(f"{line}\n".encode()))
            yield row

    def getvalue(self) -> bytes:
        """Return what was recorded; nothing can be recorded any more."""
        return b"".join(self._parts) + self._packer.flush()


def read_stage(content: bytes) -> Iterator[Row]:
    """Yield the rows that were recorded."""
    unpacker, rest = zlib.decompressobj(), b""
    for start in range(0, len(content), 65536):
        piece = rest + unpacker.decompress(content[start : start + 65536])
        *lines, rest = piece.split(b"\n")
        for line in lines:
            number, cells = json.loads(line)
            yield (
                number,
                [_decode(cell) if isinstance(cell, dict) else cell for cell in cells],
            )


def _encode(cell: Cell) -> dict[str, str]:
    return {type(cell).__name__: cell.isoformat()}


def _decode(cell: dict[str, str]) -> Cell:
    ((name, text),) = cell.items()
    return _TYPES[name].fromisoformat(text)
