from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestDuplicateTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.env["res.partner"].search([("is_crm_customer", "=", True)]).write(
            {"is_crm_customer": False}
        )
        cls.customer = cls._create_customer(
            "Kaynak Gıda A.Ş.",
            vat="8613037981",
            phone="0212 555 10 10",
            email="bilgi@kaynak.example",
        )
        cls.twin = cls._create_customer(
            "KAYNAK GIDA",
            vat="8613037981",
            phone="+90 212 555 10 10",
            email="muhasebe@kaynak.example",
        )
        cls.contact = cls._create_contact(cls.customer)

    def _search(self):
        self.env.flush_all()
        self.env["crm.duplicate.scan"]._request()

    def test_decide_one_by_one(self):
        self._create_customer("Yunus Emlak Ltd. Şti.", phone="0232 444 55 66")
        later = self._create_customer("Yunus Emlak", phone="0232 444 55 66")
        self._search()
        self.user_manage.lang = "tr_TR"
        self.start_tour("/odoo/crm-customers", "crm_duplicates", login="level_manage")
        self.env.invalidate_all()
        self.assertFalse(self.customer.exists())
        self.assertEqual(self.contact.parent_id, self.twin)
        self.assertTrue(later.exists())
        pairs = self.env["crm.duplicate.pair"].search([])
        self.assertTrue(pairs.later_until)
        self.assertFalse(self.env["crm.duplicate.decision"].search([]))

    def test_merge_the_sure_ones(self):
        self.twin.email = self.customer.email
        self._search()
        self.start_tour(
            "/odoo/crm-duplicates", "crm_duplicates_bulk", login="level_manage"
        )
        self.env.invalidate_all()
        self.assertEqual(len((self.customer | self.twin).exists()), 1)

    def test_who_only_looks(self):
        self._search()
        self.start_tour(
            "/odoo/crm-duplicates", "crm_duplicates_view", login="level_view"
        )
