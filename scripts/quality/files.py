"""Files of records and pairs: read with care, refused with a sentence that helps."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

REQUIRED = ("id", "name")
FIELDS = (
    "contact_name", "phone", "email", "website", "vat", "street", "city", "zip",
    "country",
)  # fmt: skip
LONGEST_VALUE = 10_000


class Refusal(Exception):
    """What is wrong with what was given, and what to do."""


def find_sets(data: Path) -> list[Path]:
    """Return the folder, or those in it, that hold a records.csv."""
    if not data.is_dir():
        raise Refusal(f"DATA={data} is no folder: name one that holds records.csv.")
    if (data / "records.csv").is_file():
        return [data]
    found = sorted(path.parent for path in data.glob("*/records.csv"))
    if not found:
        raise Refusal(
            f"Neither {data} nor a folder in it holds a records.csv: name the folder "
            "of a set, or the one above several."
        )
    return found


def target_of(folder: Path, out: str, many: bool) -> Path:
    """Return the file to write to; refuse one that cannot be written before work."""
    target = Path(out) if out else folder / "predicted.csv"
    if out and (many or target.is_dir()):
        target = target / (f"{folder.name}.csv" if many else "predicted.csv")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{target.parent} cannot be made: {error.strerror}.") from error
    writable = os.access(target if target.exists() else target.parent, os.W_OK)
    if not writable or _is_read_only(target.parent):
        raise Refusal(
            f"{target} cannot be written: say where the pairs may go with OUT=file.csv"
            " (a folder when DATA holds several sets)."
        )
    return target


def _is_read_only(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def read_records(path: Path) -> list[dict[str, str]]:
    """Return the records of a file."""
    records = list(_rows(path, REQUIRED))
    if not records:
        raise Refusal(f"{path} holds no record: only its first line, the headings.")
    seen: dict[str, int] = {}
    for line, record in enumerate(records, 2):
        if not record["id"]:
            raise Refusal(f"{path}: record {line - 1} has no id.")
        if record["id"] in seen:
            raise Refusal(
                f"{path}: the id {record['id']!r} stands in records "
                f"{seen[record['id']] - 1} and {line - 1}: give each its own."
            )
        seen[record["id"]] = line
    return records


def read_pairs(path: Path, ids: Iterable[str]) -> set[tuple[str, str]] | None:
    """Return the true pairs, None when there is no such file."""
    if not path.exists():
        return None
    known = set(ids)
    pairs = set()
    for row in _rows(path, ("id1", "id2")):
        for name in ("id1", "id2"):
            if row[name] not in known:
                raise Refusal(f"{path}: {name} {row[name]!r} is not in records.csv.")
        if row["id1"] != row["id2"]:
            pairs.add(ordered(row["id1"], row["id2"]))
    return pairs


def ordered(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)


def write_pairs(path: Path, pairs: Iterable[tuple[str, str, float]]) -> None:
    """Write the pairs, the likeliest first; a run that stops leaves no half file."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["id1", "id2", "score"])
        writer.writerows((a, b, f"{score:.6f}") for a, b, score in pairs)
    part.replace(path)


def _rows(path: Path, required: tuple[str, ...]) -> Iterable[dict[str, str]]:
    """Yield the lines of a CSV file by the names of its columns, in small letters."""
    if not path.stat().st_size:
        raise Refusal(f"{path} is empty.")
    csv.field_size_limit(LONGEST_VALUE)
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.reader(handle, strict=True)
            names = [name.strip().lower() for name in next(reader, [])]
            _check_names(path, names, required)
            for row in reader:
                if row:
                    _check_length(path, reader.line_num, row, names)
                    yield _record(names, row)
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{path} is not in UTF-8 (byte {error.start}): save it as CSV UTF-8."
        ) from error
    except csv.Error as error:
        raise Refusal(
            f"{path}, line {reader.line_num}: {error}; a value may have "
            f"{LONGEST_VALUE} characters at most, quotes have to be closed."
        ) from error


def _check_names(path: Path, names: list[str], required: tuple[str, ...]) -> None:
    if missing := [name for name in required if name not in names]:
        raise Refusal(
            f"{path} lacks the column {' and '.join(missing)}: its first line has to "
            f"name the columns, parted by commas; it names: {', '.join(names)[:200]}."
        )
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Refusal(f"{path} names a column twice: {', '.join(twice)}.")


def _check_length(path: Path, line: int, row: list[str], names: list[str]) -> None:
    if len(row) != len(names):
        raise Refusal(
            f"{path}, line {line}: {len(row)} values where the first line names "
            f"{len(names)} columns; a value with a comma needs quotes around it."
        )


def _record(names: list[str], row: list[str]) -> dict[str, str]:
    # PostgreSQL takes no zero byte
    return {
        name: value.replace("\0", "").strip()
        for name, value in zip(names, row, strict=True)
    }
