from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestCustomerTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def test_manage_creates_and_finds(self):
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_create_and_find", login="level_manage"
        )
        customer = self.env["res.partner"].search(
            [("crm_search", "ilike", "ISIKLAR TEKSTIL")]
        )
        self.assertEqual(customer.phone, "+90 212 555 77 66")
        self.assertTrue(customer.is_crm_customer)
        contact = customer.child_ids
        self.assertEqual(contact.name, "Çiğdem Öz")
        self.assertFalse(contact.is_company)
        self.assertFalse(contact.is_crm_customer)
        self.assertEqual(contact.crm_customer_id, customer)

    def test_view_cannot_create(self):
        self._create_customer("Salt Okunur", crm_short_name="SALT", vat="8790017566")
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_view_only", login="level_view"
        )
