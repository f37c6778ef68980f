from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestMergeTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def test_merge_and_take_back(self):
        source = self._create_customer("Kaynak Gıda A.Ş.", phone="0212 555 10 10")
        twin = self._create_customer("Kaynak Gida AS", phone="+90 212 555 10 10")
        target = self._create_customer("Hedef Gıda A.Ş.", phone="0212 555 20 20")
        contact = self._create_contact(source, "Ayşe Yılmaz")
        self.user_manage.lang = "tr_TR"
        self.start_tour("/odoo/crm-customers", "crm_merge", login="level_manage")
        self.env.invalidate_all()
        self.assertFalse(source.exists())
        self.assertEqual(contact.parent_id, target)
        self.assertEqual(target.phone, "+90 212 555 10 10")
        target.phone = "+90 212 555 30 30"
        self.start_tour("/odoo/crm-merges", "crm_merge_undo", login="level_manage")
        self.env.invalidate_all()
        self.assertTrue(source.exists())
        self.assertEqual(contact.parent_id, source)
        self.assertEqual(target.phone, "+90 212 555 20 20")
        page = f"/odoo/crm-customers/{source.id}"
        self.start_tour(page, "crm_merge_proposed", login="level_manage")
        self.env.invalidate_all()
        self.assertFalse(source.exists())
        self.assertEqual(contact.parent_id, twin)

    def test_attach_and_take_back(self):
        person = self._create_customer(
            "Ayşe Kaynak", is_company=False, vat="1111111114"
        )
        target = self._create_customer("Hedef Gıda A.Ş.", vat="4540019679")
        self.user_manage.lang = "tr_TR"
        page = f"/odoo/crm-customers/{person.id}"
        self.start_tour(page, "crm_attach", login="level_manage")
        self.env.invalidate_all()
        self.assertEqual(person.parent_id, target)
        self.assertEqual(person.vat, "4540019679")
        self.start_tour("/odoo/crm-merges", "crm_attach_undo", login="level_manage")
        self.env.invalidate_all()
        self.assertTrue(person.is_crm_customer)
        self.assertEqual(person.vat, "1111111114")
        self._create_contact(target, "Ayşe Hedefte")
        self.start_tour(page, "crm_attach_instead", login="level_manage")
        self.env.invalidate_all()
        self.assertEqual(person.parent_id, target)
