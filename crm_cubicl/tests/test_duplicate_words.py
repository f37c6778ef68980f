import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_cubicl.tools import (
    duplicate_address,
    duplicate_contact,
    duplicate_cut,
    duplicate_name,
    duplicate_own,
    duplicate_reasons,
    duplicate_record,
    duplicate_scripts,
    duplicate_settings,
)
from odoo.addons.crm_cubicl.tools.duplicate_address import split_city, split_street
from odoo.addons.crm_cubicl.tools.duplicate_contact import (
    domain_of_mail,
    domain_of_site,
    emails_of,
    phones_of,
    vat_of,
)
from odoo.addons.crm_cubicl.tools.duplicate_name import HEAD_OFFICE, Name, split_name
from odoo.addons.crm_cubicl.tools.duplicate_record import COLUMNS, normalise


@tagged("post_install", "-at_install")
class TestDuplicateWords(BaseCase):
    """What names, numbers and addresses are compared by."""

    def test_doctests(self):
        for module in (
            duplicate_address,
            duplicate_contact,
            duplicate_cut,
            duplicate_name,
            duplicate_own,
            duplicate_reasons,
            duplicate_record,
            duplicate_scripts,
            duplicate_settings,
        ):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def _check_core(self, cases):
        for text, core in cases.items():
            with self.subTest(text=text):
                self.assertEqual(split_name(text).core, core)

    def test_turkish_legal_forms(self):
        self._check_core(
            {
                "Kaya İnşaat San. ve Tic. Ltd. Şti.": "kaya insaat",
                "KAYA İNŞAAT SANAYİ VE TİCARET LİMİTED ŞİRKETİ": "kaya insaat",
                "Kaya İnş. A.Ş.": "kaya insaat",
                "Kaya İnşaat A. Ş.": "kaya insaat",
                "Akbank T.A.Ş.": "akbank",
                "Türkiye Vakıflar Bankası T.A.O.": "turkiye vakiflar bank",
                "S.S. Ege Tarım Koop.": "ss ege tarim",
            }
        )

    def test_foreign_legal_forms(self):
        self._check_core(
            {
                "Siemens AG": "siemens",
                "Müller GmbH & Co. KG": "muller",
                "Mueller Gmbh": "muller",
                "Acme, Inc.": "acme",
                "ACME INCORPORATED": "acme",
                "Philips N.V.": "philips",
                "Ferrero S.p.A.": "ferrero",
                "Spa Hotel Bodrum": "spa hotel bodrum",
                "Lukoil PJSC": "lukoil",
                "ООО Ромашка": "romashka",
                "PT Astra Agro Lestari Tbk": "astra agro lestari",
            }
        )

    def test_name_is_never_emptied(self):
        for text in ("A.Ş.", "Ltd. Şti.", "San. Tic.", "The Company", "AB", "株式会社"):
            with self.subTest(text=text):
                self.assertTrue(split_name(text).core)
        self.assertEqual(split_name("…"), Name())

    def test_branch(self):
        cases = {
            "Bozkurt Ltd. Şti. Ankara Şubesi": "ankara",
            "Bozkurt Ltd. Şti. Ankara Şb.": "ankara",
            "Bozkurt A.Ş. Ege Bölge Müdürlüğü": "ege",
            "Bozkurt Şubesi": HEAD_OFFICE,
            "Bozkurt Ltd. Şti.": "",
        }
        for text, branch in cases.items():
            with self.subTest(text=text):
                name = split_name(text)
                self.assertEqual((name.core, name.branch), ("bozkurt", branch))

    def test_share_classes(self):
        for text in (
            "Alphabet Inc. Class A",
            "ALPHABET INC CL C",
            "Alphabet Inc. Sponsored ADR",
            "ALPHABET INC. DL-,001",
            "Alphabet Inc B",
        ):
            with self.subTest(text=text):
                self.assertEqual(split_name(text).core, "alphabet")

    def test_numbers_tell_funds_apart(self):
        self.assertEqual(split_name("Ege Fund II").numbers, "2")
        self.assertEqual(split_name("Ege Fund 2").numbers, "2")
        self.assertEqual(split_name("Ege Fund").numbers, "")

    def test_phones(self):
        for text in (
            "0212 555 12 34",
            "+90 (212) 555-12-34",
            "905555551234"[:2] + "2125551234",
            "2125551234",
            "0 212 5551234 (pbx)",
            "212-555-1234 dahili 12",
            "0212 555 12 34 / 35",
        ):
            with self.subTest(text=text):
                self.assertEqual(phones_of(text), ["+902125551234"])
        self.assertEqual(phones_of("030 123456", "DE"), ["+4930123456"])
        self.assertEqual(
            phones_of("0212 555 12 34; 0532 111 22 33"),
            ["+902125551234", "+905321112233"],
        )
        for text in ("", "12345", "0000000000", "ask Ayşe"):
            with self.subTest(text=text):
                self.assertEqual(phones_of(text), [])

    def test_mail_and_web(self):
        self.assertEqual(emails_of("no address"), [])
        self.assertEqual(domain_of_mail("a@hotmail.com"), "")
        self.assertEqual(domain_of_site("www.akme.com.tr/tr"), "akme.com.tr")
        self.assertEqual(domain_of_site("https://facebook.com"), "")
        self.assertEqual(domain_of_site("none"), "")

    def test_vat(self):
        self.assertEqual(vat_of("DE 123456789"), "123456789")
        self.assertEqual(vat_of("ESB12345678"), "B12345678")
        self.assertEqual(vat_of("0000000000"), "")
        self.assertEqual(vat_of("/"), "")

    def test_street(self):
        for text in (
            "Yıldız Mah. İstiklal Cad. No:149 D:15",
            "YILDIZ MH. ISTIKLAL CADDESI N 149 DAİRE 15",
            "yıldız mahallesi istiklal cd. no 149/15",
        ):
            with self.subTest(text=text):
                street = split_street(text)
                self.assertEqual(
                    (street.words, street.road, street.house),
                    ("yildiz istiklal", "istiklal", "149"),
                )
        self.assertEqual(split_street("Hauptstraße 5"), split_street("Hauptstr. 5"))
        self.assertEqual(split_street("1453. Sokak No: 5").road, "1453")

    def test_city(self):
        self.assertEqual(split_city("KONAK/İZMİR", "", "TR"), ("izmir konak", "izmir"))
        self.assertEqual(split_city("Konak", "35210", "TR")[1], "izmir")
        self.assertEqual(split_city("Paris", "75001", "FR"), ("paris", ""))

    def test_any_text_is_taken(self):
        """What no one expects neither fails nor takes long."""
        for text in ("\0", "a" * 100_000, "(" * 5000, "\ud83d\ude00 A.Ş.", "%s", "'"):
            values = normalise(dict.fromkeys(("name", "street", "phone", "vat"), text))
            self.assertEqual(len(values), len(COLUMNS))
