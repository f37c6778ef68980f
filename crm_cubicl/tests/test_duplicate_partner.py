from odoo.tests import tagged

from odoo.addons.crm_cubicl.tools.duplicate_reasons import CODES, OWN_CODES

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestDuplicatePartner(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.env["crm.duplicate.engine"]
        cls.customer = cls._create_customer(
            "Toros Gıda San. ve Tic. A.Ş.", phone="0212 555 12 34", vat="8613037981"
        )
        cls.twin = cls._create_customer("TOROS GIDA", phone="+90 212 555 12 34")
        cls.other = cls._create_customer("Ülkü Emlak Ltd. Şti.", phone="0232 444 55 66")
        cls.customers = cls.customer | cls.twin | cls.other

    def test_one_customer(self):
        self.engine._update_duplicates(self.customers)
        matches = self.engine._find_duplicates_of(self.twin)
        self.assertEqual([match["id"] for match in matches], self.customer.ids)
        self.assertGreater(matches[0]["score"], 0.5)
        words = self.engine._describe_reasons(matches[0]["reasons"])
        self.assertIn("same phone +90 212 555 12 34", words)
        self.assertIn("same name without legal form", words)

    def test_customer_that_is_only_typed(self):
        self.engine._update_duplicates(self.customers)
        typed = self.env["res.partner"].new({"name": "Toros Gida", "vat": "8613037981"})
        matches = self.engine._find_duplicates_of(typed)
        self.assertEqual(matches[0]["id"], self.customer.id)
        # nothing is left that a commit would stumble on
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_tables_of_an_older_version(self):
        """They are made anew, and everybody is compared again by the job."""
        self.env["res.partner"]._refresh_duplicates()
        self.env.flush_all()
        self.engine.init()
        self.env.invalidate_all()
        self.assertFalse(self.customer.crm_duplicates_stale)
        self.env.cr.execute(
            "SET CONSTRAINTS ALL IMMEDIATE;"
            "ALTER TABLE crm_duplicate_record DROP COLUMN own"
        )
        self.engine.init()
        self.env.invalidate_all()
        self.assertTrue(self.customer.crm_duplicates_stale)
        self.env["res.partner"]._refresh_duplicates()
        self.assertTrue(self.engine._find_duplicates_of(self.twin))

    def test_queries(self):
        self.engine._update_duplicates(self.customers)
        self.engine._find_duplicates_of(self.twin)
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.engine._update_duplicates(self.customers)
        with self.assertQueryCount(2):
            self.engine._find_duplicates_of(self.twin)

    def test_deleted_customer_goes(self):
        self.engine._update_duplicates(self.customers)
        self.customer.unlink()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertFalse(self.engine._find_duplicates_of(self.twin))

    def test_reasons_in_words(self):
        pair = (self.customer.id, self.twin.id)
        self.engine._update_duplicates(self.customers)
        reasons = self.engine._explain_duplicates([pair])[pair]
        self.assertTrue(self.engine._describe_reasons(reasons))
        self.assertEqual(self.engine._explain_duplicates([]), {})
        codes = {*CODES.values(), *OWN_CODES.values()}
        hidden = {f"{code}_hidden" for code in OWN_CODES.values()}
        self.assertEqual(set(self.engine._get_reason_words()), codes | hidden)

    def test_nobody_asks_from_outside(self):
        """What finds customers regardless of rights is out of reach of RPC."""
        public = [
            name
            for part in type(self.engine).mro()
            if part.__module__.startswith("odoo.addons.crm_cubicl.models.crm_duplicate")
            for name, value in vars(part).items()
            if callable(value) and not name.startswith("_") and name != "init"
        ]
        self.assertFalse(public)
