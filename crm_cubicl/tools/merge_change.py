"""What was changed since a merge, and what somebody chose for it, as plain data."""

from dataclasses import dataclass, field

from .merge_reference import Reference

BACK = "back"
STAY = "stay"
# outcomes: it names another one now, has another value now, was edited; it is gone, or
# another row stands in its place
ELSEWHERE, VALUE, EDITED = "elsewhere", "value", "edited"
DELETED, TAKEN = "deleted", "taken"
DEFAULTS = {ELSEWHERE: STAY, VALUE: STAY, EDITED: BACK}


@dataclass(frozen=True)
class Line:
    """One line of the journal, with the column it is about."""

    id: int
    kind: str
    reference: Reference
    model: str | None
    content: list


@dataclass(frozen=True)
class Change:
    """A row, by its id, that somebody has changed since the merge."""

    row: int
    reference: Reference
    outcome: str

    @property
    def key(self) -> str:
        """Return what two changes have in common that are one to whoever reads them.

        That a row is gone, or was edited, is told once, whatever columns of it moved.
        """
        is_of_column = self.outcome in (ELSEWHERE, VALUE)
        told = self.reference.column if is_of_column else self.outcome
        return f"{self.reference.table},{self.row},{told}"

    @property
    def default(self) -> str | None:
        """Return what is done unless somebody chooses; nothing where none can."""
        return DEFAULTS.get(self.outcome)


@dataclass
class Choices:
    """Which changed rows come back and which stay; by default as `DEFAULTS` says.

    :param rows: by the keys of the changes
    :param rest: for all that is not chosen one by one
    """

    rows: dict[str, str] = field(default_factory=dict)
    rest: str | None = None

    def get(self, change: Change) -> str | None:
        """Return what is to become of a changed row."""
        if not change.default:
            return None
        return self.rows.get(change.key) or self.rest or change.default


@dataclass
class Undone:
    """What came back, by table and column, and what did not.

    :param stayed: how many rows without an id stayed, by table
    :param derived: ids of rows whose computed columns follow from changed ones
    """

    back: dict[tuple[str, str], int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    stayed: dict[str, int] = field(default_factory=dict)
    derived: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def count_back(self, reference: Reference, count: int) -> None:
        """Note rows that came back."""
        key = (reference.table, reference.column)
        self.back[key] = self.back.get(key, 0) + count

    def count_stayed(self, reference: Reference, count: int) -> None:
        """Note rows that have no id and did not come back."""
        if count:
            self.stayed[reference.table] = self.stayed.get(reference.table, 0) + count
