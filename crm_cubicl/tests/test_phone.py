from odoo.tests import BaseCase, tagged

from odoo.addons.crm_cubicl.tools.phone import format_phone, phone_digits

from .common import CustomerCase

SAME = "+90 212 555 12 34"


@tagged("post_install", "-at_install")
class TestPhoneTool(BaseCase):
    def test_every_way_to_type_a_number(self):
        for typed in (
            "0212 555 12 34",
            "0(212) 555-12 34",
            "(0212) 5551234",
            "212 555 12 34",
            "2125551234",
            "+90 212 555 12 34",
            "+90 (0212) 555 12 34",
            "0090 212 555 12 34",
            "00902125551234",
            " 0212.555.12.34 ",
        ):
            with self.subTest(typed=typed):
                self.assertEqual(format_phone(typed, "TR"), SAME)

    def test_what_is_no_number_stays(self):
        for typed in (
            "",
            "santral",
            "Ali 0532 123 45 67",
            "0212 555 12 34 / 35",
            "0212 555 12 34, 0532 123 45 67",
            "555 12 34",
            "0800 ÇİÇEK",
            "12",
            "+",
            "9" * 500,
        ):
            with self.subTest(typed=typed):
                self.assertEqual(format_phone(typed, "TR"), typed)

    def test_formatting_twice_changes_nothing(self):
        for typed in (
            "0532 123 45 67 dahili 12",
            "444 0 333",
            "+1 650 253 0000",
            "0850 222 0 123",
        ):
            with self.subTest(typed=typed):
                once = format_phone(typed, "TR")
                self.assertTrue(once.startswith("+"))
                self.assertEqual(format_phone(once, "TR"), once)

    def test_extension_is_kept(self):
        self.assertEqual(
            format_phone("0212 555 12 34 dahili 12", "TR"), f"{SAME} ext. 12"
        )

    def test_country_decides(self):
        self.assertEqual(format_phone("030 901820", "DE"), "+49 30 901820")
        self.assertEqual(format_phone("030 901820", None), "030 901820")

    def test_digits_in_every_form(self):
        self.assertEqual(phone_digits(SAME), ["902125551234", "02125551234"])
        self.assertEqual(phone_digits("santral"), [])


@tagged("post_install", "-at_install")
class TestPhone(CustomerCase):
    def test_create_with_the_customers_country(self):
        german = self._create_customer(phone="030 901820", country_id=self.germany.id)
        turkish = self._create_customer(phone="0212 555 12 34", fax="0212 5551235")
        contact = self._create_contact(german, phone="030 901821")
        self.assertEqual(german.phone, "+49 30 901820")
        self.assertEqual(contact.phone, "+49 30 901821")
        self.assertEqual(turkish.phone, SAME)
        self.assertEqual(turkish.fax, "+90 212 555 12 35")

    def test_write_to_customers_of_several_countries(self):
        german = self._create_customer(country_id=self.germany.id)
        turkish = self._create_customer(country_id=self.turkey.id)
        (german | turkish).write({"phone": "030 901820"})
        self.assertEqual(german.phone, "+49 30 901820")
        # no Turkish number: kept as typed
        self.assertEqual(turkish.phone, "030 901820")

    def test_new_country_decides_in_the_same_write(self):
        customer = self._create_customer(country_id=self.turkey.id)
        customer.write({"country_id": self.germany.id, "phone": "030 901820"})
        self.assertEqual(customer.phone, "+49 30 901820")

    def test_becoming_a_customer_tidies_up(self):
        partner = self.env["res.partner"].create({"name": "X", "phone": "0212 5551234"})
        self.assertEqual(partner.phone, "0212 5551234", "core leaves others alone")
        partner.is_crm_customer = True
        self.assertEqual(partner.phone, SAME)

    def test_nothing_is_lost(self):
        customer = self._create_customer(phone="0212 555 12 34 / 35 Ayşe")
        self.assertEqual(customer.phone, "0212 555 12 34 / 35 Ayşe")
        customer.phone = False
        self.assertFalse(customer.phone)

    def test_through_core_import(self):
        result = (
            self.env["res.partner"]
            .with_user(self.user_edit)
            .with_context(default_is_crm_customer=True)
            .load(["name", "phone"], [["İçeri Alınan", "0 212 555 12 34"]])
        )
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).phone, SAME)
