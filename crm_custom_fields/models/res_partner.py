from lxml.builder import E

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import card_arch

# What core shows together as an address.
ADDRESS_FIELDS = ("street2", "city", "state_id", "zip", "country_id")


class ResPartner(models.Model):
    """Contacts have two cards: Person and Company."""

    _name = "res.partner"
    _inherit = ["res.partner", "crm.card.mixin"]

    fax = fields.Char(tracking=1)

    def write(self, vals):
        # core writes is_company as superuser, apart from the rest
        changes_card = "is_company" in vals
        result = super().write(vals)
        if changes_card:
            self._check_card_required()
        return result

    def _get_card_key(self):
        self.ensure_one()
        if self.is_company:
            return ("company", False)
        if not self.parent_id:
            return ("person", False)
        # invoice and delivery addresses are no persons
        return ("person", True) if self.type == "contact" else None

    @api.model
    def _get_card_key_fields(self):
        return super()._get_card_key_fields() | {"is_company", "parent_id", "type"}

    @api.model
    def _get_card_condition(self, kind, for_contacts):
        if kind == "company":
            return "is_company"
        if for_contacts:
            return "not is_company and (not parent_id or type == 'contact')"
        return "not is_company and not parent_id"

    @api.model
    def _get_card_domain(self, kind, for_contacts):
        if kind == "company":
            return Domain("is_company", "=", True)
        alone = Domain("parent_id", "=", False)
        if for_contacts:
            alone |= Domain("type", "=", "contact")
        return Domain("is_company", "=", False) & alone

    @api.model
    def _get_card_builtins(self):
        return super()._get_card_builtins() | {
            "company_type": "header",
            "name": "header",
            "phone": "body",
            "email": "body",
            "fax": "body",
            "street": "body",
        }

    @api.model
    def _get_builtin_nodes(self, name, **attrs):
        if name in ("phone", "email"):
            attrs["widget"] = name
        if name == "fax":
            attrs["widget"] = "phone"
        if name == "street":
            return self._get_address_nodes(attrs)
        return super()._get_builtin_nodes(name, **attrs)

    @api.model
    def _get_address_nodes(self, attrs):
        """Return label and fields of an address, laid out as core does."""
        invisible = {"invisible": attrs.pop("invisible", "False")}
        label = E.label(
            {
                "for": "street",
                "string": attrs.pop("string", None) or self.env._("Address"),
            },
            **invisible,
        )
        block = E.div({"class": "o_address_format"}, **invisible)
        for field in ("street", *ADDRESS_FIELDS):
            node = card_arch.field_node(field, **(attrs if field == "street" else {}))
            node.set("placeholder", self._fields[field]._description_string(self.env))
            part = "street" if field.startswith("street") else field.removesuffix("_id")
            node.set("class", f"o_address_{part}")
            if field.endswith("_id"):
                node.set("options", '{"no_open": True, "no_create": True}')
            block.append(node)
        return [label, block]
