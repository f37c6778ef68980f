from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


class LikelyCase(CustomerCase):
    """A few customers that are compared already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            "Toros Gıda San. ve Tic. A.Ş.",
            phone="0212 555 12 34",
            vat="8613037981",
            city="Kadıköy",
            website="torosgida.example",
        )
        cls.other = cls._create_customer("Ülkü Emlak Ltd. Şti.", phone="0232 444 55 66")
        cls.contact = cls._create_contact(
            cls.other, "Ayşe Yılmaz", email="ayse@ulku.example", phone="0532 111 22 33"
        )
        cls.env["res.partner"]._refresh_duplicates()

    def _match(self, values, user=None, partner=None):
        """Return whom the values of a form may be of."""
        partners = self._as(user or self.user_edit, self.env["res.partner"])
        return partners.get_likely_matches(values, partner.id if partner else False)

    def _ids(self, *args, **kwargs):
        return [match["id"] for match in self._match(*args, **kwargs)["matches"]]


@tagged("post_install", "-at_install")
class TestLikelyMatches(LikelyCase):
    """Who is typed and here already is told; nobody is told of whom he may not see."""

    def test_typed_customer(self):
        found = self._match({"name": "TOROS GIDA", "phone": "+90 212 555 1234"})
        self.assertEqual(found["more"], 0)
        (match,) = found["matches"]
        self.assertEqual(match["id"], self.customer.id)
        self.assertEqual(match["name"], self.customer.name)
        self.assertEqual(match["place"], "Kadıköy")
        self.assertEqual(match["url"], f"/odoo/crm-customers/{self.customer.id}")
        self.assertEqual(
            set(match["reasons"]),
            {"same phone +90 212 555 12 34", "same name without legal form"},
        )

    def test_one_thing_typed_is_enough(self):
        for values in (
            {"name": "Toros Gida"},
            {"vat": "8613037981", "name": "Toros"},
            {"phone": "02125551234", "name": "Toros Tarım"},
            {"website": "www.torosgida.example"},
            {"email": "info@torosgida.example"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._ids(values), self.customer.ids)

    def test_nothing_alike(self):
        for values in ({}, {"name": ""}, {"name": "Bambaşka"}, {"city": "Kadıköy"}):
            with self.subTest(values=values):
                self.assertEqual(self._match(values), {"matches": [], "more": 0})

    def test_saved_record_is_compared_with_what_is_typed(self):
        typed = {"name": "Toros Gıda", "phone": "0212 555 12 34"}
        self.assertEqual(self._ids(typed, partner=self.other), self.customer.ids)
        self.assertEqual(self._ids(typed, partner=self.customer), [])

    def test_contact_typed_once_more(self):
        other = self.other.id
        for values in (
            {"email": "AYSE@ulku.example"},
            {"phone": "0532 1112233"},
            {"name": "ayse yilmaz", "parent_id": other},
        ):
            with self.subTest(values=values):
                (match,) = self._match(values)["matches"]
                self.assertEqual(match["id"], self.contact.id)
                self.assertEqual(match["url"], f"/odoo/res.partner/{self.contact.id}")
                self.assertEqual(len(match["reasons"]), 1)
        # a name alone is many people's
        self.assertEqual(self._ids({"name": "Ayşe Yılmaz"}), [])
        self.assertEqual(
            self._ids({"name": "Ayşe Yılmaz", "parent_id": self.customer.id}), []
        )
        self.assertEqual(
            self._ids({"email": "ayse@ulku.example"}, partner=self.contact), []
        )

    def test_contact_is_not_its_customer(self):
        values = {
            "name": "Toros Gıda",
            "parent_id": self.customer.id,
            "vat": "8613037981",
            "website": "torosgida.example",
        }
        self.assertEqual(self._ids(values), [])

    def test_more_than_three(self):
        twins = self.env["res.partner"].create(
            [
                {
                    "name": f"Toros Gıda {kind}",
                    "is_company": True,
                    "is_crm_customer": True,
                    "phone": "0212 555 12 34",
                }
                for kind in ("A.Ş.", "Ltd. Şti.", "San. Tic.", "Sanayi")
            ]
        )
        self.env["res.partner"]._refresh_duplicates()
        found = self._match({"name": "Toros Gıda", "phone": "0212 555 12 34"})
        self.assertEqual(len(found["matches"]), 3)
        self.assertEqual(found["more"], len(twins) + 1 - 3)

    # -- rights ----------------------------------------------------------------

    def test_who_may_ask(self):
        typed = {"name": "Toros Gıda", "phone": "0212 555 12 34"}
        for user in (self.user_edit, self.user_delete, self.user_manage):
            with self.subTest(user=user.login):
                self.assertEqual(self._ids(typed, user=user), self.customer.ids)
        for user in (self.user_none, self.user_view):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._ids(typed, user=user)
        # to read is enough where there is a record
        ids = self._ids(typed, user=self.user_view, partner=self.other)
        self.assertEqual(ids, self.customer.ids)

    def test_portal_may_not_ask(self):
        portal = new_test_user(self.env, "portal_ask", groups="base.group_portal")
        for partner in (None, portal.partner_id):
            with self.subTest(partner=partner), self.assertRaises(AccessError):
                self._ids({"name": "Toros Gıda"}, user=portal, partner=partner)

    def test_nothing_of_a_customer_closed_to_the_user(self):
        self.customer.crm_is_closed = True
        self.contact.parent_id.crm_is_closed = True
        typed = {
            "name": "Toros Gıda",
            "phone": "0212 555 12 34",
            "vat": "8613037981",
            "email": "ayse@ulku.example",
            "parent_id": self.other.id,
        }
        nothing = {"matches": [], "more": 0}
        self.assertEqual(self._match(typed), nothing)
        with self.assertRaises(MissingError):
            self._match(typed, partner=self.customer)
        del typed["parent_id"]
        self.assertEqual(len(self._ids(typed, user=self.user_manage)), 2)

    def test_contacts_right_without_a_level(self):
        """Who may make contacts and sees no customers hears of none."""
        self.user_none.group_ids += self.env.ref("base.group_partner_manager")
        typed = {"name": "Toros Gıda", "email": "ayse@ulku.example"}
        self.assertEqual(self._ids(typed, user=self.user_none), [])

    # -- what no form sends ----------------------------------------------------

    def test_what_is_refused(self):
        for values in (
            None,
            "name",
            ["name"],
            {"id": 1},
            {"comment": "x"},
            {"user_id": 1},
            {"name": ["x"]},
            {"name": {"x": 1}},
            {"name": 5},
            {"country_id": "1"},
            {"country_id": -1},
            {"country_id": [1]},
            {"parent_id": 2**40},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._match(values)
        partners = self._as(self.user_edit, self.env["res.partner"])
        for partner_id in ("1", [1], -1, 1.5):
            with self.subTest(partner=partner_id), self.assertRaises(ValidationError):
                partners.get_likely_matches({"name": "Toros"}, partner_id)
        with self.assertRaises(MissingError):
            partners.get_likely_matches({"name": "Toros"}, 2**31 - 1)

    def test_what_is_odd_finds_nothing(self):
        for values in (
            {"name": "x" * 100_000},
            {"name": "\0"},
            {"name": "\ud800 Bambaşka"},
            {"name": "'; DROP TABLE res_partner; --", "vat": "%s %(x)s"},
            {"name": "%", "email": "@@@", "phone": "+" * 300, "website": "http://["},
            {"country_id": 2**31 - 1, "parent_id": 2**31 - 1},
            {"name": False, "phone": None, "country_id": False},
        ):
            with self.subTest(values=str(values)[:50]):
                self.assertEqual(self._ids(values), [])

    def test_nothing_stays_behind(self):
        self._match({"name": "Toros Gıda"})
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.env.cr.execute(
            "SELECT count(*) FROM crm_duplicate_record WHERE record_id < 0"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_queries(self):
        typed = {"name": "Toros", "phone": "0212 555 12 34", "email": "x@y.example"}
        self._match(typed)
        partners = self._as(self.user_edit, self.env["res.partner"])
        partners.env.user.mapped("share")
        with self.assertQueryCount(14):
            partners.get_likely_matches(typed)

    # -- hooks -----------------------------------------------------------------

    def test_values_of_a_form_looked_through_later(self):
        values = {"name": "Toros Gıda", "phone": "0212 555 12 34"}
        for user, found in (
            (self.user_view, self.customer),
            (self.user_none, self.env["res.partner"]),
            (self.env.ref("base.public_user"), self.env["res.partner"]),
        ):
            with self.subTest(user=user.login):
                partners = self._as(user, self.env["res.partner"])
                matches = partners._get_likely_matches_of(values)
                self.assertEqual([match["partner"].id for match in matches], found.ids)

    def test_saved_record_looked_through(self):
        """The hook for records that came from outside: as whoever looks at them."""
        portal = new_test_user(self.env, "portal_new", groups="base.group_portal")
        portal.partner_id.write({"name": "Toros Gıda", "phone": "0212 555 12 34"})
        partner = portal.partner_id
        partner.is_crm_customer = True
        self.assertEqual(self._as(portal, partner)._get_likely_matches(), [])
        (match,) = self._as(self.user_view, partner)._get_likely_matches()
        self.assertEqual(match["partner"], self.customer)


@tagged("post_install", "-at_install")
class TestLikelyInField(LikelyCase):
    """Before a customer is made in a field, those that may be it are offered."""

    def _names(self, text, user=None, **kwargs):
        partners = self._as(user or self.user_view, self.env["res.partner"])
        return [found[0] for found in partners.name_search(text, limit=8, **kwargs)]

    def test_name_written_otherwise(self):
        for text in ("Toros Gıda A.S. Tic", "TOROSGIDA", "Toros Gidda", "Gıda Toros L"):
            with self.subTest(text=text):
                self.assertEqual(self._names(text), self.customer.ids)

    def test_offered_only_where_nothing_was_found(self):
        self._create_contact(self.other, "Torosgıda Ahmet")
        self.assertNotIn(self.customer.id, self._names("torosgıda"))

    def test_domain_and_operator_hold(self):
        domain = [("city", "=", "Ankara")]
        self.assertFalse(self._names("TOROSGIDA", domain=domain))
        for operator in ("=", "=ilike", "like"):
            with self.subTest(operator=operator):
                self.assertFalse(self._names("TOROSGIDA", operator=operator))

    def test_who_sees_no_customers(self):
        self.assertFalse(self._names("TOROSGIDA", user=self.user_none))
        self.customer.crm_is_closed = True
        self.assertFalse(self._names("TOROSGIDA"))

    def test_odd_texts(self):
        for text in ("'", "\\", "123456", "x" * 5000, "ab", "%s %(x)s"):
            with self.subTest(text=text[:9]):
                self.assertEqual(self._names(text), [])

    def test_nothing_is_written(self):
        """A search runs where nothing can be written."""
        before = self._count_rows()
        self._names("TOROSGIDA")
        self.assertEqual(self._count_rows(), before)

    def _count_rows(self):
        self.env.cr.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)"
            " FROM pg_stat_xact_user_tables WHERE relname LIKE 'crm_duplicate%'"
        )
        return self.env.cr.fetchone()

    def test_queries(self):
        partners = self._as(self.user_view, self.env["res.partner"])
        partners.name_search("TOROSGIDA", limit=8)
        partners = self._as(self.user_view, self.env["res.partner"])
        partners.env.user.mapped("share")
        with self.assertQueryCount(6):
            partners.name_search("TOROSGIDA", limit=8)

    # -- made ------------------------------------------------------------------

    def _make(self, name, user):
        """Return what the user is told after a customer was made in a field."""
        partners = self._as(user, self.env["res.partner"])
        partners.with_context(crm_customer_field=True).name_create(name)
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].sudo().search([], order="id desc", limit=1)
        return sent.message or ""

    def test_told_after_making(self):
        message = self._make("TOROS GIDA", self.user_edit)
        self.assertIn("simple_notification", message)
        self.assertIn("same name without legal form", message)

    def test_not_told(self):
        self.assertNotIn("simple_notification", self._make("Bambaşka", self.user_edit))
        self.customer.crm_is_closed = True
        self.assertNotIn("simple_notification", self._make("TOROSGIDA", self.user_edit))

    def test_partner_who_is_no_customer(self):
        self.user_none.group_ids += self.env.ref("base.group_partner_manager")
        message = self._make("TOROS GIDA", self.user_none)
        self.assertNotIn("simple_notification", message)

    @mute_logger("odoo.tests.form.onchange")
    def test_forms_have_the_hint(self):
        views = {
            "crm_cubicl.crm_customer_view_form": self.user_edit,
            "crm_cubicl.crm_customer_view_form_new": self.user_edit,
            "crm_cubicl.crm_contact_view_form": self.user_edit,
            "base.view_partner_form": self.user_edit,
        }
        for view, user in views.items():
            with self.subTest(view=view):
                form = Form(self.env["res.partner"].with_user(user), view=view)
                self.assertTrue(
                    form._view["tree"].xpath("//widget[@name='crm_likely_matches']")
                )
