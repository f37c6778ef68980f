from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.field_types import FIELD_TYPES

# An object, so that no client can send it: a required field holds for every
# door a user has, and never for what the system makes on its own.
SKIP_REQUIRED = {"crm_skip_required": object()}
MAX_NAMED = 5


def _get_filled_names(vals: dict) -> set[str]:
    """Return the names that were given a value; zero is one."""
    return {
        name
        for name, value in vals.items()
        if value is not False and value is not None and value != ""
    }


class CrmCardMixin(models.AbstractModel):
    """Give a model cards: fields of one's own, required ones, and their order.

    Override ``_get_card_key`` and its two twins (the same condition for views and
    for searches) where a model has several cards or records without one.
    """

    _name = "crm.card.mixin"
    _inherit = ["crm.card.choice.mixin", "crm.card.view.mixin"]
    _description = "Record with a Card"

    # Field that holds the currency of amounts.
    _card_currency_field = "crm_currency_id"

    crm_currency_id = fields.Many2one(
        "res.currency", string="Currency of Amounts", compute="_compute_crm_currency_id"
    )
    crm_is_incomplete = fields.Boolean(
        string="Incomplete",
        compute="_compute_crm_is_incomplete",
        search="_search_crm_is_incomplete",
        help="A field that the card requires is empty.",
    )

    @api.depends_context("company")
    def _compute_crm_currency_id(self):
        for record in self:
            record.crm_currency_id = self.env.company.currency_id

    def _compute_crm_is_incomplete(self):
        incomplete = self._get_missing_card_fields()
        for record in self:
            record.crm_is_incomplete = record in incomplete

    def _search_crm_is_incomplete(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.OR(
            self._get_card_domain(card.kind, line.for_contacts)
            & Domain(line.field_name, "=", False)
            for card in self.env["crm.card"]._get_card_specs(self._name)
            for line in card.lines
            if self._is_emptiness_known(line)
        )
        return domain if True in value else ~domain

    @api.model_create_multi
    def create(self, vals_list):
        # an empty number arrives as False, which the column keeps as zero
        given = [_get_filled_names(vals) for vals in vals_list]
        records = super().create(vals_list)
        records._check_card_required(given)
        return records

    def write(self, vals):
        result = super().write(vals)
        if (self._get_required_names() | self._get_card_key_fields()) & vals.keys():
            emptied = vals.keys() - _get_filled_names(vals)
            self._check_card_required([self._fields.keys() - emptied] * len(self))
        return result

    def copy_data(self, default=None):
        """Core copies every field without looking at its groups and fails."""
        hidden = [
            name
            for name, field in self._fields.items()
            if field.manual
            and field.copy
            and not self._has_field_access(field, "write")
        ]
        default = dict(default or {}, **dict.fromkeys(hidden, False))
        vals_list = super().copy_data(default)
        for vals in vals_list:
            for name in hidden:
                vals.pop(name, None)
        return vals_list

    def _valid_field_parameter(self, field, name):
        return name == "crm_in_search" or super()._valid_field_parameter(field, name)

    # -- which card holds ------------------------------------------------------

    def _get_card_key(self) -> tuple[str | bool, bool] | None:
        """Return ``(kind of card, is a contact)``, or None when no card holds.

        Override together with ``_get_card_condition`` and ``_get_card_domain``.
        """
        self.ensure_one()
        return (False, False)

    @api.model
    def _get_card_key_fields(self) -> set[str]:
        """Return the fields ``_get_card_key`` looks at. Override with it."""
        return set()

    @api.model
    def _get_card_domain(self, kind, for_contacts: bool) -> Domain:
        """Return the records for which a line of this card holds."""
        return Domain.TRUE

    def _get_card(self):
        """Return the ``crm.card`` that holds for this record, or none."""
        key = self._get_card_key()
        cards = self.env["crm.card"]
        ids = [
            card.card_id
            for card in cards._get_card_specs(self._name)
            if key and card.kind == key[0]
        ]
        return cards.browse(ids)

    @api.model
    def _get_card_builtins(self) -> dict[str, str]:
        """Return the built-in fields a card can hold: name → ``header`` | ``body``.

        Those in the header of the form keep their place there. Override to add.
        """
        return {}

    # -- required fields -------------------------------------------------------

    @api.model
    def _get_required_names(self) -> set[str]:
        """Return the names of fields that some card of this model requires."""
        return {
            line.field_name
            for card in self.env["crm.card"]._get_card_specs(self._name)
            for line in card.lines
            if line.is_required
        }

    def _get_missing_card_fields(self, given=None) -> dict:
        """Return ``{record: [names of required fields that are empty]}``.

        :param given: per record the names that were not left empty; an empty
            number reads as zero, so only what is sent tells that it is absent
        """
        lines = {
            (card.kind, contact): [
                line
                for line in card.lines
                if line.is_required and (line.for_contacts or not contact)
            ]
            for card in self.env["crm.card"]._get_card_specs(self._name)
            for contact in (False, True)
        }
        if not any(lines.values()):
            return {}
        # core fetches manual fields one by one
        names = self._get_required_names() & self._fields.keys()
        self.filtered("id").fetch(
            n for n in names if self._has_field_access(self._fields[n], "read")
        )
        missing = {}
        for record, names in zip(self, given or [None] * len(self), strict=True):
            empty = [
                line.field_name
                for line in lines.get(record._get_card_key(), ())
                if record._is_card_field_empty(line, names)
            ]
            if empty:
                missing[record] = empty
        return missing

    def _is_card_field_empty(self, line, given=None) -> bool:
        """Return whether a required field holds nothing, for who may write it."""
        field = self._fields.get(line.field_name)
        if field is None or not self._has_field_access(field, "write"):
            return False
        if field.type in ("integer", "float", "monetary"):
            return given is not None and line.field_name not in given
        value = self[line.field_name]
        return not (value.strip() if isinstance(value, str) else value)

    def _is_emptiness_known(self, line) -> bool:
        """Return whether "is empty" can be asked of the database."""
        field = self._fields.get(line.field_name)
        return bool(
            field
            and line.is_required
            and field.type not in ("integer", "float", "monetary")
            and self._has_field_access(field, "read")
        )

    def _check_card_required(self, given=None) -> None:
        """Refuse records whose card is not filled in."""
        skip = self.env.context.get("crm_skip_required")
        if self.env.su or skip is SKIP_REQUIRED["crm_skip_required"]:
            return
        if missing := self._get_missing_card_fields(given):
            raise ValidationError(self._get_missing_message(missing))

    def _get_missing_message(self, missing: dict) -> str:
        """Return a sentence per record that says what to fill in."""
        rows = [
            self.env._(
                "%(record)s: fill in %(fields)s.",
                record=record.display_name or self._description,
                fields=", ".join(record._get_card_label(name) for name in names),
            )
            for record, names in list(missing.items())[:MAX_NAMED]
        ]
        if len(missing) > MAX_NAMED:
            more = len(missing) - MAX_NAMED
            rows.append(self.env._("… and %(count)s more records.", count=more))
        return "\n".join(rows)

    def _get_card_label(self, name: str) -> str:
        """Return what the card calls a field, in the user's language."""
        # sudo: crm.card - whoever fills in a card need not manage cards
        lines = self._get_card().sudo().line_ids
        line = lines.filtered(lambda line: line.field_name == name)[:1]
        return line.field_label or self._fields[name]._description_string(self.env)

    @api.model
    def _get_custom_types(self) -> dict:
        """Return ``{column: (custom field id, FieldType, in lists)}``, cached."""
        return {
            name: (custom_id, FIELD_TYPES[key], in_list)
            for name, custom_id, key, in_list in self.env[
                "crm.custom.field"
            ]._get_columns(self._name)
            if name in self._fields
        }
