from lxml import etree
from lxml.builder import E

from odoo import api, models

from ..tools import card_arch
from ..tools.field_types import filename_column


class CrmCardViewMixin(models.AbstractModel):
    """Show cards in form, list and search views.

    Views are put together for everybody and cached; who may not see a field
    loses its nodes by the field's groups, which core applies afterwards.
    """

    _name = "crm.card.view.mixin"
    _description = "Views with Card Fields"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if arch.tag != view_type:
            return arch, view
        if view_type == "form":
            self._add_cards_to_form(arch)
        elif view_type == "list":
            self._add_cards_to_list(arch, view)
        elif view_type == "search":
            self._add_cards_to_search(arch)
        return arch, view

    # -- conditions ------------------------------------------------------------

    @api.model
    def _get_card_condition(self, kind, for_contacts: bool) -> str:
        """Return the view expression under which a line of a card is shown."""
        return card_arch.ALWAYS

    @api.model
    def _get_card_required_condition(self, kind, for_contacts: bool) -> str:
        """Return the view expression under which a required line is required."""
        return self._get_card_condition(kind, for_contacts)

    # -- form ------------------------------------------------------------------

    def _add_cards_to_form(self, arch) -> None:
        """Fill the card places of a form, or add a page with one's own fields."""
        specs = self.env["crm.card"]._get_card_specs(self._name)
        places = {
            card.card_id: arch.xpath(f"//*[@name='crm_card_{card.kind or 'record'}']")
            for card in specs
        }
        if any(places.values()):
            for card in specs:
                for place in places[card.card_id][:1]:
                    self._fill_card_place(place, card, with_builtins=True)
            self._set_required_builtins(arch, specs, ("header",))
        else:
            self._set_required_builtins(arch, specs, ("header", "body"))
            self._add_card_page(arch, specs)
        self._add_condition_fields(arch)

    def _add_condition_fields(self, arch) -> None:
        """Load what our conditions look at.

        Core would add these fields itself, with an attribute that names the
        fields that need them: restricted ones too.
        """
        shown = {
            node.get("name") for node in arch.xpath("//field[not(ancestor::field)]")
        }
        for name in sorted(self._get_card_key_fields() - shown):
            arch.append(card_arch.hidden_node(name, "form"))

    def _fill_card_place(self, place, card, with_builtins: bool) -> None:
        """Append the lines of a card, in order, to an element of a form."""
        builtins = self._get_card_builtins()
        labels = self._get_line_labels(card)
        for line in card.lines:
            if line.custom_id:
                place.extend(self._get_custom_nodes(card, line, labels))
            elif with_builtins and builtins.get(line.field_name) == "body":
                place.extend(
                    self._get_builtin_nodes(
                        line.field_name, **self._get_line_attrs(card, line, labels)
                    )
                )

    def _get_custom_nodes(self, card, line, labels) -> list:
        """Return the form nodes of a field of one's own."""
        custom = self._get_custom_types().get(line.field_name)
        if not custom:
            return []
        kind = custom[1]
        nodes = [
            card_arch.field_node(
                line.field_name, kind, **self._get_line_attrs(card, line, labels)
            )
        ]
        if kind.ttype == "binary":
            nodes.append(
                card_arch.hidden_node(filename_column(line.field_name), "form")
            )
        if kind.ttype == "monetary":
            nodes.append(card_arch.hidden_node(self._card_currency_field, "form"))
        return nodes

    @api.model
    def _get_builtin_nodes(self, name: str, **attrs) -> list:
        """Return the form nodes of a built-in field. Override for compound ones."""
        return [card_arch.field_node(name, **attrs)]

    def _get_line_attrs(self, card, line, labels) -> dict:
        """Return label, visibility and requirement of a line for a form."""
        shown = self._get_card_condition(card.kind, line.for_contacts)
        attrs = {"string": labels.get(line.line_id)}
        if shown != card_arch.ALWAYS:
            attrs["invisible"] = card_arch.negate(shown)
        if line.is_required:
            attrs["required"] = self._get_card_required_condition(
                card.kind, line.for_contacts
            )
        return attrs

    def _get_line_labels(self, card) -> dict[int, str]:
        """Return the labels that differ from the fields' own, in this language."""
        # sudo: crm.card.field - views are put together for everybody
        lines = (
            self.env["crm.card.field"].sudo().browse(li.line_id for li in card.lines)
        )
        return {line.id: line.label for line in lines if line.label}

    def _set_required_builtins(self, arch, specs, places) -> None:
        """Mark required built-in fields where the form itself shows them."""
        builtins = self._get_card_builtins()
        for card in specs:
            for line in card.lines:
                if not line.is_required or builtins.get(line.field_name) not in places:
                    continue
                condition = self._get_card_required_condition(
                    card.kind, line.for_contacts
                )
                for node in arch.xpath(
                    "//field[@name=$name][not(ancestor::field)]", name=line.field_name
                ):
                    node.set(
                        "required", card_arch.either(node.get("required"), condition)
                    )

    def _add_card_page(self, arch, specs) -> None:
        """Add a page with the fields of one's own of every card."""
        notebook = arch.find(".//notebook")
        if notebook is None:
            return
        groups = []
        for card in specs:
            group = E.group()
            self._fill_card_place(group, card, with_builtins=False)
            if len(group):
                groups.append(group)
        if groups:
            page = E.page(*groups, name="crm_card", string=self.env._("More Details"))
            notebook.append(page)

    # -- list and search -------------------------------------------------------

    def _add_cards_to_list(self, arch, view) -> None:
        """Add the fields of one's own as optional columns.

        They are shown in the model's main list and in lists of this class, and can
        be switched on in the others.
        """
        # sudo: ir.ui.view - which view is the main one is no secret
        main = self.env["ir.ui.view"].sudo().default_view(self._name, "list")
        is_shown = view.id == main or "o_crm_card_list" in arch.get("class", "")
        optional = "show" if is_shown else "hide"
        needs_currency = False
        shown = {node.get("name") for node in arch.iter("field")}
        for name, (_custom_id, kind, in_list) in self._get_custom_types().items():
            if not in_list or name in shown or kind.ttype == "binary":
                continue
            needs_currency |= kind.ttype == "monetary"
            arch.append(card_arch.field_node(name, kind, optional=optional))
        if needs_currency and self._card_currency_field not in shown:
            arch.append(card_arch.hidden_node(self._card_currency_field, "list"))

    def _add_cards_to_search(self, arch) -> None:
        """Offer the fields of one's own in the search bar and under Group By."""
        present = {node.get("name") for node in arch.iter(etree.Element)}
        pairs = [
            card_arch.search_nodes(
                name,
                kind,
                self._fields[name]._description_string(self.env),
                self._fields[name].groups,
            )
            for name, (_custom_id, kind, _in_list) in self._get_custom_types().items()
            if name not in present
        ]
        card_arch.add_to_search(arch, pairs)
