from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged

from odoo.addons.crm_cubicl.hooks import post_init_hook, pre_init_hook
from odoo.addons.crm_cubicl.models.crm_search_key_mixin import REBUILD_PARAMETER
from odoo.addons.crm_cubicl.tools.search_key import build_search_key, parse_query

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestSearchKeyTool(BaseCase):
    def test_key(self):
        key = build_search_key(["Işık A.Ş.", "ayse@isik.com"], ["+90 212 555 12 34"])
        self.assertEqual(key, " isik as ayse isik com a s 902125551234 02125551234")

    def test_nothing_typed_reaches_a_pattern(self):
        for query in ("%", "_", "\\", "100%", "a_b", "x\\%y", "'; DROP TABLE x; --"):
            with self.subTest(query=query):
                patterns = [
                    pattern
                    for term in parse_query(query)
                    for alternative in term
                    for pattern in alternative
                ]
                for pattern in patterns:
                    self.assertRegex(pattern, r"^%[ a-z0-9]+%$")

    def test_long_input_is_bounded(self):
        for query in (
            "x" * 10_000,
            "ab " * 5_000,
            "12 " * 5_000,
            "%" * 10_000,
            "1" * 10_000,
        ):
            with self.subTest(query=query[:5]):
                terms = parse_query(query)
                patterns = [p for term in terms for choice in term for p in choice]
                self.assertLessEqual(len(patterns), 100)
                self.assertLessEqual(sum(map(len, patterns)), 2000)


@tagged("post_install", "-at_install")
class TestSearch(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls._create_customer(
            "Türkiye Garanti Bankası A.Ş.",
            crm_short_name="GARAN",
            phone="0212 555 12 34",
            email="bilgi.hatti@garantitest.com.tr",
            vat="8790017566",
            ref="K-00010",
        )
        cls.contact = cls._create_contact(
            cls.bank, "Çiğdem IŞIK", phone="0532 765 43 21", email="cigdem@posta.com"
        )
        cls.other = cls._create_customer("Ilgaz Ölçü Ltd. Şti.", phone="0312 222 33 44")

    def _search(self, text):
        found = self.env["res.partner"].search([("crm_search", "ilike", text)])
        return found & (self.bank | self.other | self.contact)

    def _assert_found(self, customer, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(self._search(text), customer)

    def test_any_spelling_of_the_name(self):
        self._assert_found(
            self.bank,
            "türkiye garanti",
            "TURKIYE GARANTI",
            "TÜRKİYE",
            "garanti türkiye",
            "aranti bank",
            "garan",
            "bankası a.ş.",
        )
        self._assert_found(
            self.other, "ILGAZ", "ılgaz", "İlgaz", "ilgaz", "olcu", "ÖLÇÜ"
        )

    def test_any_form_of_the_phone(self):
        self._assert_found(
            self.bank,
            "+90 (212) 555-12-34",
            "0212 555 12 34",
            "212 555 12 34",
            "02125551234",
            "00902125551234",
            "+90 0212 555 12 34",
            "+902125551234",
            "555 12 34",
            "5551234",
            "212555",
            "1234",
            "0212.555",
        )

    def test_the_other_keys(self):
        self._assert_found(
            self.bank,
            "bilgi.hatti@garantitest.com.tr",
            "BILGI.HATTI@",
            "@garantitest",
            "8790017566",
            "879 001 75 66",
            "00010",
            "K-00010",
        )

    def test_contacts_are_found_as_their_customer(self):
        self._assert_found(
            self.bank, "çiğdem ışık", "CIGDEM", "0532 765", "cigdem@posta.com"
        )

    def test_words_may_be_of_the_customer_and_of_a_contact(self):
        self._assert_found(self.bank, "garanti çiğdem", "isik 8790017566 türkiye")
        self._assert_found(self.env["res.partner"], "garanti ılgaz")

    def test_one_and_two_letters_match_word_starts(self):
        self._assert_found(self.bank, "tü", "ga ba", "çi")
        self._assert_found(self.other, "il ol")
        # inside of words only
        self._assert_found(self.env["res.partner"], "rk ür", "lg")

    def test_wildcards_are_letters_that_nobody_has(self):
        self._assert_found(self.env["res.partner"], "%", "_", "\\", "%%%", "'")
        self._assert_found(self.env["res.partner"], "g_ranti", "gar%nti")
        self.assertEqual(self._search("   "), self.bank | self.other | self.contact)

    def test_operators(self):
        Partner = self.env["res.partner"]
        ours = [("id", "in", (self.bank | self.other).ids)]
        self.assertEqual(
            Partner.search([("crm_search", "=", "garanti"), *ours]), self.bank
        )
        either = [("crm_search", "in", ["garanti", "ilgaz"]), *ours]
        self.assertEqual(len(Partner.search(either)), 2)
        self.assertEqual(
            Partner.search([("crm_search", "not ilike", "garanti"), *ours]), self.other
        )

    def test_key_follows_what_changes(self):
        self.bank.write({"name": "Yepyeni Ad", "phone": "0216 444 55 66"})
        self._assert_found(self.bank, "yepyeni", "216 444")
        self._assert_found(self.env["res.partner"], "türkiye garanti")
        self.contact.parent_id = self.other
        self._assert_found(self.other, "çiğdem")

    def test_archived_customers_are_found_among_the_archived(self):
        self.bank.active = False
        self._assert_found(self.env["res.partner"], "garanti")
        archived = self.env["res.partner"].search(
            [("crm_search", "ilike", "garanti"), ("active", "=", False)]
        )
        self.assertIn(self.bank, archived)

    def test_former_contact_still_leads_to_the_customer(self):
        self.contact.active = False
        self._assert_found(self.bank, "çiğdem")

    def test_key_of_a_contact_is_in_its_own_row_only(self):
        before = self.bank.sudo().crm_search_key
        self.contact.name = "Zübeyde"
        self.assertEqual(self.bank.sudo().crm_search_key, before)
        self.assertIn("zubeyde", self.contact.sudo().crm_search_key)

    def test_nobody_reads_the_key(self):
        admin = self.env.ref("base.user_admin")
        self.user_manage.group_ids += self.env.ref("base.group_allow_export")
        for user in (admin, self.user_manage):
            for records in (self.bank, user.browse(user.id)):
                with self.subTest(user=user.login, model=records._name):
                    Model = self._as(user, records)
                    self.assertNotIn("crm_search_key", Model.fields_get())
                    with self.assertRaises(AccessError):
                        Model.read(["crm_search_key"])
                    with self.assertRaises(AccessError):
                        Model.search([("crm_search_key", "like", "a")])
                    with self.assertRaises(AccessError):
                        Model.search([], order="crm_search_key")
                    with self.assertRaises(AccessError):
                        Model._read_group([], ["crm_search_key"])
                    with self.assertRaises(AccessError):
                        Model.export_data(["crm_search_key"])
                    with self.assertRaises(AccessError):
                        Model.write({"crm_search_key": "x"})

    def test_installing_fills_the_keys_of_those_who_are_there(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET crm_search_key = NULL")
        self.env.invalidate_all()
        self._assert_found(self.env["res.partner"], "garanti")
        pre_init_hook(self.env)
        post_init_hook(self.env)
        self._assert_found(self.bank, "garanti", "çiğdem", "0212 555 12 34")

    def test_search_stays_within_what_one_may_see(self):
        company = self.env["res.company"].create({"name": "Öteki Şirket"})
        self.bank.company_id = company
        found = self._as(self.user_view, self.env["res.partner"]).search(
            [("crm_search", "ilike", "garanti")]
        )
        self.assertNotIn(self.bank, found)

    def test_index_answers_every_kind_of_pattern(self):
        if not self.registry.has_trigram:
            self.skipTest("no trigram extension on this server")
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for text in ("garanti", "ga", "g", "0212 555 12 34"):
            [[[pattern], *_others]] = parse_query(text)
            self.env.cr.execute(
                "EXPLAIN SELECT id FROM res_partner WHERE crm_search_key LIKE %s",
                [pattern],
            )
            plan = "\n".join(row[0] for row in self.env.cr.fetchall())
            self.assertIn("res_partner_crm_search_key_idx", plan, text)


@tagged("post_install", "-at_install")
class TestSearchOwnFields(CustomerCase):
    def setUp(self):
        # fields made in a test leave the registry after its savepoint was rolled back
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    def _find(self, text):
        return self.env["res.partner"].search([("crm_search", "ilike", text)])

    def test_text_number_and_choices(self):
        text = self._create_own_field(
            name="Ticker", field_type="text", in_search_box=True
        )
        number = self._create_own_field(
            name="Registry", field_type="integer", in_search_box=True
        )
        choice = self._create_own_field(
            name="Sector",
            field_type="choice",
            in_search_box=True,
            option_ids=[(0, 0, {"name": "BANKACILIK"}), (0, 0, {"name": "Çimento"})],
        )
        customer = self._create_customer(
            "Alan Testi",
            **{
                text.technical_name: "AKBNK",
                number.technical_name: 774411,
                choice.technical_name: choice.option_ids[1].id,
            },
        )
        for query in ("akbnk", "774411", "çimento", "CIMENTO"):
            with self.subTest(query=query):
                self.assertEqual(self._find(query), customer)
        customer[choice.technical_name] = choice.option_ids[0]
        self.assertEqual(self._find("bankacilik"), customer)
        choice.option_ids[0].name = "Yatırım"
        self.assertEqual(self._find("yatirim"), customer)

    def test_ticking_a_field_rebuilds_the_keys_in_the_background(self):
        own = self._create_own_field(name="Ticker", field_type="text")
        customer = self._create_customer("Alan Testi", **{own.technical_name: "ZZKOD"})
        self.assertFalse(self._find("zzkod"))
        own.in_search_box = True
        parameters = self.env["ir.config_parameter"].sudo()
        self.assertEqual(parameters.get_param(REBUILD_PARAMETER), "0")
        self.assertEqual(self._find("alan testi"), customer, "the old keys answer")
        self._run_rebuild()
        self.assertEqual(self._find("zzkod"), customer)
        self.assertFalse(parameters.get_param(REBUILD_PARAMETER))
        own.in_search_box = False
        self._run_rebuild()
        self.assertFalse(self._find("zzkod"))

    def test_deleting_a_field_in_the_search_box(self):
        own = self._create_own_field(
            name="Sector",
            field_type="choice",
            in_search_box=True,
            option_ids=[(0, 0, {"name": "BANKACILIK"})],
        )
        name = own.technical_name
        customer = self._create_customer("Alan Testi", **{name: own.option_ids.id})
        self.assertEqual(self._find("bankacilik"), customer)
        own.unlink()
        self.assertNotIn(name, self.env["res.partner"]._fields)
        self._run_rebuild()
        self.assertEqual(self._find("alan testi"), customer)
        self.assertFalse(self._find("bankacilik"))

    def test_field_with_groups_is_not_in_the_key(self):
        own = self._create_own_field(
            name="Ticker", field_type="text", in_search_box=True
        )
        customer = self._create_customer("Alan Testi", **{own.technical_name: "ZZKOD"})
        self.assertEqual(self._find("zzkod"), customer)
        own.write(
            {
                "in_search_box": False,
                "group_ids": [(4, self.env.ref("base.group_system").id)],
            }
        )
        self._run_rebuild()
        self.assertFalse(self._find("zzkod"))

    def _run_rebuild(self):
        cron = self.env.ref("crm_cubicl.crm_search_key_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
