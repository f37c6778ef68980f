from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CustomerCase

NAMES = ("Toros Gıda San. ve Tic. A.Ş.", "TOROS GIDA")


class DuplicateCase(CustomerCase):
    """Two customers that are one, one beside them, and a search that was done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("is_crm_customer", "=", True)]).write(
            {"is_crm_customer": False}
        )
        cls.customer = cls._create_customer(
            NAMES[0], phone="0212 555 12 34", vat="8613037981", city="Adana"
        )
        cls.twin = cls._create_customer(NAMES[1], phone="+90 212 555 12 34")
        cls.other = cls._create_customer("Ülkü Emlak Ltd. Şti.", phone="0232 444 55 66")
        cls.pairs = cls.env["crm.duplicate.pair"]
        cls.scans = cls.env["crm.duplicate.scan"]
        cls.scans._request()

    def _get_pairs(self):
        """Return the pairs that there are after what has changed was compared."""
        self.env.flush_all()
        self.env["res.partner"]._refresh_duplicates()
        self.pairs.invalidate_model()
        return self.pairs.search([("partner1_id", ">=", self.customer.id)])

    def _get_pair(self):
        pair = self._get_pairs()
        self.assertEqual(pair.partner1_id | pair.partner2_id, self.customer | self.twin)
        return pair


@tagged("post_install", "-at_install")
class TestDuplicatePair(DuplicateCase):
    def test_found_by_the_search_of_all(self):
        self._get_pair()
        scan = self.scans.search([], limit=1)
        self.assertEqual((scan.state, scan.customer_count), ("done", 3))
        self.assertEqual(scan.pair_count, 1)

    def test_new_customer_is_compared(self):
        third = self._create_customer("Toros Gıda", vat="8613037981")
        pairs = self._get_pairs()
        self.assertEqual(len(pairs), 3)
        self.assertIn(third, pairs.partner2_id)

    def test_changed_customer_leaves_its_pairs(self):
        self._get_pair()
        self.twin.write({"name": "Kızılay Optik", "phone": "0312 111 22 33"})
        self.assertFalse(self._get_pairs())

    def test_archived_customer_leaves_its_pairs(self):
        self._get_pair()
        self.twin.active = False
        self.assertFalse(self._get_pairs())
        self.twin.active = True
        self._get_pair()

    def test_member_of_a_holding_is_no_duplicate_of_it(self):
        self._get_pair()
        self.twin.crm_parent_id = self.customer
        self.assertFalse(self._get_pairs())

    def test_deleted_customer_leaves_its_pairs(self):
        self._get_pair()
        self.twin.unlink()
        self.assertFalse(self._get_pairs())

    def test_merged_customer_leaves_its_pairs(self):
        self._get_pair()
        merge = self.env["crm.merge"]._merge(self.twin, self.customer)
        self.assertFalse(self._get_pairs())
        merge._undo()
        self._get_pair()

    def test_cost_of_comparing(self):
        self._get_pair()
        self.twin.city = "Adana"
        self.env.flush_all()
        with self.assertQueryCount(17):
            self.env["res.partner"]._refresh_duplicates()
        with self.assertQueryCount(1):
            self.env["res.partner"]._refresh_duplicates()


@tagged("post_install", "-at_install")
class TestDuplicateDecision(DuplicateCase):
    def test_not_the_same_is_remembered(self):
        self._get_pair().with_user(self.user_edit).keep_apart()
        self.assertFalse(self._get_pairs())
        self.twin.comment = "nothing that is compared"
        self.scans._request()
        self.assertFalse(self._get_pairs())

    def test_brought_back_by_a_search_under_way(self):
        """The answer holds for a list of sure ones, and can be given once more."""
        pair = self._get_pair()
        first, second, bits = pair.partner1_id.id, pair.partner2_id.id, pair.bits
        pair.keep_apart()
        again = self.pairs.create(
            {"partner1_id": first, "partner2_id": second, "bits": bits}
        )
        line = self.env["crm.duplicate.bulk.line"]
        both = self.customer + self.twin
        self.assertFalse(line._is_still_sure(*both))
        again.with_user(self.user_edit).keep_apart()
        self.assertFalse(self._get_pairs())
        decisions = self.env["crm.duplicate.decision"]
        self.assertEqual(decisions.search_count([("number1", "=", first)]), 1)

    def test_no_number_of_a_decision(self):
        pairs = self.pairs.with_user(self.user_edit)
        for ids in (None, "x", ["x"], [[1]]):
            with self.subTest(ids=ids), self.assertRaises(UserError):
                pairs.propose_again(ids)

    def test_not_the_same_is_proposed_nowhere(self):
        """Neither in the dialog of merging nor while the customer is changed."""
        self._get_pair().keep_apart()
        self.assertFalse(self.twin._get_likely_matches())
        typed = {"name": NAMES[1], "phone": "+90 212 555 12 34"}
        found = self.env["res.partner"].get_likely_matches(typed, self.twin.id)
        self.assertEqual(found["matches"], [])
        self.assertTrue(self.env["res.partner"].get_likely_matches(typed)["matches"])

    def test_until_something_compared_changes(self):
        self._get_pair().keep_apart()
        self.twin.vat = "8613037981"
        self._get_pair()

    def test_search_of_all_asks_again_too(self):
        self._get_pair().keep_apart()
        self.twin.street = "Cumhuriyet Cad. 5"
        self.env.flush_all()
        self.scans._request()
        self._get_pair()

    def test_decision_survives_a_merge_that_is_taken_back(self):
        self._get_pair().keep_apart()
        merge = self.env["crm.merge"]._merge(self.twin, self.other)
        merge._undo()
        self.assertFalse(self._get_pairs())

    def test_taken_back(self):
        decided = self._get_pair().with_user(self.user_edit).keep_apart()
        self.pairs.with_user(self.user_edit).propose_again(decided)
        self._get_pair()

    def test_others_decisions_are_not_taken_back(self):
        decided = self._get_pair().with_user(self.user_delete).keep_apart()
        with self.assertRaises(AccessError):
            self.pairs.with_user(self.user_edit).propose_again(decided)
        self.pairs.with_user(self.user_manage).propose_again(decided)
        self._get_pair()

    def test_list_of_decisions(self):
        self._get_pair().with_user(self.user_edit).keep_apart()
        decisions = self.env["crm.duplicate.decision"].with_user(self.user_manage)
        decision = decisions.search([])
        self.assertEqual((decision.name1, decision.name2), NAMES)
        decision.action_propose_again()
        self._get_pair()
        with self.assertRaises(AccessError):
            decisions.with_user(self.user_edit).search([])

    def test_later(self):
        pair = self._get_pair()
        page = self.pairs.with_user(self.user_edit)
        with freeze_time("2026-03-02 09:00:00"):
            pair.with_user(self.user_edit).put_off(7)
            self.assertEqual(pair.later_until, date(2026, 3, 9))
            self.assertFalse(page.get_page()["count"])
        with freeze_time("2026-03-09 09:00:00"):
            self.assertEqual(page.get_page()["count"], 1)
        pair.put_off(0)
        self.assertFalse(pair.later_until)
        for days in (-1, 400, "x", None):
            with self.assertRaises(UserError):
                pair.put_off(days)

    def test_who_may_decide(self):
        pair = self._get_pair()
        with self.assertRaises(AccessError):
            pair.with_user(self.user_view).keep_apart()
        with self.assertRaises(AccessError):
            pair.with_user(self.user_view).put_off()
        with self.assertRaises(AccessError):
            pair.with_user(self.user_manage).write({"bits": 1})
        with self.assertRaises(AccessError):
            pair.with_user(self.user_manage).unlink()

    def test_decided_twice(self):
        pair = self._get_pair()
        pair.keep_apart()
        with self.assertRaisesRegex(UserError, "decided on this already"):
            pair.keep_apart()


@tagged("post_install", "-at_install")
class TestDuplicatePage(DuplicateCase):
    def test_card(self):
        self.twin.is_company = False
        self._get_pair()
        self._create_contact(self.twin)
        page = self.pairs.with_user(self.user_manage).get_page()
        self.assertEqual(page["count"], 1)
        [card] = page["cards"]
        self.assertEqual(
            [customer["name"] for customer in card["customers"]], list(NAMES)
        )
        rows = {row["label"]: row for row in card["rows"]}
        self.assertEqual(rows["Phone"]["marks"], ["same", "same"])
        self.assertEqual(rows["Kind"]["marks"], ["differs", "differs"])
        self.assertEqual(rows["Address"]["marks"], ["", ""])
        self.assertEqual(rows["Contacts and addresses"]["values"], ["", "1"])
        self.assertIn("same phone +90 212 555 12 34", card["pairs"][0]["reasons"])
        # who has more keeps
        self.assertEqual(card["kept"], self.twin.id)
        self.assertEqual(page["can"], {"merge": True, "decide": True, "scan": True})

    def test_bulb(self):
        self._get_pair()
        bulb = {"count": 1, "is_more": False}
        none = {"count": 0, "is_more": False}
        self.assertEqual(self.pairs.with_user(self.user_view).get_bulb(), bulb)
        self.assertEqual(self.pairs.with_user(self.user_none).get_bulb(), none)

    def test_what_a_level_may(self):
        page = self.pairs.with_user(self.user_view).get_page()
        self.assertEqual(page["can"], {"merge": False, "decide": False, "scan": False})
        page = self.pairs.with_user(self.user_edit).get_page()
        self.assertEqual(page["can"], {"merge": False, "decide": True, "scan": False})
        with self.assertRaises(AccessError):
            self.pairs.with_user(self.user_none).get_page()
        with self.assertRaises(AccessError):
            self.scans.with_user(self.user_edit).start_scan()
        self.assertEqual(
            self.scans.with_user(self.user_manage).start_scan()["state"], "done"
        )

    def test_hidden_customer_is_in_no_pair(self):
        """One half that may not be seen hides the pair, its count and its score."""
        pair = self._get_pair()
        self.twin.crm_is_closed = True
        pairs = self._as(self.user_edit, self.pairs)
        self.assertFalse(pairs.search([]))
        self.assertEqual(pairs.get_bulb()["count"], 0)
        self.assertEqual(pairs.get_page()["cards"], [])
        with self.assertRaises(AccessError):
            pair.with_user(self.user_edit).read(["bits"])
        with self.assertRaises(AccessError):
            pair.with_user(self.user_edit).keep_apart()
        self.assertEqual(self._as(self.user_manage, self.pairs).get_bulb()["count"], 1)

    def test_restricted_field_is_not_shown(self):
        self.twin.vat = "8613037981"
        self._get_pair()
        vat = self.env["res.partner"]._fields["vat"]
        self.patch(vat, "groups", "crm_cubicl.crm_cubicl_group_manage")
        self.assertIn("861303", str(self.pairs.with_user(self.user_manage).get_page()))
        page = self._as(self.user_view, self.pairs).get_page()
        self.assertEqual(page["count"], 1)
        self.assertNotIn("861303", str(page))

    def test_page_that_is_not_there(self):
        for offset, limit in ((-1, 10), ("x", 10), (0, "x")):
            with self.assertRaises(UserError):
                self.pairs.get_page(offset, limit)
        self.assertEqual(self.pairs.get_page(10_000)["cards"], [])

    def test_queries(self):
        """As many for ten groups as for one."""
        self._get_pair()
        page = self._as(self.user_manage, self.pairs)
        page.get_page()
        self.env.invalidate_all()
        self.env.cr.execute("SELECT 1")
        before = self.env.cr.sql_log_count
        page.get_page()
        one = self.env.cr.sql_log_count - before
        for number in range(9):
            digit = str(number) * 4
            for name in (f"Kartal{digit} Lojistik A.Ş.", f"Kartal{digit} Lojistik"):
                self._create_customer(name, phone=f"0216 400 {digit[:2]} {digit[:2]}")
        self._get_pairs()
        page.get_page()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(page.get_page()["cards"]), 10)
        self.assertLessEqual(self.env.cr.sql_log_count - before, one)


@tagged("post_install", "-at_install")
class TestDuplicateBulk(DuplicateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin.write({"vat": "8613037981", "email": "bilgi@torosgida.example"})
        cls.customer.email = "bilgi@torosgida.example"
        cls.merger = new_test_user(
            cls.env,
            "merger",
            groups="base.group_user,crm_cubicl.crm_cubicl_group_merge",
        )
        cls.bulks = cls.env["crm.duplicate.bulk"].with_user(cls.merger)

    def _prepare(self):
        self._get_pair()
        action = self.bulks.action_prepare()
        return self.bulks.browse(action["res_id"])

    def test_merges(self):
        bulk = self._prepare()
        self.assertEqual(len(bulk.line_ids), 1)
        bulk.action_run()
        self.assertEqual((bulk.state, bulk.merged_count), ("done", 1))
        merge = self.env["crm.merge"].search([], limit=1)
        self.assertEqual(merge.user_id, self.merger)
        self.assertFalse(self.twin.exists() and self.customer.exists())
        with self.assertRaisesRegex(UserError, "begun already"):
            bulk.action_run()

    def test_takes_off_the_tick(self):
        bulk = self._prepare()
        bulk.line_ids.is_chosen = False
        with self.assertRaisesRegex(UserError, "Tick"):
            bulk.action_run()

    def test_refused_ones_stay_with_the_reason(self):
        bulk = self._prepare()
        target = self.env["res.partner"].browse(bulk.line_ids.target_number)
        target.company_id = self.env.company
        bulk.action_run()
        self.assertEqual(bulk.line_ids.state, "refused")
        self.assertIn("belongs to", bulk.line_ids.reason)
        self.assertTrue(self.twin.exists() and self.customer.exists())

    def test_forbidden_by_the_table_of_an_addon(self):
        """The line says so, and the others go on."""
        bulk = self._prepare()
        source = bulk.line_ids.source_number
        self.env.cr.execute(
            "CREATE TABLE crm_test_sealed (id serial PRIMARY KEY,"
            f" partner_id int REFERENCES res_partner CHECK (partner_id = {source}));"
            f"INSERT INTO crm_test_sealed (partner_id) VALUES ({source})"
        )
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        bulk.action_run()
        self.assertEqual((bulk.state, bulk.line_ids.state), ("done", "refused"))
        self.assertIn("crm_test_sealed", bulk.line_ids.reason)
        self.assertNotIn("row contains", bulk.line_ids.reason)

    def test_gone_meanwhile(self):
        bulk = self._prepare()
        self.env["res.partner"].browse(bulk.line_ids.source_number).unlink()
        bulk.action_run()
        self.assertEqual(bulk.line_ids.state, "refused")

    def test_decided_or_changed_meanwhile(self):
        """What was said or written after the list was made counts."""
        optician = {"name": "Kızılay Optik", "vat": False, "email": False}
        changes = {
            "kept apart": lambda pair: pair.keep_apart(),
            "put off": lambda pair: pair.put_off(),
            "changed": lambda pair: self.twin.write(optician),
        }
        for name, change in changes.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                bulk = self._prepare()
                change(self._get_pair())
                bulk.action_run()
                self.assertEqual(bulk.line_ids.state, "refused")
                self.assertIn("no sure proposal", bulk.line_ids.reason)
                self.assertTrue(self.twin.exists() and self.customer.exists())
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def test_two_taxpayers(self):
        """However alike they are, that is a question."""
        self.twin.write({"name": self.customer.name, "vat": "1234567890"})
        bulk = self._prepare()
        bulk.action_run()
        self.assertEqual(bulk.line_ids.state, "refused")
        self.assertIn("tax numbers", bulk.line_ids.reason)

    def test_nobody_merges_unasked(self):
        """A line that no proposal made merges nothing."""
        bulk = self._prepare()
        bulk.line_ids.source_number = self.other.id
        bulk.action_run()
        self.assertEqual(bulk.line_ids.state, "refused")
        self.assertTrue(self.other.exists())

    def test_three_that_are_one(self):
        third = self._create_customer(
            "Toros Gıda", vat="8613037981", email="bilgi@torosgida.example"
        )
        self.assertEqual(len(self._get_pairs()), 3)
        action = self.bulks.action_prepare()
        bulk = self.bulks.browse(action["res_id"])
        bulk.action_run()
        self.assertEqual(bulk.line_ids.mapped("state"), ["merged", "merged"])
        self.assertEqual(len((self.customer | self.twin | third).exists()), 1)

    def test_rights_of_who_asked(self):
        """A line that names what one may not see merges nothing."""
        bulk = self._prepare()
        self.other.crm_is_closed = True
        bulk.line_ids.source_number = self.other.id
        bulk.action_run()
        self.assertEqual(bulk.line_ids.state, "refused")
        self.assertTrue(self.other.exists())

    def test_nobody_adds_to_another_list(self):
        bulk = self._prepare()
        with self.assertRaises(AccessError):
            self._as(self.user_manage, bulk).line_ids.write({"is_chosen": False})
        with self.assertRaises(AccessError):
            self.env["crm.duplicate.bulk.line"].with_user(self.user_manage).create(
                {
                    "bulk_id": bulk.id,
                    "source_number": self.other.id,
                    "target_number": self.customer.id,
                }
            )
        with self.assertRaises(AccessError):
            self.env["crm.duplicate.bulk"].with_user(self.user_delete).action_prepare()

    def test_in_the_background(self):
        bulk = self._prepare()
        bulk.sudo().state = "running"
        with self.enter_registry_test_mode():
            self.env.ref("crm_cubicl.crm_duplicate_bulk_cron").method_direct_trigger()
        bulk.invalidate_recordset()
        self.assertEqual((bulk.state, bulk.merged_count), ("done", 1))


@tagged("post_install", "-at_install")
class TestDuplicateScan(DuplicateCase):
    def test_in_the_background(self):
        """Step by step, each kept, with how far it is."""
        scan = self.scans.create({})
        scan._begin()
        seen = []
        while scan.state != "done":
            scan._step()
            seen.append((scan.state, scan._get_percent()))
        self.assertEqual(
            list(dict.fromkeys(state for state, _percent in seen)),
            ["records", "words", "pairs", "scores", "done"],
        )
        percents = [percent for _state, percent in seen]
        self.assertEqual(percents, sorted(percents))
        self._get_pair()

    def test_what_is_compared_meanwhile_stays(self):
        scan = self.scans.create({})
        scan._begin()
        while scan.state != "scores":
            scan._step()
        third = self._create_customer("Toros Gıda", vat="8613037981")
        self.env.flush_all()
        self.env["res.partner"]._refresh_duplicates()
        self.env.cr.execute(
            "UPDATE crm_duplicate_pair SET write_date = write_date + interval '1 hour'"
            " WHERE partner2_id = %s",
            [third.id],
        )
        while scan.state != "done":
            scan._step()
        self.assertEqual(len(self._get_pairs()), 3)

    def test_tables_gone(self):
        """An update of the addon that makes the tables anew begins from the start."""
        scan = self.scans.create({})
        scan._begin()
        while scan.state != "scores":
            scan._step()
        self.env["crm.duplicate.engine"]._get_engine().forget_pairs()
        while scan.state != "done":
            scan._step()
        self._get_pair()

    def test_cron(self):
        self.pairs.search([]).unlink()
        with self.enter_registry_test_mode():
            self.env.ref("crm_cubicl.crm_duplicate_scan_cron").method_direct_trigger()
        # not due
        self.assertFalse(self.pairs.search([]))
        self.scans.search([]).unlink()
        with self.enter_registry_test_mode():
            self.env.ref("crm_cubicl.crm_duplicate_scan_cron").method_direct_trigger()
        self._get_pair()

    def test_before_the_first_search(self):
        """An addon that is new on a large database compares nobody one by one."""
        self.scans.search([]).unlink()
        self.pairs.search([]).unlink()
        self.twin.city = "Adana"
        self.assertFalse(self._get_pairs())
        self.scans._request()
        self._get_pair()
