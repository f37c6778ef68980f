from typing import NamedTuple

from odoo import api, fields, models, tools

CHANGED = "crm_custom_fields/cards_changed"


class LineSpec(NamedTuple):
    """One line of a card, as views and checks need it."""

    line_id: int
    field_name: str
    custom_id: int | bool
    is_required: bool
    for_contacts: bool


class CardSpec(NamedTuple):
    """One card with its lines in order."""

    card_id: int
    kind: str | bool
    lines: tuple[LineSpec, ...]


class CrmCard(models.Model):
    """What is asked about one kind of record, in which order."""

    _name = "crm.card"
    _description = "Card"
    _order = "model, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._get_card_models())],
    )
    model = fields.Char(
        string="Technical Model",
        related="model_id.model",
        store=True,
        index=True,
        export_string_translation=False,
    )
    kind = fields.Selection(
        [("person", "Person"), ("company", "Company")],
        help="Contacts have one card for persons and one for companies.",
    )
    line_ids = fields.One2many("crm.card.field", "card_id", string="Fields")
    preview = fields.Html(
        compute="_compute_preview", sanitize=False, export_string_translation=False
    )

    _kind_uniq = models.UniqueIndex(
        "(model_id, COALESCE(kind, ''))", "There is a card for this already."
    )

    @api.depends(
        "name",
        "line_ids.label",
        "line_ids.sequence",
        "line_ids.is_required",
        "line_ids.for_contacts",
        "line_ids.custom_field_id.name",
        "line_ids.custom_field_id.field_type",
        "line_ids.custom_field_id.option_ids.name",
    )
    def _compute_preview(self):
        for card in self:
            card.preview = self.env["ir.qweb"]._render(
                "crm_custom_fields.crm_card_preview",
                {"card": card, "lines": card.line_ids.sorted()},
            )

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        self._clear_card_caches()
        return cards

    def write(self, vals):
        result = super().write(vals)
        self._clear_card_caches()
        return result

    def unlink(self):
        result = super().unlink()
        self._clear_card_caches()
        return result

    @api.model
    def _get_card_models(self) -> list[str]:
        """Return the names of the models that have cards."""
        mixin = self.env.registry["crm.card.mixin"]
        return [
            name
            for name, cls in self.env.registry.items()
            if issubclass(cls, mixin) and not cls._abstract
        ]

    @api.model
    @tools.ormcache("model_name")
    def _get_card_specs(self, model_name: str) -> tuple[CardSpec, ...]:
        """Return the cards of a model; cached, as every create asks for them."""
        # sudo: crm.card - whoever fills in a card need not manage cards
        cards = self.sudo().search([("model", "=", model_name)])
        return tuple(
            CardSpec(
                card.id, card.kind, tuple(card.line_ids.sorted()._get_line_specs())
            )
            for card in cards
        )

    @api.model
    def _clear_card_caches(self):
        """Let every worker and every open browser see a change at once."""
        self.env.registry.clear_cache("default", "templates")
        told = self.env.cr.precommit.data
        if self.env.registry.ready and not told.get(CHANGED):
            told[CHANGED] = True
            # says nothing else: every browser that is open listens here
            self.env["bus.bus"]._sendone("broadcast", CHANGED, {})
