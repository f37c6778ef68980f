from odoo import api, models
from odoo.fields import Domain

# the place for the card's lines in the form of a contact
CONTACT_PLACE = "o_crm_contact_card"
# our forms of customers and of their contacts
OWN_FORM = "o_crm_customer_form"


class CrmCustomerCardMixin(models.AbstractModel):
    """Let the cards hold for customers and their contacts, and for nobody else."""

    _name = "crm.customer.card.mixin"
    _description = "Partner with a customer's card"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and OWN_FORM in (arch.get("class") or "").split():
            self._keep_typing_inside(arch)
        return arch, view

    @api.model
    def _keep_typing_inside(self, arch) -> None:
        """Take core's look-up in an outside service off the fields of our forms.

        The names of one's customers are not for others to read while one types.
        """
        for node in arch.iterfind(".//field[@widget='field_partner_autocomplete']"):
            del node.attrib["widget"]
            if "line_breaks" in (node.get("options") or ""):
                node.set("widget", "text")

    def _get_card_key(self):
        is_customer = self.is_crm_customer or self.crm_customer_id
        return super()._get_card_key() if is_customer else None

    @api.model
    def _get_card_key_fields(self):
        own = {"is_crm_customer", "crm_customer_id"}
        return super()._get_card_key_fields() | own

    @api.model
    def _get_card_required_condition(self, kind, for_contacts):
        condition = super()._get_card_required_condition(kind, for_contacts)
        return f"(is_crm_customer or crm_customer_id) and ({condition})"

    @api.model
    def _get_card_domain(self, kind, for_contacts):
        customers = Domain("crm_customer_id", "!=", False)
        return super()._get_card_domain(kind, for_contacts) & customers

    @api.model
    def _get_card_builtins(self):
        # the customer's form has a place of its own for each of them
        names = (
            "crm_short_name",
            "crm_relation_ids",
            "ref",
            "website",
            "vat",
            "crm_tax_office",
        )
        return super()._get_card_builtins() | dict.fromkeys(names, "header")

    def _fill_card_place(self, place, card, with_builtins):
        # the form of a contact asks what the card asks of contacts and no more: an
        # address typed there would give way to the customer's
        if CONTACT_PLACE in (place.get("class") or "").split():
            card = card._replace(
                lines=tuple(li for li in card.lines if li.for_contacts)
            )
        return super()._fill_card_place(place, card, with_builtins)
