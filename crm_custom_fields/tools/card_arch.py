"""Nodes that put a card's fields into views. Plain lxml, no ORM."""

import json
from typing import Any

from lxml import etree
from lxml.builder import E

from .field_types import FieldType, filename_column

ALWAYS = "True"


def negate(expression: str) -> str:
    """Return a view expression that holds when ``expression`` does not."""
    return "False" if expression == ALWAYS else f"not ({expression})"


def either(first: str | None, second: str) -> str:
    """Return a view expression that holds when one of both does."""
    if first in (None, "", "False", "0"):
        return second
    if first in ("True", "1"):
        return first
    return f"({first}) or ({second})"


def field_node(
    name: str, kind: FieldType | None = None, **attrs: Any
) -> etree._Element:
    """Return ``<field>`` with the widget of its type.

    :param kind: type of a field of one's own; built-in fields need none
    :param attrs: view attributes; empty ones are left out
    """
    node = E.field(name=name)
    if kind:
        if kind.widget:
            node.set("widget", kind.widget)
        if kind.options:
            node.set("options", json.dumps(kind.options))
        if kind.has_options and kind.ttype == "many2many":
            # the column shows archived choices; none is offered again
            node.set("context", "{'active_test': True}")
        if kind.ttype == "binary":
            node.set("filename", filename_column(name))
    for key, value in attrs.items():
        if value not in (None, False, ""):
            node.set(key, str(value))
    return node


def hidden_node(name: str, view_type: str) -> etree._Element:
    """Return a field that is loaded and not shown, as widgets need some."""
    key = "column_invisible" if view_type == "list" else "invisible"
    return E.field(name=name, **{key: "True"})


def search_nodes(name: str, kind: FieldType, label: str, groups: str | None) -> tuple:
    """Return ``(field, group_by)`` for a search view; each may be ``None``.

    :param groups: who may see the field; core looks at no field of a filter
    """
    field = E.field(name=name) if kind.searchable else None
    group_by = None
    if kind.groupable:
        group_by = E.filter(
            name=f"group_by_{name}",
            string=label,
            context=json.dumps({"group_by": name}).replace('"', "'"),
        )
        if groups:
            group_by.set("groups", groups)
    return field, group_by


def add_to_search(arch: etree._Element, pairs: list[tuple]) -> None:
    """Put search fields before the first filter, group-bys into the last group."""
    fields = [field for field, _group in pairs if field is not None]
    groups = [group for _field, group in pairs if group is not None]
    anchors = arch.xpath("./filter | ./separator | ./group | ./searchpanel")
    for node in fields:
        if anchors:
            anchors[0].addprevious(node)
        else:
            arch.append(node)
    if groups:
        target = (
            arch.xpath("./group[.//filter[contains(@context, 'group_by')]]") or [None]
        )[-1]
        if target is None:
            target = etree.SubElement(arch, "group")
        target.extend(groups)
