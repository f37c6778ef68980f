from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomerMixin

CARDS = "/odoo/crm-customers?view_type=kanban"


@tagged("post_install", "-at_install")
class TestPanelTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.stage = cls.env.ref("crm_cubicl.crm_customer_stage_new")
        cls.customer = cls._create_customer(
            "Anadolu Gıda A.Ş.", crm_stage_id=cls.stage.id
        )
        cls.other = cls._create_customer(
            "Boğaziçi Kimya A.Ş.", crm_stage_id=cls.stage.id
        )
        cls.user_view.group_ids = [
            Command.link(cls.env.ref("project.group_project_user").id),
            Command.link(cls.env.ref("sales_team.group_sale_salesman").id),
        ]

    def test_pointer_and_keyboard(self):
        project = self.env["project.project"].create(
            {"name": "Kurulum", "privacy_visibility": "employees"}
        )
        self.env["project.task"].create(
            {
                "name": "Teklif hazırla",
                "project_id": project.id,
                "partner_id": self.customer.id,
                "date_deadline": "2020-01-01 10:00:00",
            }
        )
        self.customer.message_post(body="Fiyat istedi", message_type="comment")
        self.start_tour("/odoo/crm-customers", "crm_customer_panel", login="level_view")

    def test_refusal_is_told_in_the_panel(self):
        partners = type(self.env["res.partner"])
        refused = patch.object(
            partners, "_get_customer_panel_data", side_effect=AccessError("Kapalı")
        )
        with refused, mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/crm-customers", "crm_customer_panel_refused", login="level_view"
            )

    def test_new_person_and_company_from_list_and_cards(self):
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_new_person", login="level_manage"
        )
        person = self.env["res.partner"].search([("name", "=", "Ayşe Kişi")])
        self.assertTrue(person.is_crm_customer)
        self.assertFalse(person.is_company)

    def test_edit_drags_a_card_to_another_stage(self):
        self.start_tour(CARDS, "crm_customer_card_drag", login="level_edit")
        self.assertEqual(
            self.customer.crm_stage_id,
            self.env.ref("crm_cubicl.crm_customer_stage_contacted"),
        )

    def test_view_drags_nothing_and_has_no_buttons(self):
        self.start_tour(CARDS, "crm_customer_cards_view_only", login="level_view")
