from odoo.tests import BaseCase, tagged

from ..tools.card_arch import either, negate
from ..tools.field_types import FIELD_TYPES
from ..tools.naming import TECHNICAL_NAME, slug, technical_name


@tagged("post_install", "-at_install")
class TestFieldTypes(BaseCase):
    """What needs no database."""

    def test_palette(self):
        self.assertEqual(
            list(FIELD_TYPES),
            [
                "text",
                "long_text",
                "integer",
                "number",
                "amount",
                "date",
                "datetime",
                "choice",
                "choices",
                "boolean",
                "file",
                "link",
                "email",
                "phone",
                "user",
                "record",
            ],
        )
        for kind in FIELD_TYPES.values():
            self.assertNotIn(kind.ttype, ("html", "one2many"), kind.key)

    def test_slug(self):
        for label, expected in (
            ("Müşteri Durumu (AKTİF)", "musteri_durumu_aktif"),
            ("ISIN", "isin"),
            ("IĞDIR şubesi", "igdir_subesi"),
            ("  --  ", ""),
            ("客户", ""),
            ("Straße 5", "strasse_5"),
        ):
            self.assertEqual(slug(label), expected)

    def test_technical_name(self):
        taken = set()
        for _number in range(12):
            name = technical_name("Vergi Kimlik Numarası " * 9, taken)
            self.assertNotIn(name, taken)
            self.assertTrue(TECHNICAL_NAME.fullmatch(name), name)
            self.assertLessEqual(len(f"{name}_filename"), 63)
            taken.add(name)
        self.assertEqual(technical_name("'; DROP TABLE x", set()), "x_drop_table_x")

    def test_conditions(self):
        self.assertEqual(negate("is_company"), "not (is_company)")
        self.assertEqual(either(None, "a"), "a")
        self.assertEqual(either("1", "a"), "1")
        self.assertEqual(either("b", "a"), "(b) or (a)")
