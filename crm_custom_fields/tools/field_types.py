"""The types a field of one's own can have, and how each is stored and shown."""

from dataclasses import dataclass, field
from typing import Any

OPTION_MODEL = "crm.custom.field.option"


@dataclass(frozen=True)
class FieldType:
    """One type of the palette.

    :param key: value of ``crm.custom.field.field_type``
    :param label: English name; translated through the selection of that field
    :param ttype: type of the column (``ir.model.fields.ttype``)
    :param widget: widget of the web client, when not the type's own
    :param options: the widget's options
    :param relation: model a relational type points to, when it is fixed
    :param groupable: offered under "Group By"
    :param searchable: offered in the search bar
    :param textual: its text can be found by the search box
    """

    key: str
    label: str
    ttype: str
    widget: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    relation: str | None = None
    groupable: bool = False
    searchable: bool = True
    textual: bool = False

    @property
    def has_options(self) -> bool:
        """Whether its values are chosen from the field's own list."""
        return self.relation == OPTION_MODEL

    @property
    def trackable(self) -> bool:
        """Whether core can keep a change of it in the chatter."""
        return self.ttype != "binary"

    @property
    def numeric(self) -> bool:
        """Whether empty reads as zero, so that emptiness cannot be seen later."""
        return self.ttype in ("integer", "float", "monetary")


_NO_CREATE = {"no_create": True, "no_open": True}

FIELD_TYPES: dict[str, FieldType] = {
    item.key: item
    for item in (
        FieldType("text", "Text", "char", textual=True),
        FieldType("long_text", "Long Text", "text"),
        FieldType("integer", "Whole Number", "integer", textual=True),
        FieldType("number", "Number", "float"),
        FieldType("amount", "Amount", "monetary", widget="monetary"),
        FieldType("date", "Date", "date", groupable=True),
        FieldType("datetime", "Date and Time", "datetime", groupable=True),
        FieldType(
            "choice",
            "Single Choice",
            "many2one",
            options=_NO_CREATE,
            relation=OPTION_MODEL,
            groupable=True,
            textual=True,
        ),
        FieldType(
            "choices",
            "Multiple Choice",
            "many2many",
            widget="many2many_tags",
            options={"no_create": True},
            relation=OPTION_MODEL,
            groupable=True,
            textual=True,
        ),
        FieldType("boolean", "Yes / No", "boolean", groupable=True),
        FieldType("file", "File", "binary", searchable=False),
        FieldType("link", "Link", "char", widget="url", textual=True),
        FieldType("email", "E-mail", "char", widget="email", textual=True),
        FieldType("phone", "Phone", "char", widget="phone", textual=True),
        FieldType(
            "user",
            "User",
            "many2one",
            widget="many2one_avatar_user",
            relation="res.users",
            groupable=True,
        ),
        FieldType(
            "record",
            "Another Record",
            "many2one",
            options={"no_create": True},
            groupable=True,
        ),
    )
}


def filename_column(technical_name: str) -> str:
    """Return the column that keeps the file name of a file field."""
    return f"{technical_name}_filename"
