"""Find a record by the name that stands in a cell."""

from collections.abc import Callable, Iterable

from .import_convert import CellError, split_names
from .tabular import Cell
from .tabular_layout import show

AMBIGUOUS = 0


class Names:
    """Names with the ids they stand for; an exact name goes before a looser one.

    :param pairs: ``(name, id)``; the names of a record may differ
    :param loosen: makes names that look alike equal; by default to the letter
    """

    def __init__(
        self,
        pairs: Iterable[tuple[str, int]],
        loosen: Callable[[str], str] = str.strip,
        options: list[str] | None = None,
    ) -> None:
        self._exact: dict[str, int] = {}
        self._loose: dict[str, int] = {}
        self._loosen = loosen
        self._options = options or []
        self.add(pairs)

    def add(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Learn more names."""
        for name, record_id in pairs:
            if name:
                _put(self._exact, name, record_id)
                _put(self._loose, self._loosen(name), record_id)

    def find(self, text: str) -> int:
        """Return the id that the text stands for."""
        found = self._exact.get(text) or self._loose.get(self._loosen(text))
        if found:
            return found
        if found == AMBIGUOUS:
            raise CellError("ambiguous")
        raise CellError("option", options=self._options)

    def find_one(self, cell: Cell) -> int:
        """Return the id for a cell that holds one name."""
        return self.find(show(cell))

    def find_many(self, cell: Cell) -> list[int]:
        """Return the ids for a cell with names between semicolons or commas."""
        text = show(cell)
        try:
            return [self.find(text)]
        except CellError as error:
            names = split_names(cell)
            if len(names) == 1:
                names = [name.strip() for name in text.split(",") if name.strip()]
            if len(names) < 2:
                raise error
        return list(dict.fromkeys(self.find(name) for name in names))


def _put(names: dict[str, int], name: str, record_id: int) -> None:
    known = names.setdefault(name, record_id)
    if known != record_id:
        names[name] = AMBIGUOUS
