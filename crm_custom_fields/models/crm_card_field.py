from collections.abc import Iterator

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .crm_card import LineSpec


class CrmCardField(models.Model):
    """A line of a card: a built-in field or one of one's own."""

    _name = "crm.card.field"
    _description = "Field on a Card"
    _order = "card_id, sequence, id"
    _rec_name = "field_label"

    card_id = fields.Many2one("crm.card", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=100)
    builtin_name = fields.Char(
        string="Built-in Field", export_string_translation=False, copy=False
    )
    custom_field_id = fields.Many2one(
        "crm.custom.field", index="btree_not_null", ondelete="cascade"
    )
    label = fields.Char(
        string="Other Label",
        translate=True,
        help="Shown on the card instead of the field's own name.",
    )
    is_required = fields.Boolean(
        string="Required",
        help="No record of this card is saved without it, whatever way it comes.",
    )
    for_contacts = fields.Boolean(
        string="Contacts Too",
        help="Also asked for the contact persons of a company.",
    )
    field_name = fields.Char(
        compute="_compute_field_name", store=True, export_string_translation=False
    )
    field_label = fields.Char(compute="_compute_field_label", string="Field")
    type_label = fields.Char(compute="_compute_field_label", string="Type")
    is_builtin = fields.Boolean(compute="_compute_is_builtin", string="Built-in")

    _one_source = models.Constraint(
        "CHECK ((builtin_name IS NULL) <> (custom_field_id IS NULL))",
        "A line shows either a built-in field or one of your own.",
    )
    _builtin_uniq = models.UniqueIndex(
        "(card_id, builtin_name) WHERE builtin_name IS NOT NULL",
        "This field is on the card already.",
    )
    _custom_uniq = models.UniqueIndex(
        "(card_id, custom_field_id) WHERE custom_field_id IS NOT NULL",
        "This field is on the card already.",
    )

    @api.depends("builtin_name", "custom_field_id.technical_name")
    def _compute_field_name(self):
        for line in self:
            line.field_name = line.builtin_name or line.custom_field_id.technical_name

    @api.depends("builtin_name")
    def _compute_is_builtin(self):
        for line in self:
            line.is_builtin = bool(line.builtin_name)

    @api.depends("label", "field_name", "custom_field_id.name", "card_id.model")
    @api.depends_context("lang")
    def _compute_field_label(self):
        for line in self:
            custom = line.custom_field_id
            line.field_label = line.label or custom.name or line._get_builtin_label()
            line.type_label = dict(
                custom._fields["field_type"]._description_selection(self.env)
            ).get(custom.field_type) or self.env._("Built-in")

    def _get_builtin_label(self) -> str | bool:
        """Return the label core gives to a built-in field."""
        model = self.env.get(self.card_id.model)
        field = model is not None and model._fields.get(self.builtin_name)
        return field and field._description_string(self.env)

    @api.constrains("builtin_name", "custom_field_id", "card_id")
    def _check_field(self):
        for line in self:
            model = self.env[line.card_id.model]
            if (
                line.builtin_name
                and line.builtin_name not in model._get_card_builtins()
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is not a built-in field of this card.",
                        name=line.builtin_name,
                    )
                )
            custom = line.custom_field_id
            if custom and custom.model != line.card_id.model:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” belongs to another kind of record than the card "
                        "“%(card)s”.",
                        field=custom.name,
                        card=line.card_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_builtin(self):
        if builtin := self.filtered("builtin_name"):
            raise UserError(
                self.env._(
                    "Built-in fields stay on the card: %(names)s.",
                    names=", ".join(builtin.mapped("field_label")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.card_id._clear_card_caches()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.card_id._clear_card_caches()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.card"]._clear_card_caches()
        return result

    def action_remove(self):
        """Take a field off the card; its column and values stay."""
        self.unlink()

    def _get_line_specs(self) -> Iterator[LineSpec]:
        """Yield what views and checks need to know of each line."""
        for line in self:
            yield LineSpec(
                line.id,
                line.field_name,
                line.custom_field_id.id,
                line.is_required,
                line.for_contacts,
            )
