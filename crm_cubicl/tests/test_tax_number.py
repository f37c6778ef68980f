from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, Form, tagged

from odoo.addons.crm_cubicl.tools import tax_number

from .common import CustomerCase

VKN = "8790017566"
TCKN = "10000000146"


@tagged("post_install", "-at_install")
class TestTaxNumberTool(BaseCase):
    def test_turkish(self):
        for number, error in {
            VKN: "",
            "TR 879 001 75 66": "",
            TCKN: "",
            "8790017567": "check_digit",
            "10000000147": "check_digit",
            "87900175": "length",
            "879001756A": "digits",
        }.items():
            with self.subTest(number=number):
                self.assertEqual(tax_number.find_turkish_error(number), error)

    def test_one_wrong_digit_is_always_noticed(self):
        for place in range(10):
            wrong = str((int(VKN[place]) + 1) % 10)
            number = VKN[:place] + wrong + VKN[place + 1 :]
            self.assertEqual(tax_number.find_turkish_error(number), "check_digit")

    def test_abroad(self):
        self.assertFalse(tax_number.is_wrong_abroad("DE136695976", "DE"))
        self.assertTrue(tax_number.is_wrong_abroad("DE136695970", "DE"))
        self.assertFalse(tax_number.is_wrong_abroad("whatever", "AQ"))


@tagged("post_install", "-at_install")
class TestTaxNumber(CustomerCase):
    def test_turkish_number_is_kept_as_digits(self):
        customer = self._create_customer(
            vat=" TR 879 001 75 66", country_id=self.turkey.id
        )
        self.assertEqual(customer.vat, VKN)
        self.assertFalse(customer.crm_vat_warning)

    def test_wrong_turkish_number_is_refused(self):
        for number, reason in {
            "8790017567": "check digit",
            "123": "has 10 digits",
            "ABC": "digits only",
        }.items():
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(ValidationError, reason),
            ):
                self._create_customer(vat=number, country_id=self.turkey.id)

    def test_refused_on_write_too_and_the_old_number_stays(self):
        customer = self._create_customer(vat=VKN, country_id=self.turkey.id)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            customer.vat = "8790017567"
        self.assertEqual(customer.vat, VKN)

    def test_moving_to_turkey_checks(self):
        customer = self._create_customer(vat="DE136695976", country_id=self.germany.id)
        with self.assertRaises(ValidationError):
            customer.country_id = self.turkey

    def test_not_taxed(self):
        self.assertEqual(
            self._create_customer(vat="/", country_id=self.turkey.id).vat, "/"
        )

    def test_foreign_number_is_only_warned_of(self):
        customer = self._create_customer(vat="DE136695970", country_id=self.germany.id)
        self.assertEqual(customer.vat, "DE136695970")
        self.assertIn("Germany", customer.crm_vat_warning)
        customer.vat = "DE136695976"
        self.assertFalse(customer.crm_vat_warning)

    def test_without_country_the_companys_rules_hold_for_what_looks_turkish(self):
        with self.assertRaises(ValidationError):
            self._create_customer(vat="8790017567")
        self.assertEqual(self._create_customer(vat="DE136695970").vat, "DE136695970")

    def test_others_keep_cores_behaviour(self):
        if "vies_valid" in self.env["res.partner"]._fields:
            self.skipTest("with base_vat core itself refuses the number")
        partner = self.env["res.partner"].create(
            {"name": "X", "vat": "123", "country_id": self.turkey.id}
        )
        self.assertEqual(partner.vat, "123")

    def test_warning_while_typing(self):
        form = Form(
            self.env["res.partner"].with_context(default_is_crm_customer=True),
            view="crm_cubicl.crm_customer_view_form",
        )
        form.name = "Deutsche Test AG"
        form.country_id = self.germany
        form.vat = "DE136695970"
        self.assertIn("Germany", form.crm_vat_warning)
        self.assertEqual(form.save().vat, "DE136695970")
