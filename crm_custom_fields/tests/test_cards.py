from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CardCase


@tagged("post_install", "-at_install")
class TestCards(CardCase):
    """What a card requires holds for every door a user has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"].with_user(cls.other)

    def _line(self, card, name):
        return card.line_ids.filtered(lambda line: line.field_name == name)

    def test_builtin_lines(self):
        for card in self.cards:
            own = ["company_type", "name", "phone", "email", "fax", "street"]
            names = card.line_ids.mapped("field_name")
            self.assertEqual([name for name in names if name in own], own)
        with self.assertRaises(UserError):
            self._line(self.person, "phone").unlink()
        with self.assertRaises(ValidationError):
            self.env["crm.card.field"].create(
                {"card_id": self.person.id, "builtin_name": "credit_limit"}
            )

    def test_required_builtin(self):
        self._line(self.company, "phone").is_required = True
        with self.assertRaises(ValidationError) as caught:
            self.Partner.create({"name": "No phone Ltd", "is_company": True})
        self.assertIn("Phone", str(caught.exception))
        self.assertIn("No phone Ltd", str(caught.exception))
        company = self.Partner.create(
            {"name": "Ltd", "is_company": True, "phone": "0212 555 12 34"}
        )
        for vals in ({"phone": ""}, {"phone": "   "}, {"phone": False}):
            with self.assertRaises(ValidationError):
                company.write(vals)
        company.city = "İzmir"
        self.assertTrue(self.Partner.create({"name": "A person"}))
        quick = self.Partner.with_context(default_is_company=True)
        with self.assertRaises(ValidationError):
            quick.name_create("Quick Ltd")
        person = self.Partner.create({"name": "Person"})
        with self.assertRaises(ValidationError):
            person.is_company = True

    def test_required_custom_types(self):
        customs = self._create_fields(
            {"name": "Text"},
            {"name": "Consent", "field_type": "boolean"},
            {"name": "Rate", "field_type": "number"},
            {
                "name": "Tags",
                "field_type": "choices",
                "option_ids": [Command.create({"name": "A"})],
            },
        )
        self._require(customs)
        text, consent, rate, tags = customs.mapped("technical_name")
        full = {
            "name": "Full",
            text: "t",
            consent: True,
            rate: 0,
            tags: [Command.set(customs[3].option_ids.ids)],
        }
        self.assertTrue(self.Partner.create(full))
        for name in (text, consent, rate, tags):
            with self.subTest(missing=name), self.assertRaises(ValidationError):
                self.Partner.create({k: v for k, v in full.items() if k != name})

    @mute_logger("odoo.orm.models")
    def test_required_number(self):
        """Zero is a number, an empty cell is none."""
        rate = self._create_fields({"name": "Rate", "field_type": "number"})
        self._require(rate)
        name = rate.technical_name
        self.patch(type(self.registry), "reset_changes", lambda registry: None)
        for empty in (False, None):
            with self.subTest(empty=empty), self.assertRaises(ValidationError):
                self.Partner.create({"name": "Empty", name: empty})
        self.assertFalse(self.Partner.load(["name", name], [["A", ""]])["ids"])
        self.assertTrue(self.Partner.load(["name", name], [["A", "0"]])["ids"])
        partner = self.Partner.create({"name": "Full", name: 0})
        with self.assertRaises(ValidationError):
            partner.write({name: False})
        partner.write({name: 0, "phone": False})

    def test_contacts(self):
        custom = self._create_fields({"name": "Role"}, cards=self.person)
        self._require(custom)
        company = self.Partner.create({"name": "Parent", "is_company": True})
        contact = {"name": "Contact", "parent_id": company.id}
        self.assertTrue(self.Partner.create(contact))
        custom.line_ids.for_contacts = True
        with self.assertRaises(ValidationError):
            self.Partner.create(contact)
        # commands run as who began the transaction, which is root in a test
        self.patch(self.env.transaction, "default_env", self.Partner.env)
        with self.assertRaises(ValidationError):
            company.child_ids = [Command.create({"name": "Through the company"})]
        self.assertTrue(self.Partner.create(contact | {"type": "invoice"}))
        self.assertTrue(self.Partner.create(contact | {custom.technical_name: "Buyer"}))

    def test_system_is_free(self):
        """Users and companies come into being; no client can claim to be one."""
        self._require(self._create_fields({"name": "Needed"}))
        admin = self.env.ref("base.user_admin")
        self.assertTrue(new_test_user(self.env(user=admin), "card_new_user"))
        self.assertTrue(self.env["res.company"].with_user(admin).create({"name": "C"}))
        self.assertTrue(self.env["res.partner"].sudo().create({"name": "Mail sender"}))
        for claim in (True, "skip", 1):
            with self.assertRaises(ValidationError):
                self.Partner.with_context(crm_skip_required=claim).create({"name": "X"})

    def test_required_only_for_who_may_write(self):
        custom = self._create_fields(
            {"name": "Secret", "group_ids": [Command.set(self.group.ids)]}
        )
        self._require(custom)
        self.assertTrue(self.Partner.create({"name": "Made by another"}))
        with self.assertRaises(ValidationError):
            self.Partner.with_user(self.seer).create({"name": "Made by a seer"})

    @mute_logger("odoo.orm.models")
    def test_required_in_core_import(self):
        self._require(self._create_fields({"name": "Needed"}))
        self.patch(type(self.registry), "reset_changes", lambda registry: None)
        result = self.Partner.load(["name"], [["Imported"]])
        self.assertFalse(result["ids"])
        self.assertIn("Needed", result["messages"][0]["message"])

    def test_incomplete(self):
        custom = self._create_fields({"name": "Needed"})
        old = self.Partner.create(
            [{"name": "Old"}, {"name": "Old Ltd", "is_company": 1}]
        )
        full = self.Partner.create({"name": "Full", custom.technical_name: "x"})
        self._require(custom, self.person)
        domain = [("id", "in", (old + full).ids)]
        found = self.Partner.search([("crm_is_incomplete", "=", True), *domain])
        self.assertEqual(found, old[0])
        self.assertEqual(
            self.Partner.search([("crm_is_incomplete", "=", False), *domain]),
            old[1] + full,
        )
        self.assertEqual((old + full).mapped("crm_is_incomplete"), [True, False, False])

    def test_form(self):
        """The web client is told what is required, and on which card."""
        custom = self._create_fields({"name": "Needed"}, cards=self.company)
        self._require(custom)
        name = custom.technical_name
        view = self.env.ref("base.view_partner_form")
        with self.assertRaises(AssertionError), Form(self.Partner, view) as form:
            form.company_type = "company"
            form.name = "Missing"
        with Form(self.Partner, view) as form:
            form.company_type = "company"
            form.name = "There"
            form[name] = "x"
        with Form(self.Partner, view) as form:
            form.name = "A person"

    def test_order_and_label(self):
        """Lines stand on the form as on the card, under the card's label."""
        first, second = self._create_fields({"name": "One"}, {"name": "Two"})
        lines = self.company.line_ids
        lines.filtered(lambda li: li.custom_field_id == second).sequence = 1
        self._line(self.company, "phone").label = "Switchboard"
        arch = self.env.ref("base.view_partner_simple_form").copy(
            {
                "arch": """<form><group name="crm_card_company"/>
                           <group name="crm_card_person"/></form>"""
            }
        )
        form = self._arch(self.other, "form", view_id=arch.id)
        names = [
            node.get("name")
            for node in form.xpath("//group[@name='crm_card_company']/field")
            if node.get("invisible") != "True"
        ]
        self.assertEqual(
            names,
            [second.technical_name, "phone", "email", "fax", first.technical_name],
        )
        phone = form.xpath("//group[@name='crm_card_company']/field[@name='phone']")
        self.assertEqual(phone[0].get("string"), "Switchboard")
        self.assertTrue(
            form.xpath("//group[@name='crm_card_company']//field[@name='city']")
        )

    def test_preview(self):
        custom = self._create_fields(
            {
                "name": "Durum",
                "field_type": "choice",
                "option_ids": [Command.create({"name": "<b>AKTİF</b>"})],
            }
        )
        for preview in (self.person.preview, custom.preview):
            self.assertIn("Durum", preview)
            self.assertIn("&lt;b&gt;AKTİF", preview)

    def test_copy(self):
        custom = self._create_fields(
            {"name": "Secret", "group_ids": [Command.set(self.group.ids)]}
        )
        name = custom.technical_name
        partner = self.Partner.with_user(self.seer).create({"name": "A", name: "gold"})
        self.assertEqual(self._as(self.seer, partner).copy()[name], "gold")
        copied = self._as(self.other, partner).copy()
        self.assertFalse(copied.sudo()[name])

    def test_required_fields_are_read_at_once(self):
        customs = self._create_fields(*({"name": f"Needed {n}"} for n in range(6)))
        self._require(customs)
        names = customs.mapped("technical_name")
        partners = self.Partner.create(
            [{"name": n, **dict.fromkeys(names, "x")} for n in "ab"]
        )

        def count(name):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners.write({name: "y"})
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(names[0])
        few = count("function")
        self.assertLessEqual(count(names[0]) - few, 2)

    def test_no_extra_queries(self):
        """Without a required field a write costs nothing more."""
        partner = self.Partner.create({"name": "Cheap"})
        self.env.flush_all()
        partner.comment = "warm"
        self.env.flush_all()
        with self.assertQueryCount(1):
            partner.comment = "cheap"
            self.env.flush_all()
