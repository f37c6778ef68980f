"""Texts that name a record by its number: domains, contexts, default values.

Read, never run: the text is parsed, and the digits that name the record are exchanged
where they stand, so that all else stays as its author wrote it. What cannot be read as
Python is left alone.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# what compares with one record, or with several
EQUAL = {"=", "!=", "<>", "==", "=?", "in", "not in", "child_of", "parent_of"}
WITHIN = {"any", "not any", "any!", "not any!"}
# commands of x2many values: which part names records
COMMAND_PLACE = {1: 1, 2: 1, 3: 1, 4: 1, 6: 2}
PREFIXES = ("search_default_", "default_")
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Naming:
    """One record that becomes another, and how to find out what a path leads to.

    :param resolve: from a model and a path of fields to the model at its end; to
        ``"@"`` with the name of the field beside it for a number whose model that
        field holds, to ``"*"`` for a text of model and number, else to an empty text
    """

    model: str
    old: int
    new: int
    resolve: Callable[[str, str], str]

    def rename(self, syntax: str, text: str, model: str) -> str:
        """Return a text with the new record for the old."""
        if syntax == "list":
            return _rename_in_list(text, self.old, self.new)
        if syntax == "condition":
            return self._rename_in_condition(text, model)
        tree = _parse(text)
        if tree is None:
            return text
        finders = {
            "domain": self._find_in_domain,
            "context": self._find_in_context,
            "values": self._find_in_values,
            "value": lambda node, _model: self._find_in_value(node),
        }
        return _replace(text, finders[syntax](tree, model))

    # -- domains -----------------------------------------------------------------

    def _find_in_domain(self, node, model: str) -> Iterator[tuple]:
        leaf = _get_leaf(node)
        if not leaf:
            for child in ast.iter_child_nodes(node):
                yield from self._find_in_domain(child, model)
            return
        path, operator, value = leaf
        end = self.resolve(model, path)
        if operator in WITHIN:
            yield from self._find_in_domain(value, end)
        elif operator in EQUAL and self._leads_here(node, end):
            yield from self._find_in_value(value)
        elif operator in EQUAL and end == "*":
            yield from self._find_references(value)

    def _leads_here(self, leaf, end: str) -> bool:
        """Return whether numbers in a leaf are those of the record's model."""
        if not end.startswith("@"):
            return end == self.model
        siblings = map(_get_leaf, getattr(leaf.parent, "elts", ()))
        return any(
            sibling
            and (sibling[0], sibling[1]) == (end[1:], "=")
            and getattr(sibling[2], "value", None) == self.model
            for sibling in siblings
        ) and not any(
            getattr(node, "value", None) in ("|", "!") for node in leaf.parent.elts
        )

    def _find_references(self, value) -> Iterator[tuple]:
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and node.value == (
                f"{self.model},{self.old}"
            ):
                yield node, repr(f"{self.model},{self.new}")

    # -- contexts and values -----------------------------------------------------

    def _find_in_context(self, node, model: str) -> Iterator[tuple]:
        pairs = _get_pairs(node)
        for key, value in pairs.items():
            name = next((key[len(p) :] for p in PREFIXES if key.startswith(p)), "")
            if name and self.resolve(model, name) == self.model:
                yield from self._find_in_value(value)
        active = getattr(pairs.get("active_model"), "value", None)
        if active == self.model:
            for key in {"active_id", "active_ids"} & set(pairs):
                yield from self._find_in_value(pairs[key])

    def _find_in_values(self, node, model: str) -> Iterator[tuple]:
        for name, value in _get_pairs(node).items():
            if self.resolve(model, name) == self.model:
                yield from self._find_in_value(value)

    def _find_in_value(self, node) -> Iterator[tuple]:
        if isinstance(node, ast.Constant):
            if type(node.value) is int and node.value == self.old:
                yield node, str(self.new)
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            yield from self._find_in_sequence(node)
        elif isinstance(node, ast.BinOp):
            yield from self._find_in_value(node.left)
            yield from self._find_in_value(node.right)
        elif isinstance(node, ast.IfExp):
            yield from self._find_in_value(node.body)
            yield from self._find_in_value(node.orelse)

    def _find_in_sequence(self, node) -> Iterator[tuple]:
        numbers = [getattr(item, "value", None) for item in node.elts]
        if self.old in numbers and self.new in numbers and not _is_command(node):
            numbers = [number for number in numbers if number != self.old]
            if all(type(number) is int for number in numbers):
                # each once: a list on the screen cannot show one record twice
                yield node, _write(node, numbers)
                return
        named = node.elts
        if _is_command(node):
            place = COMMAND_PLACE.get(numbers[0] if numbers else None, len(named))
            named = named[place : place + 1]
        for item in named:
            yield from self._find_in_value(item)

    def _rename_in_condition(self, text: str, model: str) -> str:
        name, equals, value = text.partition("=")
        is_it = value == str(self.old) and self.resolve(model, name) == self.model
        return f"{name}{equals}{self.new}" if is_it else text


def _parse(text: str):
    """Return the tree of an expression, each node with its parent."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except UNREADABLE:
        return None
    tree.parent = None
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return tree


def _get_leaf(node):
    """Return path, operator and value of a condition, or nothing."""
    if not isinstance(node, (ast.Tuple, ast.List)) or len(node.elts) != 3:
        return None
    path, operator, value = node.elts
    names = [getattr(part, "value", None) for part in (path, operator)]
    if not all(isinstance(name, str) for name in names) or names[0] in "&|!":
        return None
    return names[0], names[1].lower(), value


def _get_pairs(node) -> dict:
    """Return the values of a dict by those keys that are texts."""
    if not isinstance(node, ast.Dict):
        return {}
    return {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def _is_command(node) -> bool:
    """Return whether a sequence stands in another one, as commands of x2many do."""
    around = node.parent
    return hasattr(around, "elts") and not _get_leaf(around) and not _is_command(around)


def _write(node, numbers: list[int]) -> str:
    inside = ", ".join(map(str, numbers))
    if isinstance(node, ast.List):
        return f"[{inside}]"
    if isinstance(node, ast.Set):
        return f"{{{inside}}}"
    return f"({inside},)" if len(numbers) == 1 else f"({inside})"


def _replace(text: str, changes) -> str:
    """Return the text with parts of it exchanged, from its end to its beginning."""
    stripped = text.strip()
    lines = stripped.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    whole = b"".join(lines)
    spans = [
        (
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
            new.encode(),
        )
        for node, new in changes
    ]
    for start, end, new in sorted(spans, reverse=True):
        whole = whole[:start] + new + whole[end:]
    return text.replace(stripped, whole.decode()) if spans else text


def _rename_in_list(text: str, old: int, new: int) -> str:
    """Return numbers between commas, each once."""
    parts = text.split(",")
    if str(old) not in map(str.strip, parts):
        return text
    named = re.sub(rf"(^|,)(\s*){old}(\s*)(?=,|$)", rf"\g<1>\g<2>{new}\g<3>", text)
    parts = named.split(",")
    kept = [
        p for n, p in enumerate(parts) if p.strip() not in map(str.strip, parts[:n])
    ]
    return ",".join(kept)
