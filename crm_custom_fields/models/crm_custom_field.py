from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.field_types import FIELD_TYPES, OPTION_MODEL, filename_column
from ..tools.naming import TECHNICAL_NAME, technical_name

# What a change of ours changes on the column.
COLUMN_FIELDS = {"name", "help", "group_ids", "is_tracked", "in_search_box"}
FIXED_FIELDS = {
    "technical_name",
    "field_type",
    "model_id",
    "relation_model_id",
    # else a manager could have us rename, open or delete another one's column
    "field_id",
}
# Label and help are kept by core per language; ours are their source.
MIRRORED = {"name": "field_description", "help": "help"}


class CrmCustomField(models.Model):
    """A field of one's own: it owns one real column (a manual field)."""

    _name = "crm.custom.field"
    _inherit = ["crm.custom.field.column"]
    _description = "Custom Field"
    _order = "model, sequence, id"

    name = fields.Char(string="Label", required=True, translate=True)
    help = fields.Text(string="Hint", translate=True)
    sequence = fields.Integer(default=10)
    model_id = fields.Many2one(
        "ir.model",
        string="Record",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["ir.model"]._get("res.partner"),
        domain=lambda self: [("model", "in", self.env["crm.card"]._get_card_models())],
    )
    model = fields.Char(
        string="Technical Model",
        related="model_id.model",
        store=True,
        index=True,
        export_string_translation=False,
    )
    technical_name = fields.Char(readonly=True, copy=False)
    field_type = fields.Selection(
        [(kind.key, kind.label) for kind in FIELD_TYPES.values()],
        string="Type",
        required=True,
        default="text",
    )
    option_ids = fields.One2many(
        OPTION_MODEL, "custom_field_id", string="Choices", copy=True
    )
    relation_model_id = fields.Many2one(
        "ir.model",
        string="Kind of Record",
        ondelete="cascade",
        domain=[("transient", "=", False)],
        help="What can be chosen in this field.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        "crm_custom_field_group_rel",
        "custom_field_id",
        "group_id",
        string="Who May See It",
        ondelete="restrict",
        help="Only members of one of these groups can see, search, group, export, "
        "import or change the field. Empty: every internal user.",
    )
    is_tracked = fields.Boolean(
        string="Keep Changes",
        default=True,
        help="Old and new value of every change are shown in the history.",
    )
    in_list = fields.Boolean(string="In Lists", default=True)
    in_search_box = fields.Boolean(
        string="In the Search Box",
        help="The search box of the customers finds records by this field.",
    )
    field_id = fields.Many2one(
        "ir.model.fields", readonly=True, copy=False, index=True, ondelete="cascade"
    )
    line_ids = fields.One2many("crm.card.field", "custom_field_id", string="Lines")
    card_ids = fields.Many2many(
        "crm.card",
        string="Cards",
        compute="_compute_card_ids",
        inverse="_inverse_card_ids",
        search="_search_card_ids",
        domain="[('model_id', '=', model_id)]",
    )
    has_options = fields.Boolean(compute="_compute_type_traits")
    can_search_box = fields.Boolean(compute="_compute_type_traits")
    preview = fields.Html(
        compute="_compute_preview", sanitize=False, export_string_translation=False
    )

    _technical_name_uniq = models.Constraint(
        "UNIQUE(model_id, technical_name)", "This technical name is already used."
    )

    @api.depends("field_type", "group_ids")
    def _compute_type_traits(self):
        for custom in self:
            kind = FIELD_TYPES.get(custom.field_type)
            custom.has_options = bool(kind and kind.has_options)
            custom.can_search_box = bool(kind and kind.textual and not custom.group_ids)

    @api.depends("line_ids.card_id")
    def _compute_card_ids(self):
        for custom in self:
            custom.card_ids = custom.line_ids.card_id

    def _search_card_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return Domain("line_ids.card_id", operator, value)

    def _inverse_card_ids(self):
        for custom in self:
            cards = custom.card_ids
            lines = custom.line_ids
            lines.filtered(lambda line, cards=cards: line.card_id not in cards).unlink()
            self.env["crm.card.field"].create(
                [
                    {"card_id": card.id, "custom_field_id": custom.id}
                    for card in cards - lines.exists().card_id
                ]
            )

    # No dependency: it shows what is saved, and no half-typed choice.
    def _compute_preview(self):
        domain = Domain("model_id", "in", self.model_id.ids)
        cards = self.env["crm.card"].search(domain).grouped("model_id")
        for custom in self:
            custom.preview = self.env["ir.qweb"]._render(
                "crm_custom_fields.crm_card_previews",
                {"cards": cards.get(custom.model_id, self.env["crm.card"])},
            )

    @api.constrains("technical_name")
    def _check_technical_name(self):
        for custom in self:
            if not TECHNICAL_NAME.fullmatch(custom.technical_name or ""):
                raise ValidationError(
                    self.env._("A technical name is x_ followed by small letters.")
                )

    @api.constrains("name")
    def _check_name(self):
        if any(not (custom.name or "").strip() for custom in self):
            raise ValidationError(self.env._("A field needs a label."))

    @api.constrains("model_id")
    def _check_model(self):
        allowed = self.env["crm.card"]._get_card_models()
        if bad := self.filtered(lambda custom: custom.model not in allowed):
            raise ValidationError(
                self.env._(
                    "“%(model)s” has no cards, so it cannot have fields of your own.",
                    model=bad[0].model_id.name,
                )
            )

    @api.constrains("field_type", "relation_model_id")
    def _check_relation(self):
        for custom in self:
            if custom.field_type != "record":
                continue
            model = self.env.get(custom.relation_model_id.model)
            if model is None or model._abstract or model._transient:
                raise ValidationError(
                    self.env._(
                        "Choose for “%(field)s” what kind of record can be picked.",
                        field=custom.name,
                    )
                )
            # core shows the name of what a record points to, whoever may read it,
            # and checks constraints as superuser
            if not model.sudo(False).has_access("read"):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot point to “%(model)s”: you have no access "
                        "to it yourself.",
                        field=custom.name,
                        model=custom.relation_model_id.name,
                    )
                )

    @api.constrains("in_search_box", "group_ids", "field_type")
    def _check_search_box(self):
        if bad := self.filtered(lambda c: c.in_search_box and not c.can_search_box):
            raise ValidationError(
                self.env._(
                    "“%(field)s” cannot be found by the search box: only text, whole "
                    "numbers and choices that everybody may see can.",
                    field=bad[0].name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._prepare_technical_names(vals_list)
        customs = super().create(vals_list)
        customs._create_columns()
        customs._after_change(search_changed=any(customs.mapped("in_search_box")))
        return customs

    def write(self, vals):
        self._check_fixed(vals)
        result = super().write(vals)
        if COLUMN_FIELDS & vals.keys():
            self._update_columns()
        self._after_change(search_changed="in_search_box" in vals)
        return result

    def unlink(self):
        searched = any(self.mapped("in_search_box"))
        # sudo: ir.model.fields - the right to manage fields of one's own is
        # checked by the ORM on self; core reserves columns to administrators
        columns = self.sudo().field_id | self._get_filename_columns()
        self.check_access("unlink")
        # a column that holds choices keeps them from being deleted: it goes
        # first, and must not take our row along
        # sudo: crm.custom.field - its column is ours alone to set, see `_check_fixed`
        self.sudo().write({"field_id": False})
        self.flush_recordset(["field_id"])
        columns.unlink()
        result = super().unlink()
        self._after_change(search_changed=searched)
        return result

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(label)s (copy)", label=custom.name))
            for custom, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        result = super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )
        if field_name in MIRRORED:
            # sudo: ir.model.fields - see `unlink`
            self.sudo().field_id._update_field_translations(
                MIRRORED[field_name], translations, *args, **kwargs
            )
            self.env["crm.card"]._clear_card_caches()
        return result

    def action_delete(self):
        """Delete the field, after the question of the button, and show the others."""
        self.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_custom_fields.crm_custom_field_action"
        ) | {"target": "main"}

    def action_count_values(self):
        """Say how many records hold a value."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the count is of all records, whoever may see them
        Model = self.env[self.model].sudo().with_context(active_test=False)
        count = Model.search_count(Domain(self.technical_name, "!=", False))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.name,
                "message": self.env._("%(count)s records hold a value.", count=count),
            },
        }

    def _prepare_technical_names(self, vals_list: list[dict]) -> None:
        """Give every new field a column name that is free on its model."""
        default_model = self.env["ir.model"]._get_id("res.partner")
        taken: dict[int, set[str]] = {}
        for vals in vals_list:
            model_id = vals.get("model_id") or default_model
            if model_id not in taken:
                taken[model_id] = self._get_taken_names(model_id)
            # a name from outside would let a client take over another column
            name = technical_name(vals.get("name") or "", taken[model_id])
            vals["technical_name"] = name
            vals.pop("field_id", None)
            taken[model_id] |= {name, filename_column(name)}

    @api.model
    def _get_taken_names(self, model_id: int) -> set[str]:
        """Return the field names in use on a model and on what inherits it."""
        # sudo: ir.model - names only
        model = self.env["ir.model"].sudo().browse(model_id).model
        if model not in self.env:
            return set()
        names = self.env.registry.descendants([model], "_inherit", "_inherits")
        return {field for name in names for field in self.env[name]._fields}

    def _check_fixed(self, vals: dict) -> None:
        """Refuse to turn a column into another one: its values would be lost."""
        fixed = FIXED_FIELDS - {"field_id"} if self.env.su else FIXED_FIELDS
        for custom in self:
            for name in fixed & vals.keys():
                value = custom[name]
                if (value.id if isinstance(value, models.BaseModel) else value) != vals[
                    name
                ]:
                    raise UserError(
                        self.env._(
                            "“%(field)s” already holds values of its type. Add a new "
                            "field instead, and delete this one when it is empty.",
                            field=custom.name,
                        )
                    )

    @api.model
    @tools.ormcache("model_name")
    def _get_columns(self, model_name: str) -> tuple:
        """Return ``(column, id, type, in lists)`` of a model's fields, in order."""
        # sudo: views and checks are put together for everybody
        customs = self.sudo().search([("model", "=", model_name)])
        return tuple(
            (custom.technical_name, custom.id, custom.field_type, custom.in_list)
            for custom in customs
        )

    @api.model
    def _after_change(self, search_changed: bool) -> None:
        """Hook: called after fields were made, changed or deleted.

        Override to follow; ``search_changed`` says that the set of fields in the
        search box may have changed.
        """
        self.env["crm.card"]._clear_card_caches()
