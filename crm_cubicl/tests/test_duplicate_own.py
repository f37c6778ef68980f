import json

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_cubicl.models.crm_duplicate_own import OWN
from odoo.addons.crm_cubicl.models.crm_duplicate_weights import CUT
from odoo.addons.crm_cubicl.tools.duplicate_own import LONGEST_NAME
from odoo.addons.crm_cubicl.tools.duplicate_weights import SHIPPED

from .common import CustomerCase
from .test_duplicate_engine import EngineCase

WEIGHTS = SHIPPED | {"own_ref": [-3.0, 6.0]}


@tagged("post_install", "-at_install")
class TestDuplicateOwnEngine(EngineCase):
    """Values of fields of one's own in the search itself."""

    def _bits_of(self, first, second):
        self._put(
            {"name": "Toros Gıda", "own": first}, {"name": "Ülkü Emlak", "own": second}
        )
        row = self.engine.explain([(1, 2)], WEIGHTS)[0]
        self.engine.forget_others(SQL("SELECT 0"))
        return row["own_ref"], row["w_own_ref"]

    def test_levels(self):
        for first, second, level, bits in (
            ("TR-0.12", "tr012", 2, 6),
            ("IŞIK 4", "ışık4", 2, 6),
            ("TR012", "TR013", 1, -3),
            ("TR012", "", 0, 0),
            ("--", "--", 0, 0),
            ("x" * 500, "X" * 500, 2, 6),
            ("it's 100% %s", "its100s", 2, 6),
        ):
            with self.subTest(first=first[:20]):
                found = self._bits_of({"ref": first}, {"ref": second})
                self.assertEqual(found, (level, bits))

    def test_equal_values_meet(self):
        """Whatever the names are, and only when the field is weighed."""
        self._put(
            {"name": "Toros Gıda", "own": {"ref": "A1"}},
            {"name": "Ülkü Emlak", "own": {"ref": "a-1"}},
            {"name": "Ege Tekstil", "own": {"x_code": "A1"}},
        )
        found = self.engine.find_of(1, -20, WEIGHTS)
        self.assertEqual([row["id2"] for row in found], [2])
        self.assertEqual(self.engine.find_of(1, -20), [])
        self.engine.find_all(WEIGHTS)
        self.cr.execute("SELECT id1, id2 FROM test_duplicate_found")
        self.assertEqual(self.cr.fetchall(), [(1, 2)])
        self.engine.find_all()
        self.cr.execute("SELECT id1, id2 FROM test_duplicate_found")
        self.assertEqual(self.cr.fetchall(), [])

    def test_a_value_of_many_says_less(self):
        few = [{"name": f"Firma {n}", "own": {"ref": "A1"}} for n in range(2)]
        many = [{"name": f"Firma {n}", "own": {"ref": "A1"}} for n in range(16)]
        bits = []
        for records in (few, many):
            self._put(*records)
            bits.append(self.engine.explain([(1, 2)], WEIGHTS)[0]["w_own_ref"])
            self.engine.forget_others(SQL("SELECT 0"))
        self.assertEqual(bits, [6, 3])

    def test_longest_name(self):
        """Names as long as they may be are no trouble for columns of the query."""
        name = "x" * LONGEST_NAME
        self._put(*({"name": "Toros", "own": {name: "A"}} for _n in range(2)))
        row = self.engine.explain([(1, 2)], SHIPPED | {f"own_{name}": [-1, 2]})[0]
        self.assertEqual(row[f"own_{name}"], 2)

    def test_without_such_fields_nothing_changes(self):
        self._put({"name": "Toros Gıda"}, {"name": "TOROS GIDA"})
        before = self.engine.explain([(1, 2)])[0]
        after = self.engine.explain([(1, 2)], WEIGHTS)[0]
        self.assertEqual(before["bits"], after["bits"])


@tagged("post_install", "-at_install")
class TestDuplicateOwnFields(CustomerCase):
    """Fields of customers that are chosen in the settings."""

    def setUp(self):
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()
        self.engine = self.env["crm.duplicate.engine"]
        self.parameters = self.env["ir.config_parameter"].sudo()
        self.parameters.set_param(OWN, False)
        self.parameters.set_param(CUT, "2")
        self.settings = self.env["crm.duplicate.settings"].with_user(self.user_manage)
        self.field = self._create_own_field(name="Dealer number", field_type="text")
        self.name = self.field.technical_name

    def _choose(self, **own_fields):
        self.settings.create({"own_fields": own_fields})

    def _create_pair(self, **vals):
        pair = self.env["res.partner"].concat(
            self._create_customer("Toros Gıda A.Ş.", **vals),
            self._create_customer("Ülkü Emlak Ltd. Şti.", **vals),
        )
        self.engine._update_duplicates(pair)
        return pair

    def _describe(self, user, pair):
        engine = self._as(user, self.env["crm.duplicate.engine"])
        reasons = engine._explain_duplicates([tuple(pair.ids)])[tuple(pair.ids)]
        return engine._describe_reasons(reasons), engine.sudo()._describe_reasons(
            reasons
        )

    def test_reason_in_words(self):
        self._choose(**{self.name: [-3, 20]})
        pair = self._create_pair(**{self.name: "B-17"})
        found = self.engine._find_duplicates_of(pair[0])
        self.assertEqual([match["id"] for match in found], pair[1].ids)
        words = self.engine._describe_reasons(found[0]["reasons"])
        self.assertIn("same Dealer number", words)
        pair[1][self.name] = "B-18"
        self.engine._update_duplicates(pair)
        self.assertIn(
            "different Dealer number", self._describe(self.user_view, pair)[0]
        )

    def test_customer_that_is_only_typed(self):
        self._choose(**{self.name: [-3, 20]})
        pair = self._create_pair(**{self.name: "B-17"})
        partner = self._as(self.user_edit, self.env["res.partner"])
        typed = partner.new({"name": "Ege Tekstil", self.name: "b17"})
        found = typed.env["crm.duplicate.engine"]._find_duplicates_of(typed)
        self.assertEqual({match["id"] for match in found}, set(pair.ids))

    def test_restricted_field(self):
        """Who may not read it is told neither value nor name, whoever asks."""
        self._choose(**{self.name: [-3, 6]})
        pair = self._create_pair(**{self.name: "B-17"})
        self.field.group_ids = self.env.ref("crm_cubicl.crm_cubicl_group_delete")
        for words in self._describe(self.user_delete, pair):
            self.assertIn("same Dealer number", words)
        for words in self._describe(self.user_edit, pair):
            self.assertIn("the same in another field", words)
            self.assertNotIn("Dealer", "".join(words))
            self.assertNotIn("17", "".join(words))
        typed = self._as(self.user_edit, self.env["res.partner"]).new({"name": "Toros"})
        self.assertTrue(typed.env["crm.duplicate.engine"]._get_own_values(typed))
        matches = self._as(self.user_edit, pair[0])._get_likely_matches()
        self.assertNotIn("Dealer", str(matches))

    def test_restricted_field_in_the_settings(self):
        """Who may not read it cannot see or choose it; it stays chosen."""
        self._choose(**{self.name: [-3, 6]})
        self.field.group_ids = self.env.ref("base.group_system")
        self.env.invalidate_all()
        facts = self.settings._get_facts()
        names = [candidate["name"] for candidate in facts["candidates"]]
        self.assertNotIn(self.name, names)
        self.assertIn("ref", names)
        self.assertEqual(facts["hidden"], 1)
        self.assertEqual(self.settings._get_values_in_use()["own_fields"], {})
        with self.assertRaisesRegex(ValidationError, "is no field that duplicates"):
            self._choose(**{self.name: [-9, 9]})
        self._choose(ref=[-1, 2])
        self.assertEqual(
            self.engine._get_own_fields(), {self.name: [-3, 6], "ref": [-1, 2]}
        )

    def test_change_marks_the_customer(self):
        customer = self._create_customer(**{self.name: "B-17"})
        self._refresh()
        customer[self.name] = "B-16"
        self.assertFalse(customer.crm_duplicates_stale, "it is not chosen")
        self._choose(
            **{self.name: [-3, 6], "ref": [-3, 6], "company_registry": [-3, 6]}
        )
        self.assertFalse(customer.crm_duplicates_stale)
        customer.comment = "x"
        self.assertFalse(customer.crm_duplicates_stale)
        for changes in ({self.name: "B-18"}, {"ref": "4"}, {"company_registry": "5"}):
            self._as(self.user_edit, customer).write(changes)
            self.assertTrue(customer.crm_duplicates_stale, changes)
            self._refresh()
            self.assertFalse(customer.crm_duplicates_stale)

    def _refresh(self):
        while self.env["res.partner"]._refresh_duplicates():
            pass
        self.env.invalidate_all()

    def test_changed_value_is_found_by_the_job(self):
        self._choose(**{self.name: [-3, 20]})
        pair = self._create_pair()
        self._refresh()
        self.assertFalse(self.engine._find_duplicates_of(pair[0]))
        pair.write({self.name: "B-17"})
        self._refresh()
        self.assertTrue(self.engine._find_duplicates_of(pair[0]))

    def test_deleted_field_leaves_the_choice(self):
        self._choose(**{self.name: [-3, 6], "ref": [-1, 2]})
        pair = self._create_pair(**{self.name: "B-17", "ref": "4"})
        self.field.unlink()
        self.assertNotIn(self.name, self.env["res.partner"]._fields)
        self.assertEqual(self.engine._get_own_fields(), {"ref": [-1, 2]})
        self.assertEqual(json.loads(self.parameters.get_param(OWN)), {"ref": [-1, 2]})
        words = self.engine._describe_reasons(
            self.engine._explain_duplicates([tuple(pair.ids)])[tuple(pair.ids)]
        )
        self.assertIn("same Reference", words)
        # one that is made anew under the name is another field
        again = self._create_own_field(name="Dealer number", field_type="text")
        self.assertEqual(again.technical_name, self.name)
        self.assertEqual(self.engine._get_own_fields(), {"ref": [-1, 2]})
        pair.name = "Toros Gıda"
        self._refresh()

    def test_what_can_be_chosen(self):
        kinds = {
            kind: self._create_own_field(name=kind, field_type=kind).technical_name
            for kind in (
                "integer",
                "date",
                "phone",
                "email",
                "link",
                "boolean",
                "number",
            )
        }
        file = self._create_own_field(name="Deed", field_type="file").technical_name
        found = self.env["res.partner"]._get_match_candidates()
        for kind in ("integer", "date", "phone", "email", "link"):
            self.assertIn(kinds[kind], found)
        for name in (
            *(kinds["boolean"], kinds["number"], file, f"{file}_filename"),
            *("name", "vat", "phone", "barcode", "comment", "id", "password"),
        ):
            self.assertNotIn(name, found)

    def test_values(self):
        kinds = {
            kind: self._create_own_field(name=kind, field_type=kind).technical_name
            for kind in ("integer", "date", "phone")
        }
        self._choose(**{name: [-3, 6] for name in kinds.values()})
        customer = self._create_customer(
            **{
                kinds["integer"]: 0,
                kinds["date"]: "1984-02-29",
                kinds["phone"]: "0532 123 45 67",
            }
        )
        values = self.engine._get_own_values(customer)
        self.assertEqual(values[kinds["integer"]], "")
        self.assertEqual(values[kinds["date"]], "1984-02-29")
        self.assertEqual(values[kinds["phone"]], "+905321234567")

    def test_queries(self):
        """Fields of one's own ask the database nothing more."""
        self._choose(**{self.name: [-3, 6], "ref": [-1, 2]})
        pair = self._create_pair(**{self.name: "B-17"})
        self.engine._find_duplicates_of(pair[0])
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.engine._update_duplicates(pair)
        with self.assertQueryCount(2):
            self.engine._find_duplicates_of(pair[0])
