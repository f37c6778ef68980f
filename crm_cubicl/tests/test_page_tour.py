from odoo.tests import HttpCase, new_test_user, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestPageTour(CustomerMixin, HttpCase):
    """The page of a customer in the browser, as the levels see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.customer = cls._create_customer(
            "Sayfa A.Ş.",
            phone="0212 555 77 66",
            vat="8790017566",
            comment="Salı günleri aranır",
        )
        cls.contact = cls._create_contact(cls.customer)
        former = cls._create_contact(cls.customer, "Eski Kişi")
        former.write({"active": False, "crm_left_date": "2020-01-01"})
        project = cls.env["project.project"].create(
            {"name": "Kurulum", "privacy_visibility": "employees"}
        )
        cls.env["project.task"].create(
            [
                {
                    "name": "Geç kalan",
                    "project_id": project.id,
                    "partner_id": cls.customer.id,
                    "date_deadline": "2020-01-01 10:00:00",
                },
                {
                    "name": "Bağlantının görevi",
                    "project_id": project.id,
                    "partner_id": cls.contact.id,
                },
            ]
        )
        cls.url = f"/odoo/crm-customers/{cls.customer.id}"

    def test_view_reads_every_tab(self):
        self.start_tour(self.url, "crm_customer_page_view", login="level_view")

    def test_edit_works_on_the_page(self):
        new_test_user(
            self.env,
            "worker",
            groups="crm_cubicl.crm_cubicl_group_edit,project.group_project_user",
        )
        self.start_tour(self.url, "crm_customer_page_edit", login="worker")
        task = self.env["project.task"].search([("name", "=", "Sözleşmeyi gönder")])
        self.assertEqual(task.partner_id, self.customer)
        self.assertFalse(self.contact.active)
        self.assertEqual(self.contact.parent_id, self.customer)
        self.assertFalse(self.customer.active)
