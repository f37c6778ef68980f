from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestDeleteTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def test_delete(self):
        customer = self._create_customer("Silinecek Gıda A.Ş.")
        self._create_contact(customer, "Ayşe Yılmaz")
        self._create_contact(customer, "Can Öz")
        self._create_customer("Alt A.Ş.")
        kept = self._create_customer("Kalan Ltd. Şti.")
        project = self.env["project.project"].create({"name": "Proje"})
        tasks = self.env["project.task"].create(
            [
                {"name": name, "project_id": project.id, "partner_id": customer.id}
                for name in ("Bir", "İki")
            ]
        )
        self.env["sale.order"].create({"partner_id": kept.id})
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_delete", login="level_delete"
        )
        self.assertFalse(customer.exists())
        self.assertEqual(len(tasks.exists()), 2)
        self.assertFalse(tasks.partner_id)
        self.assertTrue(kept.exists())
