import csv
import json
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_cubicl.models import crm_duplicate_weights
from odoo.addons.crm_cubicl.models.crm_duplicate_weights import (
    CUT,
    ESTIMATED_CUT,
    ESTIMATED_WEIGHTS,
    WEIGHT_SET,
)
from odoo.addons.crm_cubicl.tools.duplicate_em import estimate
from odoo.addons.crm_cubicl.tools.duplicate_record import normalise
from odoo.addons.crm_cubicl.tools.duplicate_weights import SHIPPED, add_levels

from .common import CustomerCase
from .test_duplicate_engine import DATA, EngineCase

# half of half a bit, and what two decimals may be off
ROUNDING = 0.26
OTHERS = (
    SHIPPED,
    SHIPPED | {"name": [-3.0, -2.0, 0.0, 3.0, 4.0, 8.0, 9.0], "city": [0, 0, 5, 7]},
    SHIPPED | {"city": [-9.0, 0.5, 2.0, 6.5], "zip": [-8.0, 0.0, 0.1], "legal": [0, 0]},
    {field: [0.0] * len(values) for field, values in SHIPPED.items()},
    {field: [-20.0] * len(values) for field, values in SHIPPED.items()},
)


@tagged("post_install", "-at_install")
class TestDuplicatePatterns(EngineCase):
    """Other weights counted from patterns are what a search with them finds."""

    def setUp(self):
        super().setUp()
        with (DATA / "turkish_banks.csv").open(encoding="utf-8-sig") as handle:
            names = [row["Full name"] for row in csv.DictReader(handle, delimiter=";")]
        cities = ("Ankara", "İzmir", "")
        for place, name in enumerate(names):
            record = {
                "name": name,
                "city": cities[place % 3],
                "zip": "06100" if place % 4 else "35200",
                "street": "Gül Cad. No: 1" if place % 5 else "Ata Sok. No: 7",
                "own": {"ref": f"R{place % 7}"},
            }
            twin = record | {"name": name.upper(), "city": cities[place % 2]}
            self.engine.put(
                [
                    (place, *normalise(record, "TR")),
                    (1000 + place, *normalise(twin, "TR")),
                ]
            )
        self.engine.index_all()

    def _count_found(self, cut):
        query = SQL(
            "SELECT count(*) FROM %s WHERE bits >= %s", self.engine.tables.found, cut
        )
        self.cr.execute(query)
        return self.cr.fetchone()[0]

    def test_counts_of_other_weights(self):
        self.engine.find_all(with_patterns=True)
        tried = {
            number: self.engine.try_weights(weights, SHIPPED, -100)
            for number, weights in enumerate(OTHERS)
        }
        for number, weights in enumerate(OTHERS):
            self.engine.find_all(weights)
            for cut in (-5, 0, 3.3, 4.5, 9, 14):
                counted = sum(row.count for row in tried[number] if row.bits >= cut)
                with self.subTest(number=number, cut=cut):
                    self.assertLessEqual(counted, self._count_found(cut - ROUNDING))
                    self.assertGreaterEqual(counted, self._count_found(cut + ROUNDING))
        # weights of one's own make no difference to those they are told beside
        self.engine.find_all()
        for rows in tried.values():
            counted = sum(row.count for row in rows if row.other >= 4.5)
            self.assertLessEqual(counted, self._count_found(4.5 - ROUNDING))
            self.assertGreaterEqual(counted, self._count_found(4.5 + ROUNDING))

    def test_all_pairs_are_counted(self):
        self.engine.find_all(with_patterns=True)
        self.cr.execute("SELECT count(*) FROM test_duplicate_met")
        pairs = self.cr.fetchone()[0]
        self.assertGreater(pairs, 100)
        self.assertEqual(self.engine.count_patterns(), pairs)
        # the next search counts anew
        self.engine.find_all(with_patterns=True)
        self.assertEqual(self.engine.count_patterns(), pairs)

    def test_unfinished_scan(self):
        """Until a scan is finished, the one before it answers."""
        self.engine.find_all(with_patterns=True)
        before = sorted(self.engine.read_patterns())
        self.engine.clear_patterns()
        pairs = SQL("(SELECT * FROM test_duplicate_met LIMIT 50)")
        scored = self.engine.score(pairs, SHIPPED)
        self.engine.add_patterns(scored, SHIPPED)
        self.assertEqual(sorted(self.engine.read_patterns()), before)
        # one that was broken off leaves nothing to the next
        self.engine.clear_patterns()
        self.engine.add_patterns(scored, SHIPPED)
        self.engine.finish_patterns()
        self.assertEqual(self.engine.count_patterns(), 50)

    def test_slices_add_up(self):
        """A search in parts counts what one in one piece does."""
        whole = SHIPPED | {"own_ref": [-3.0, 6.0]}
        self.engine.find_all(whole, with_patterns=True)
        before = sorted(self.engine.read_patterns(whole))
        self.engine.clear_patterns()
        for part in (0, 1):
            pairs = SQL("(SELECT * FROM test_duplicate_met WHERE id1 %% 2 = %s)", part)
            self.engine.add_patterns(self.engine.score(pairs, whole), whole)
        self.engine.finish_patterns()
        self.assertEqual(sorted(self.engine.read_patterns(whole)), before)

    def test_python_and_sql_add_alike(self):
        """What the estimate adds up is what the database does."""
        self.engine.find_all(with_patterns=True)
        for weights in OTHERS:
            rows = self.engine.try_weights(weights, SHIPPED, -1000)
            for pattern in self.engine.read_patterns(weights)[:50]:
                bits = add_levels(pattern.levels, weights) + pattern.rest
                near = [row for row in rows if abs(row.bits - bits) <= 0.51]
                self.assertTrue(near)

    def test_field_of_ones_own(self):
        weights = SHIPPED | {"own_ref": [-3.0, 6.0]}
        self.engine.find_all(weights, with_patterns=True)
        other = SHIPPED | {"own_ref": [-9.0, 1.0]}
        for tried in (other, SHIPPED):
            rows = self.engine.try_weights(tried, weights, -100)
            counted = sum(row.count for row in rows if row.bits >= 3.3)
            expected = weights | tried if tried is other else weights
            pairs = SQL("test_duplicate_met")
            scored = self.engine.score(pairs, expected)
            minus = SQL("bits") if tried is other else SQL("bits - w_own_ref")
            query = "SELECT count(*) FROM (%s) s WHERE %s >= %s"
            bounds = []
            for cut in (3.3 - ROUNDING, 3.3 + ROUNDING):
                self.cr.execute(SQL(query, scored, minus, cut))
                bounds.append(self.cr.fetchone()[0])
            with self.subTest(tried=len(tried)):
                self.assertLessEqual(counted, bounds[0])
                self.assertGreaterEqual(counted, bounds[1])

    def test_changed_pairs(self):
        self.engine.find_all(with_patterns=True)
        other = OTHERS[1]
        found = self.engine.find_changed((other, 4.5), (SHIPPED, 4.5), 5)
        self.assertTrue(found)
        for pair in found:
            more = self.engine.explain([pair], other)[0]["bits"]
            less = self.engine.explain([pair], SHIPPED)[0]["bits"]
            self.assertGreater(more, 4.5 - ROUNDING)
            self.assertLess(less, 4.5 + ROUNDING)

    def test_patterns_of_an_older_version_are_made_anew(self):
        self.cr.execute("ALTER TABLE test_duplicate_pattern DROP COLUMN zip")
        self.engine.set_up()
        self.engine.find_all(with_patterns=True)
        self.assertFalse(self.engine.count_patterns())  # nor are there records


@tagged("post_install", "-at_install")
class TestDuplicatePreview(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.env["crm.duplicate.engine"]
        cls.parameters = cls.env["ir.config_parameter"].sudo()
        for key in (CUT, ESTIMATED_CUT, ESTIMATED_WEIGHTS, WEIGHT_SET):
            cls.parameters.set_param(key, False)
        cls.customers = cls.env["res.partner"].concat(
            cls._create_customer("Toros Gıda A.Ş.", phone="0212 555 12 34"),
            cls._create_customer("TOROS GIDA LTD", phone="+90 212 555 12 34"),
            cls._create_customer("Toros Gıda Tarım Ürünleri A.Ş.", city="Adana"),
            cls._create_customer("Ülkü Emlak", city="Adana"),
        )
        cls.search = cls.engine._get_engine()
        cls.search.forget_others(SQL("SELECT 0"))
        cls.search.put(cls.engine._prepare_rows(cls.customers))
        cls.search.index_all()
        cls.search.find_all(cls.engine._get_weights(), with_patterns=True)

    def _count_proposed(self, cut):
        query = SQL(
            "SELECT count(*) FROM %s WHERE bits >= %s", self.search.tables.found, cut
        )
        self.env.cr.execute(query)
        return self.env.cr.fetchone()[0]

    def setUp(self):
        super().setUp()
        self.settings = self._as(self.user_manage, self.env["crm.duplicate.settings"])

    def _preview(self, **changes):
        return self.settings.get_preview(self.settings._get_values_in_use() | changes)

    def test_as_in_use(self):
        self.parameters.set_param(CUT, "4.5")
        preview = self._preview()
        self.assertEqual(preview["proposed"], preview["proposed_in_use"])
        self.assertEqual(preview["sure"], preview["sure_in_use"])
        self.assertEqual((preview["more"], preview["fewer"]), (0, 0))
        self.assertEqual((preview["gained"], preview["lost"]), ([], []))
        self.assertEqual(preview["proposed"], self._count_proposed(4.5))

    def test_cut_of_the_next_search(self):
        """Without a cut it is the one that a search with these weights would find."""
        for weights in (SHIPPED, OTHERS[1]):
            preview = self._preview(
                is_cut_automatic=True, weight_set="hand", weights=weights
            )
            cut = self.search.find_all(weights, with_patterns=True)
            self.assertAlmostEqual(preview["cut"], cut, delta=0.3)

    def test_examples(self):
        self.parameters.set_param(CUT, "8")
        preview = self._preview(cut=1.0)
        first, second, third, other = self.customers.ids
        gained = [set(example["ids"]) for example in preview["gained"]]
        self.assertIn({first, third}, gained)
        self.assertFalse(any(other in pair for pair in gained))
        self.assertEqual(preview["more"], preview["proposed"] - 1)
        example = preview["gained"][0]
        self.assertIn("Toros Gıda", example["names"][0])
        self.assertTrue(example["reasons"])
        self.assertGreaterEqual(example["score"], 0.5)
        preview = self._preview(cut=20.0)
        self.assertEqual([set(e["ids"]) for e in preview["lost"]], [{first, second}])
        self.assertEqual(preview["fewer"], 1)

    def test_examples_of_customers_that_may_be_seen(self):
        """Numbers are of all, names only of those the user may read."""
        self.parameters.set_param(CUT, "8")
        company = self.env["res.company"].create({"name": "Öteki"})
        self.customers[:2].company_id = company
        preview = self._preview(cut=1.0)
        self.assertTrue(preview["more"])
        self.assertEqual(preview["gained"], [])
        self.customers[2].is_crm_customer = False
        self.assertEqual(self._preview(cut=1.0)["gained"], [])

    def test_examples_that_are_gone(self):
        self.parameters.set_param(CUT, "8")
        self.customers[2].unlink()
        self.assertEqual(self._preview(cut=1.0)["gained"], [])

    def test_before_the_first_search(self):
        self.engine._get_engine().clear_patterns()
        self.engine._get_engine().finish_patterns()
        preview = self._preview()
        self.assertEqual((preview["pairs"], preview["proposed"]), (0, 0))

    def test_queries(self):
        self._preview(cut=1.0)
        values = self.settings._get_values_in_use() | {"cut": 1.0}
        self.env.flush_all()
        # patterns three times, examples of two kinds, their customers and names
        with self.assertQueryCount(12):
            self.settings.get_preview(values)

    # -- this database's own ---------------------------------------------------

    def _estimate(self, least=0):
        with (
            patch.object(crm_duplicate_weights, "LEAST_PAIRS", least),
            patch.object(crm_duplicate_weights, "LEAST_LIKELY", least),
        ):
            self.engine._cron_estimate_weights()

    def test_too_few_pairs_keep_what_is_shipped(self):
        self.parameters.set_param(WEIGHT_SET, "estimated")
        self._estimate(least=500)
        estimate_ = self.engine._get_estimate()
        self.assertIsNone(estimate_["weights"])
        self.assertTrue(estimate_["date"])
        self.assertGreater(estimate_["pairs"], 0)
        self.assertEqual(self.engine._get_weights(), SHIPPED)

    def test_estimate_is_used_where_it_is_chosen(self):
        self._estimate()
        kept = json.loads(self.parameters.get_param(ESTIMATED_WEIGHTS))
        expected = estimate(
            self.engine._get_engine().read_patterns(), SHIPPED, self.engine._get_cut()
        )
        self.assertEqual(kept["weights"], expected)
        self.assertNotEqual(kept["weights"], SHIPPED)
        # never switched on by itself
        self.assertEqual(self.engine._get_weights(), SHIPPED)
        self.settings.create({"weight_set": "estimated"})
        self.assertEqual(self.engine._get_weights(), expected)

    def test_estimate_stays_near(self):
        self._estimate()
        for field, weights in self.engine._get_estimate()["weights"].items():
            for weight, shipped in zip(weights, SHIPPED[field], strict=True):
                self.assertLessEqual(abs(weight - shipped), 3)

    def test_new_estimate_asks_for_a_search(self):
        asked = []
        registry = self.env.registry["crm.duplicate.engine"]
        self.patch(registry, "_request_scan", lambda engine: asked.append(1))
        self._estimate()
        self.assertFalse(asked)
        self.parameters.set_param(WEIGHT_SET, "estimated")
        self._estimate()
        self.assertFalse(asked)
        self.parameters.set_param(ESTIMATED_WEIGHTS, False)
        self._estimate()
        self.assertTrue(asked)

    def test_cron(self):
        cron = self.env.ref("crm_cubicl.crm_duplicate_weights_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertTrue(self.engine._get_estimate()["date"])
