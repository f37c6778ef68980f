from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools.misc import get_lang

from ..tools.import_convert import CellError, Locale
from ..tools.tabular import TabularError

# the order in which files have them
CUSTOMER_COLUMNS = (
    "name",
    "crm_short_name",
    "company_type",
    "phone",
    "email",
    "fax",
    "website",
    "vat",
    "crm_tax_office",
    "ref",
    "street",
    "street2",
    "city",
    "zip",
    "state_id",
    "country_id",
    "crm_relation_ids",
    "crm_class_id",
    "crm_stage_id",
    "crm_region_id",
    "user_id",
    "crm_manager_ids",
    "category_id",
    "lang",
    "comment",
)
MAX_SHOWN = 10


class CrmTabularMixin(models.AbstractModel):
    """What import and export of customers share: columns, words, the user's ways."""

    _name = "crm.tabular.mixin"
    _description = "Customers in files"

    @api.model
    def _get_customer_columns(self, operation: str) -> dict[str, str]:
        """Return the fields a file can hold for this user: name → label.

        :param operation: ``write`` to import, ``read`` to export
        """
        Partner = self.env["res.partner"]
        labels = self._get_special_labels() | self._get_card_labels()
        own = [
            name
            for name, (_id, kind, _in_list) in Partner._get_custom_types().items()
            if kind.ttype != "binary"
        ]
        names = [*CUSTOMER_COLUMNS, *own]
        fields = {name: Partner._fields[name] for name in names}
        return {
            name: labels.get(name) or field._description_string(self.env)
            for name, field in fields.items()
            if Partner._has_field_access(field, operation)
        }

    @api.model
    def _get_special_labels(self) -> dict[str, str]:
        """Return what customers' forms call fields that core names otherwise."""
        return {
            "name": self.env._("Name"),
            "company_type": self.env._("Person or company"),
            "ref": self.env._("Customer code"),
            "user_id": self.env._("Account manager"),
            "vat": self.env._("Tax number"),
        }

    @api.model
    def _get_card_labels(self) -> dict[str, str]:
        """Return what the company's card calls its fields, where it says so."""
        # sudo: crm.card - whoever imports need not manage cards
        lines_sudo = self.env["crm.card.field"].sudo()
        lines_sudo = lines_sudo.search(
            [("card_id.model", "=", "res.partner"), ("label", "!=", False)],
            order="card_id desc, sequence",
        )
        return {line.field_name: line.label for line in lines_sudo}

    @api.model
    def _get_locale(self) -> Locale:
        """Return how the user writes numbers and dates."""
        lang = get_lang(self.env)
        return Locale(
            lang.decimal_point or ".",
            lang.date_format,
            ZoneInfo(self.env.user.tz or "UTC"),
        )

    # -- words -----------------------------------------------------------------

    @api.model
    def _get_file_message(self, error: TabularError) -> str:
        """Return a sentence for what is wrong with a file."""
        messages = self._get_kind_messages() | self._get_content_messages(error.params)
        return messages[error.code]

    @api.model
    def _get_kind_messages(self) -> dict[str, str]:
        return {
            "empty_file": self.env._("The file is empty."),
            "encrypted": self.env._(
                "The workbook is protected by a password. Open it in Excel, take the "
                "password off under File › Info, save it and choose it again."
            ),
            "old_workbook": self.env._(
                "The workbook has the format used before 2007 (.xls). Save it as an "
                "Excel workbook (.xlsx) and choose it again."
            ),
            "macros": self.env._(
                "The workbook holds macros. Save it as an Excel workbook without "
                "macros (.xlsx) and choose it again."
            ),
            "not_workbook": self.env._(
                "The file is neither an Excel workbook (.xlsx) nor a CSV file, or it "
                "is damaged."
            ),
            "bomb": self.env._(
                "The file unpacks to far more than it looks like, which real "
                "workbooks do not. It was not read."
            ),
            "encoding": self.env._(
                "The file cannot be read as text in this encoding. Choose another "
                "encoding, or save the file as CSV UTF-8."
            ),
        }

    @api.model
    def _get_content_messages(self, params: dict) -> dict[str, str]:
        """Return the sentences on what a file holds, with what they name."""
        known = dict.fromkeys(
            ("limit", "row", "column", "cell", "value", "heading", "first", "second"),
            "",
        )
        known["sheet"] = ""
        p = known | params
        return self._get_size_messages(p) | {
            "no_header": self.env._(
                "No headings were found. The first row has to say what each column "
                "holds, in words."
            ),
            "no_heading": self.env._(
                "Column %(column)s has a value in row %(row)s but no heading.",
                column=p["column"],
                row=p["row"],
            ),
            "same_headings": self.env._(
                "Columns %(first)s and %(second)s have the same heading, “%(heading)s”."
                " Rename one of them.",
                first=p["first"],
                second=p["second"],
                heading=p["heading"],
            ),
            "no_rows": self.env._("There are no rows below the headings."),
            "formula": self.env._(
                "Cell %(cell)s holds a formula. Copy the cells and paste them as "
                "values, save the workbook and choose it again.",
                cell=p["cell"],
            ),
            "error_value": self.env._(
                "Cell %(cell)s shows an error (%(value)s) instead of a value.",
                cell=p["cell"],
                value=p["value"],
            ),
            "broken_row": self.env._(
                "The file is damaged at row %(row)s.", row=p["row"]
            ),
        }

    @api.model
    def _get_size_messages(self, p: dict) -> dict[str, str]:
        limit = f"{p['limit']:,}".replace(",", " ") if p["limit"] else ""
        return {
            "file_too_big": self.env._(
                "The file is bigger than %(limit)s MB. Split it.", limit=limit
            ),
            "unpacked_too_big": self.env._(
                "The workbook holds more than %(limit)s MB. Split it.", limit=limit
            ),
            "too_many_rows": self.env._(
                "The file has more than %(limit)s rows. Split it.", limit=limit
            ),
            "too_many_columns": self.env._(
                "The file has more than %(limit)s columns. Delete those that you do "
                "not need.",
                limit=limit,
            ),
            "too_many_cells": self.env._(
                "The file has more than %(limit)s cells. Split it, and delete what is "
                "empty below and beside the table.",
                limit=limit,
            ),
            "cell_too_long": self.env._(
                "A text is longer than the %(limit)s characters that a cell of Excel "
                "holds. Choose CSV.",
                limit=limit,
            ),
            "unwritable": self.env._(
                "“%(value)s” cannot be written in this encoding. Choose UTF-8.",
                value=p["value"],
            ),
        }

    @api.model
    def _get_cell_message(self, error: CellError) -> str:
        """Return what was expected instead of a bad cell."""
        p = {"row": "", "reason": "", "options": []} | error.params
        return {
            "text": self.env._("a text without control characters"),
            "integer": self.env._("a whole number, such as 1500"),
            "number": self.env._("a number, such as 1500,25"),
            "boolean": self.env._("yes or no"),
            "date": self.env._("a date, such as 31.12.2026"),
            "datetime": self.env._("a date and time, such as 31.12.2026 17:30"),
            "company_type": self.env._("Person or Company"),
            "required": self.env._("a value: the card requires it"),
            "key_empty": self.env._("a value: this column is the key"),
            "key_twice": self.env._(
                "a value of its own: row %(row)s has it already", row=p["row"]
            ),
            "option": self._get_options_message(p["options"]),
            "ambiguous": self.env._("something clearer: several have this name"),
            "many_options": self.env._(
                "fewer different values: a choice has at most %(count)s",
                count=p.get("count"),
            ),
            "record": self.env._("the name of an existing record"),
            "digits": self.env._("a tax number of digits only"),
            "length": self.env._("a tax number of 10 digits (VKN) or 11 (TCKN)"),
            "check_digit": self.env._(
                "a tax number without a mistyped digit: its check digit does not fit"
            ),
            "refused": p["reason"],
        }[error.code]

    @api.model
    def _get_options_message(self, options: list[str]) -> str:
        """Return the choices there are, the first of them when they are many."""
        if not options:
            return self.env._("one of the choices; there are none yet")
        shown = ", ".join(options[:MAX_SHOWN])
        if len(options) > MAX_SHOWN:
            return self.env._("one of: %(names)s …, to the letter", names=shown)
        return self.env._("one of: %(names)s, to the letter", names=shown)
