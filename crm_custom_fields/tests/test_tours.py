from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import CardMixin


@tagged("post_install", "-at_install")
class TestTours(CardMixin, HttpCase):
    """A field is made, filled in and seen, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cards()

    def test_add_a_field(self):
        """The manager adds a choice and requires it; it is on the form at once."""
        self.start_tour(
            "/odoo/crm-fields", "crm_custom_fields_add", login="card_manager"
        )
        custom = self.env["crm.custom.field"].search([("name", "=", "Customer Status")])
        self.assertEqual(custom.technical_name, "x_customer_status")
        self.assertEqual(custom.option_ids.mapped("name"), ["Active", "Passive"])
        partner = self.env["res.partner"].search([("name", "=", "Tour Person")])
        self.assertEqual(partner.x_customer_status.name, "Passive")

    def test_restricted(self):
        """Who is in no group of a field sees neither field nor column."""
        self._create_fields(
            {"name": "Secret Text", "group_ids": [Command.set(self.group.ids)]}
        )
        self.start_tour(
            "/odoo/contacts", "crm_custom_fields_hidden", login="card_other"
        )
        self.start_tour("/odoo/contacts", "crm_custom_fields_shown", login="card_seer")
