from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

from ..tools import import_convert as convert
from ..tools import tax_number
from ..tools.folding import fold
from ..tools.import_convert import CellError
from ..tools.import_lookup import Names
from ..tools.import_rows import MappedColumn

# small lists, read whole; any other model is asked for the names of each batch
LIST_MODELS = {
    "crm.custom.field.option",
    "crm.customer.class",
    "crm.customer.region",
    "crm.customer.relation",
    "crm.customer.stage",
    "res.country",
    "res.country.state",
    "res.partner.category",
    "res.users",
}
# whose names nobody types to the letter
LOOSE_MODELS = {"res.country", "res.country.state", "res.users"}
MAX_OPTIONS = 200
NEW = "new"


class CrmCustomerImportFields(models.AbstractModel):
    """Turn what stands in a file into values of a customer's fields.

    An addon that adds a field to ``CUSTOMER_COLUMNS`` needs nothing here when the
    field's type is enough to read it; else extend ``_get_special_converters``.
    """

    _name = "crm.customer.import.fields"
    _inherit = ["crm.tabular.mixin"]
    _description = "Values of an import"

    @api.model
    def _get_mapped_column(self, column) -> MappedColumn:
        """Return how a column of the file is read."""
        if column.target == NEW:
            target = f"{NEW}:{column.index}"
            read = self._get_type_converters()[column.new_type]
            return self._map(column, target, read)
        special = self._get_special_converters()
        if make := special.get(column.target):
            return self._map(column, column.target, None, make())
        field = self.env["res.partner"]._fields[column.target]
        if field.type in ("many2one", "many2many"):
            return self._get_relation_column(column, field)
        return self._map(column, field.name, self._get_type_converters()[field.type])

    @api.model
    def _map(self, column, target, read=None, write=None, prepare=None):
        to_values = write or (lambda cell: {target: read(cell)})
        return MappedColumn(column.index, column.heading, target, to_values, prepare)

    @api.model
    def _get_type_converters(self) -> dict[str, Callable]:
        """Return a reader per type of column and of field of one's own."""
        locale = self._get_locale()
        number = partial(convert.to_number, locale=locale)
        text = convert.to_text
        return {
            **dict.fromkeys(("char", "text", "link", "email", "phone"), text),
            **dict.fromkeys(("long_text", "choice"), text),
            **dict.fromkeys(("float", "monetary", "number", "amount"), number),
            "html": lambda cell: plaintext2html(text(cell)),
            "integer": partial(convert.to_integer, locale=locale),
            "boolean": convert.to_boolean,
            "date": partial(convert.to_date, locale=locale),
            "datetime": partial(convert.to_datetime, locale=locale),
        }

    @api.model
    def _get_special_converters(self) -> dict[str, Callable[[], Callable]]:
        """Return, for fields whose type says too little, what makes their reader.

        Each reader returns the values to write. Override to add.
        """
        return {
            "company_type": lambda: self._read_company_type,
            "user_id": self._get_managers_reader,
            "lang": self._get_lang_reader,
        }

    @api.model
    def _read_company_type(self, cell) -> dict[str, Any]:
        return {"is_company": convert.to_company_type(cell)}

    @api.model
    def _get_managers_reader(self) -> Callable:
        names = self._get_names(self.env["res.partner"]._fields["user_id"])

        def read(cell):
            first, *others = names.find_many(cell)
            values: dict[str, Any] = {"user_id": first}
            if others:
                values["crm_manager_ids"] = [Command.set(others)]
            return values

        return read

    @api.model
    def _get_lang_reader(self) -> Callable:
        installed = self.env["res.lang"].get_installed()
        pairs = [(text, code) for code, name in installed for text in (code, name)]
        options = [name for _code, name in installed]
        names = Names(pairs, fold, options)
        return lambda cell: {"lang": names.find_one(cell)}

    # -- names -----------------------------------------------------------------

    @api.model
    def _get_relation_column(self, column, field) -> MappedColumn:
        prepare = None
        if field.comodel_name in LIST_MODELS:
            names = self._get_names(field)
        else:
            names = Names([])
            prepare = partial(self._learn_names, field, names, set())
        if field.type == "many2one":
            read = names.find_one
        else:
            read = lambda cell: [Command.set(names.find_many(cell))]  # noqa: E731
        return self._map(column, field.name, read, prepare=prepare)

    @api.model
    def _get_names(self, field) -> Names:
        """Return the names of a short list, in the user's language and in English."""
        model = field.comodel_name
        records = self.env[model].search(self._get_names_domain(field))
        options = records.mapped("display_name")
        pairs = [pair for record in records for pair in self._get_name_pairs(record)]
        home = self.env.company.country_id
        if model == "res.country.state" and home:
            # many countries have a province of the same code: ours comes first
            mine = {
                name
                for record in records.filtered(lambda state: state.country_id == home)
                for name, _id in self._get_name_pairs(record)
            }
            pairs = [
                (name, record_id)
                for name, record_id in pairs
                if name not in mine
                or self.env[model].browse(record_id).country_id == home
            ]
        if model in LOOSE_MODELS:
            return Names(pairs, fold, options)
        return Names(pairs, options=options)

    @api.model
    def _get_names_domain(self, field) -> Domain:
        if field.comodel_name == "crm.custom.field.option":
            custom_id, _kind, _in_list = self.env["res.partner"]._get_custom_types()[
                field.name
            ]
            return Domain("custom_field_id", "=", custom_id)
        if field.comodel_name == "res.users":
            return Domain("share", "=", False)
        return Domain.TRUE

    @api.model
    def _get_name_pairs(self, record) -> Iterator[tuple[str, int]]:
        """Yield the names under which a record of a short list is found."""
        yield record.display_name, record.id
        for name in ("name", "code", "login"):
            if name not in record._fields:
                continue
            yield record[name], record.id
            if record._fields[name].translate:
                yield record.with_context(lang="en_US")[name], record.id

    def _learn_names(self, field, names: Names, asked: set, cells: list) -> None:
        """Look up the names of a batch that were not asked for yet."""
        texts = {convert.to_text(cell).strip() for cell in cells} - asked
        asked |= texts
        found = self.env[field.comodel_name].search(
            Domain("display_name", "in", list(texts))
        )
        names.add((record.display_name, record.id) for record in found)

    # -- a row as a whole ------------------------------------------------------

    def _get_row_check(self) -> Callable:
        """Return what checks the values of a row as a whole."""
        headings = {column.target: column.heading for column in self.column_ids}
        labels = self._get_customer_columns("write")
        required = {
            is_company: self._get_required_names(is_company)
            for is_company in (True, False)
        }
        checks = self._get_value_checks()

        def check(values):
            missing = [
                (name, "", CellError("required"))
                for name in required[values.get("is_company", True)]
                if values.get(name) in (None, "", False)
            ]
            found = [
                problem for find in checks if (problem := find(values)) is not None
            ]
            for name, value, error in missing + found:
                heading = headings.get(name) or labels.get(name) or name
                yield heading, value, error

        return check

    @api.model
    def _get_required_names(self, is_company: bool) -> list[str]:
        """Return the fields without which the card takes no customer."""
        Partner = self.env["res.partner"]
        kind = "company" if is_company else "person"
        names = [
            line.field_name
            for card in self.env["crm.card"]._get_card_specs("res.partner")
            for line in card.lines
            if card.kind == kind
            and line.is_required
            and line.field_name in Partner._fields
            and Partner._has_field_access(Partner._fields[line.field_name], "write")
        ]
        return [n for n in dict.fromkeys(["name", *names]) if n != "company_type"]

    def _get_value_checks(self) -> list[Callable]:
        """Return functions from a row's values to what is wrong with them, or None.

        What they find is told before anything is written; override to add.
        """
        return [self._find_bad_vat, self._find_bad_state]

    def _find_bad_vat(self, values):
        number = (values.get("vat") or "").strip()
        if number in ("", tax_number.NOT_TAXED):
            return None
        country = self.env["res.country"].browse(values.get("country_id"))
        at_home = self.env.company.country_id.code == "TR"
        is_turkish = (
            country.code == "TR"
            if country
            else at_home and tax_number.looks_turkish(number)
        )
        code = is_turkish and tax_number.find_turkish_error(number)
        return ("vat", number, CellError(code)) if code else None

    def _find_bad_state(self, values):
        state = self.env["res.country.state"].browse(values.get("state_id"))
        country_id = values.get("country_id")
        if not state or not country_id or state.country_id.id == country_id:
            return None
        reason = self.env._("a province of the country in this row")
        return ("state_id", state.name, CellError("refused", reason=reason))
