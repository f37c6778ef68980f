import csv
from pathlib import Path

import openpyxl

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.crm_cubicl.tools.duplicate_cut import USUAL_CUT
from odoo.addons.crm_cubicl.tools.duplicate_em import Pattern, estimate
from odoo.addons.crm_cubicl.tools.duplicate_engine import DuplicateEngine
from odoo.addons.crm_cubicl.tools.duplicate_reasons import reasons_of
from odoo.addons.crm_cubicl.tools.duplicate_record import normalise
from odoo.addons.crm_cubicl.tools.duplicate_weights import SHIPPED

DATA = Path(__file__).parent / "data"


class EngineCase(TransactionCase):
    """Records in tables of the test's own."""

    def setUp(self):
        super().setUp()
        self.engine = DuplicateEngine(self.cr, "test_duplicate")
        self.engine.set_up()

    def _put(self, *records):
        """Write records with ids from 1 on, and all they are found by."""
        self.engine.put(
            (number, *normalise(record, "TR"))
            for number, record in enumerate(records, 1)
        )
        self.engine.index_all()

    def _find(self, cut=USUAL_CUT):
        self.engine.find_all()
        self.cr.execute(SQL("SELECT id1, id2, bits FROM %s", self.engine.tables.found))
        return {(a, b): bits for a, b, bits in self.cr.fetchall() if bits >= cut}

    def _bits(self, first, second):
        """Return the score of two records and nothing else."""
        self._put(first, second)
        rows = self.engine.explain([(1, 2)])
        self.engine.forget_others(SQL("SELECT 0"))
        return rows[0]["bits"]


@tagged("post_install", "-at_install")
class TestDuplicateEngine(EngineCase):
    def test_same_company(self):
        bits = self._bits(
            {"name": "Kaya İnşaat San. ve Tic. Ltd. Şti.", "phone": "0212 555 12 34"},
            {"name": "KAYA INSAAT LTD", "phone": "+90 212 555 12 34"},
        )
        self.assertGreater(bits, USUAL_CUT)

    def test_branches_with_one_tax_number(self):
        office = {
            "name": "Bozkurt Gıda Ltd. Şti.",
            "vat": "8613037981",
            "city": "Ankara",
            "street": "Gül Cad. No: 1",
        }
        branch = office | {
            "name": "Bozkurt Gıda Ltd. Şti. İzmir Şubesi",
            "city": "İzmir",
            "street": "Ata Sok. No: 7",
        }
        self.assertLess(self._bits(office, branch), USUAL_CUT)
        self.assertGreater(self._bits(office, office), USUAL_CUT)
        self.assertGreater(self._bits(branch, branch), USUAL_CUT)

    def test_holding_with_one_domain_and_phone(self):
        means = {"website": "www.koksal.com.tr", "phone": "0212 555 12 34"}
        bits = self._bits(
            {"name": "Köksal Enerji A.Ş.", **means},
            {"name": "Köksal Sigorta Aracılık A.Ş.", **means},
        )
        same = self._bits(
            {"name": "Köksal Enerji A.Ş.", **means},
            {"name": "KÖKSAL ENERJİ", **means},
        )
        self.assertLess(bits, same - 5)

    def test_free_mail_is_no_domain(self):
        bits = self._bits(
            {"name": "Ayşe Demir", "email": "ayse@gmail.com"},
            {"name": "Veli Kaya", "email": "veli@gmail.com"},
        )
        self.assertLess(bits, 0)

    def test_ways_to_write_a_name(self):
        for first, second in (
            ("Kılıç Kardeşler Mobilya", "KılıçKardeşler Mobilya"),
            ("Mobilya Kılıç Kardeşler", "Kılıç Kardeşler Mobilya"),
            ("Bozkurt Hırdavat", "Bozkurt Hırdavar"),
            ("Wüstenrot AG", "Wuestenrot AG"),
            ("Газпром нефть", "Gazprom Neft PJSC"),
        ):
            with self.subTest(first=first):
                bits = self._bits({"name": first}, {"name": second})
                self.assertGreater(bits, USUAL_CUT - 1)

    def test_words_that_tell_apart(self):
        """What most of a name has in common says little when its own word differs."""
        for first, second in (
            ("Kiler Gayrimenkul Yatırım Ortaklığı", "Akiş Gayrimenkul Yatırım Ort."),
            ("Cue Energy Resources Ltd", "Geo Energy Resources Ltd"),
            ("Ege Fund II", "Ege Fund III"),
        ):
            with self.subTest(first=first):
                bits = self._bits({"name": first}, {"name": second})
                self.assertLess(bits, 1)

    def test_initials(self):
        self._put({"name": "D S M Group"}, {"name": "DSM Group"}, {"name": "Ülkü"})
        self.assertEqual(set(self._find()), {(1, 2)})

    def test_frequent_values_say_less(self):
        shared = {"phone": "0212 555 12 34"}
        few = [{"name": f"Firma {chr(97 + n) * 5}", **shared} for n in range(2)]
        many = [{"name": f"Firma {chr(97 + n) * 5}", **shared} for n in range(20)]
        weights = []
        for records in (few, many):
            self._put(*records)
            weights.append(self.engine.explain([(1, 2)])[0]["w_phone"])
            self.engine.forget_others(SQL("SELECT 0"))
        self.assertLess(weights[1], weights[0] - 3)

    def test_a_block_of_many_is_passed_over(self):
        """What very many have in common brings no pairs."""
        self._put(*({"name": "", "phone": "0212 555 12 34"} for _n in range(60)))
        self.engine.find_all()
        self.cr.execute("SELECT count(*) FROM crm_duplicate_pair")
        self.assertEqual(self.cr.fetchone()[0], 0)

    def test_one_record_is_scored_as_in_the_scan(self):
        names = ("Toros Gıda", "TOROS GIDA A.Ş.", "Toros Gıda Tarım", "Ülkü Emlak")
        self._put(*({"name": name, "city": "İzmir"} for name in names))
        found = self._find()
        self.assertIn((1, 2), found)
        for number in range(1, 5):
            rows = {row["id2"]: row["bits"] for row in self.engine.find_of(number)}
            expected = {
                a + b - number: bits
                for (a, b), bits in found.items()
                if number in (a, b)
            }
            self.assertEqual(set(rows), set(expected))
            for other, bits in expected.items():
                self.assertAlmostEqual(rows[other], bits, places=3)

    def test_record_that_is_not_in(self):
        self._put({"name": "Toros Gıda", "phone": "0212 555 12 34"})
        row = normalise({"name": "TOROS GIDA LTD", "phone": "2125551234"}, "TR")
        found = self.engine.find_like(row)
        self.assertEqual([match["id2"] for match in found], [1])
        self.cr.execute("SELECT count(*) FROM test_duplicate_record")
        self.assertEqual(self.cr.fetchone()[0], 1)

    def test_change_and_removal(self):
        self._put({"name": "Toros Gıda"}, {"name": "Toros Gıda A.Ş."})
        self.engine.put([(2, *normalise({"name": "Ülkü Emlak"}, "TR"))])
        self.engine.index([2])
        self.assertFalse(self.engine.find_of(1))
        self.engine.put([(2, *normalise({"name": "Toros Gıda Ltd"}, "TR"))])
        self.engine.index([2])
        self.assertEqual([row["id2"] for row in self.engine.find_of(1)], [2])
        self.engine.forget([2])
        self.assertFalse(self.engine.find_of(1))

    def test_reasons(self):
        record = {"name": "Toros Gıda", "phone": "0212 555 12 34", "city": "İzmir"}
        self._put(record, record | {"name": "Toros Gıda A.Ş.", "city": "Bursa"})
        reasons = reasons_of(self.engine.explain([(1, 2)])[0])
        codes = [reason.code for reason in reasons]
        self.assertEqual(set(codes[:2]), {"name_same", "phone_same"})
        self.assertIn("city_differs", codes)
        phone = next(reason for reason in reasons if reason.code == "phone_same")
        self.assertEqual(phone.value, "+902125551234")

    def test_tables_of_an_older_version_are_made_anew(self):
        self._put({"name": "Toros Gıda"})
        self.engine.set_up()
        self.cr.execute("SELECT count(*) FROM test_duplicate_record")
        self.assertEqual(self.cr.fetchone()[0], 1)
        self.cr.execute("ALTER TABLE test_duplicate_record DROP COLUMN street")
        self.engine.set_up()
        self._put(
            {"name": "Toros Gıda", "street": "Gül Sok. 5"}, {"name": "TOROS GIDA"}
        )
        self.assertEqual(set(self._find()), {(1, 2)})

    def test_nothing_to_compare(self):
        self.engine.index_all()
        self.assertEqual(self.engine.find_all(), USUAL_CUT)


@tagged("post_install", "-at_install")
class TestDuplicateEstimate(EngineCase):
    def test_weights_follow_what_is_seen(self):
        """Likely pairs whose cities differ make a different city cost less."""
        place = list(SHIPPED).index("city")
        levels = [0] * len(SHIPPED)
        levels[place] = 1
        agreeing = levels.copy()
        agreeing[place] = 4
        patterns = [
            Pattern(tuple(levels), 30.0, 5000),
            Pattern(tuple(agreeing), 30.0, 5000),
            Pattern(tuple(levels), -30.0, 5000),
            Pattern(tuple(agreeing), -30.0, 5000),
        ]
        weights = estimate(patterns, SHIPPED, USUAL_CUT)
        self.assertAlmostEqual(weights["city"][0], 0, delta=0.5)
        self.assertEqual(weights["vat"], SHIPPED["vat"])

    def test_few_pairs_change_little(self):
        levels = tuple(1 for _field in SHIPPED)
        weights = estimate([Pattern(levels, 60.0, 3)], SHIPPED, USUAL_CUT)
        for field, values in SHIPPED.items():
            for start, value in zip(values, weights[field], strict=True):
                self.assertAlmostEqual(start, value, delta=0.5)

    def test_from_the_database(self):
        names = ("Toros Gıda", "TOROS GIDA A.Ş.", "Toros Tekstil", "Torosan Emlak")
        self._put(*({"name": name, "city": "İzmir"} for name in names))
        cut = self.engine.find_all(with_patterns=True)
        weights = self.engine.estimate_weights(cut)
        self.assertEqual(weights.keys(), SHIPPED.keys())


@tagged("post_install", "-at_install")
class TestDuplicateFiles(EngineCase):
    """The two lists of real companies, one below the other."""

    def _read_names(self):
        sheet = openpyxl.load_workbook(DATA / "borsa_istanbul_companies.xlsx").active
        names = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
        with (DATA / "turkish_banks.csv").open(encoding="utf-8-sig") as handle:
            rows = csv.DictReader(handle, delimiter=";")
            return [*names, *(row["Full name"] for row in rows)]

    def test_banks_are_found_on_the_exchange(self):
        names = self._read_names()
        self._put(*({"name": name} for name in names))
        cut = self.engine.find_all()
        found = {
            frozenset((names[a - 1], names[b - 1])) for a, b in self._found_from(cut)
        }
        for pair in (
            ("Akbank T.A.Ş.", "Akbank TAS"),
            ("Şekerbank T.A.Ş.", "Sekerbank TAS"),
            ("Türkiye Vakıflar Bankası T.A.O.", "Turkiye Vakiflar Bankasi TAO"),
        ):
            with self.subTest(pair=pair):
                self.assertIn(frozenset(pair), found)
        development = "Türkiye Kalkınma ve Yatırım Bankası A.Ş."
        self.assertIn(development, names)
        for name in names:
            if "sinai kalkinma" in normalise({"name": name})[0]:
                self.assertNotIn(frozenset((name, development)), found)

    def _found_from(self, cut):
        self.cr.execute(
            "SELECT id1, id2 FROM test_duplicate_found WHERE bits >= %s", [cut]
        )
        return self.cr.fetchall()
