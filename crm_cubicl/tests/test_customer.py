from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomer(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    def test_contacts_lead_to_their_customer(self):
        address = self._create_contact(self.contact, "Depo", type="delivery")
        everyone = self.customer | self.contact | address
        self.assertEqual(everyone.crm_customer_id, self.customer)
        self.assertEqual(everyone.filtered("is_crm_customer"), self.customer)

    def test_contacts_follow_when_a_company_becomes_a_customer(self):
        company = self.env["res.partner"].create({"name": "Yeni", "is_company": True})
        contact = self._create_contact(company)
        self.assertFalse((company | contact).crm_customer_id)
        company.is_crm_customer = True
        self.assertEqual((company | contact).mapped("crm_customer_id"), company)
        company.is_crm_customer = False
        self.assertFalse((company | contact).crm_customer_id)

    def test_contact_moves_to_another_customer(self):
        other = self._create_customer("Başka")
        self.contact.parent_id = other
        self.assertEqual(self.contact.crm_customer_id, other)
        self.contact.parent_id = False
        self.assertFalse(self.contact.crm_customer_id)

    def test_contact_made_on_our_screen_is_no_customer(self):
        Partner = self.env["res.partner"].with_context(default_is_crm_customer=True)
        customer = Partner.create(
            {
                "name": "Ekrandan",
                "is_company": True,
                "child_ids": [(0, 0, {"name": "Kişi"})],
            }
        )
        self.assertTrue(customer.is_crm_customer)
        self.assertFalse(customer.child_ids.is_crm_customer)
        self.assertEqual(customer.child_ids.crm_customer_id, customer)

    def test_person_who_becomes_a_contact_is_no_customer_any_more(self):
        person = self._create_customer("Mehmet", is_company=False)
        person.parent_id = self.customer
        self.assertFalse(person.is_crm_customer)
        self.assertEqual(person.crm_customer_id, self.customer)

    def test_own_company_is_no_customer(self):
        with self.assertRaisesRegex(ValidationError, "your own company"):
            self.env.company.partner_id.is_crm_customer = True
        with self.assertRaisesRegex(ValidationError, "one of your own companies"):
            self.env["res.company"].create(
                {"name": "Bizim", "partner_id": self.customer.id}
            )

    def test_internal_user_is_no_customer(self):
        with self.assertRaisesRegex(ValidationError, "internal user"):
            self.user_none.partner_id.is_crm_customer = True
        with self.assertRaisesRegex(ValidationError, "internal user"):
            self.env["res.users"].create(
                {"name": "X", "login": "x_customer", "partner_id": self.customer.id}
            )

    def test_portal_user_may_be_a_customer_until_made_internal(self):
        portal = new_test_user(self.env, "portal_customer", groups="base.group_portal")
        portal.partner_id.is_crm_customer = True
        self.assertEqual(portal.partner_id.crm_customer_id, portal.partner_id)
        with self.assertRaisesRegex(ValidationError, "internal user"):
            portal.group_ids = self.env.ref("base.group_user")

    def test_nobody_writes_the_customer_of_a_contact(self):
        other = self._create_customer("Başka")
        for user in (self.user_manage, self.env.ref("base.user_admin")):
            contact = self._as(user, self.contact)
            with self.assertRaises(AccessError):
                contact.crm_customer_id = other
            with self.assertRaises(AccessError):
                contact.create({"name": "X", "crm_customer_id": other.id})
        self.assertEqual(self.contact.crm_customer_id, self.customer)

    def test_account_managers_are_colleagues(self):
        portal = new_test_user(self.env, "portal_manager", groups="base.group_portal")
        with self.assertRaisesRegex(ValidationError, "only colleagues"):
            self.customer.crm_manager_ids = portal
        self.customer.crm_manager_ids = self.user_view | self.user_edit
        self.assertEqual(len(self.customer.crm_manager_ids), 2)

    def test_hierarchy_has_no_cycle(self):
        child = self._create_customer("Alt", crm_parent_id=self.customer.id)
        self.assertEqual(self.customer.crm_child_ids, child)
        with self.assertRaisesRegex(ValidationError, "above itself"):
            self.customer.crm_parent_id = child
        with self.assertRaisesRegex(ValidationError, "above itself"):
            child.crm_parent_id = child

    def test_hierarchy_is_of_customers(self):
        with self.assertRaisesRegex(ValidationError, "only a customer"):
            self.customer.crm_parent_id = self.contact

    def test_hierarchy_leaves_contacts_alone(self):
        child = self._create_customer("Alt", crm_parent_id=self.customer.id)
        self.assertEqual(child.crm_customer_id, child)
        self.assertEqual(child.commercial_partner_id, child)

    def test_lists_in_use_cannot_be_deleted(self):
        for model, field in (
            ("crm.customer.relation", "crm_relation_ids"),
            ("crm.customer.class", "crm_class_id"),
            ("crm.customer.stage", "crm_stage_id"),
            ("crm.customer.region", "crm_region_id"),
        ):
            with self.subTest(model=model):
                record = self.env[model].create({"name": "Deneme"})
                self.customer[field] = record
                self.assertEqual(record.customer_count, 1)
                with self.assertRaisesRegex(UserError, "Archive it instead"):
                    record.unlink()
                record.action_archive()
                self.assertEqual(self.customer[field], record)
                self.customer[field] = False
                if model == "crm.customer.stage":
                    with self.assertRaisesRegex(UserError, "went through it"):
                        record.unlink()
                    self.customer.crm_stage_log_ids.sudo().unlink()
                record.unlink()
                self.assertFalse(record.exists())

    def test_several_relations(self):
        """A supplier that is a competitor too: found, grouped and kept as both."""
        relations = self.env["crm.customer.relation"]
        supplier = self.env.ref("crm_cubicl.crm_customer_relation_supplier")
        competitor = self.env.ref("crm_cubicl.crm_customer_relation_competitor")
        before = competitor.customer_count
        self.customer.crm_relation_ids = supplier | competitor
        Partner = self._as(self.user_view, self.customer)
        for relation in supplier | competitor:
            found = Partner.search([("crm_relation_ids", "in", relation.ids)])
            self.assertIn(Partner, found)
        competitor.invalidate_recordset()
        self.assertEqual(competitor.customer_count, before + 1)
        groups = Partner._read_group(
            [("id", "=", Partner.id)], ["crm_relation_ids"], ["__count"]
        )
        self.assertEqual(
            {r.id for r, _count in groups}, set((supplier | competitor).ids)
        )
        panel = Partner.search_panel_select_multi_range(
            "crm_relation_ids",
            category_domain=[],
            comodel_domain=[],
            search_domain=[("id", "=", Partner.id)],
            filter_domain=[],
            group_domain=[],
            enable_counters=True,
            expand=True,
        )
        counts = {value["id"]: value["__count"] for value in panel["values"]}
        self.assertEqual((counts[supplier.id], counts[competitor.id]), (1, 1))
        # required by the card: one is enough, none is too few
        card = self.env.ref("crm_custom_fields.crm_card_company")
        line = card.line_ids.filtered(lambda li: li.field_name == "crm_relation_ids")
        line.is_required = True
        customer = self._as(self.user_edit, self.customer)
        with self.assertRaisesRegex(ValidationError, "fill in"):
            customer.crm_relation_ids = False
        customer.crm_relation_ids = supplier
        # only what is to go is named
        other = relations.create({"name": "Deneme"})
        self.customer.crm_relation_ids |= other
        with self.assertRaisesRegex(UserError, "^Deneme: still used"):
            other.unlink()

    @mute_logger("odoo.sql_db")
    def test_list_names_are_unique(self):
        self.env["crm.customer.region"].create({"name": "Trakya"})
        with self.assertRaisesRegex(Exception, "crm_customer_region_name_uniq"):
            self.env["crm.customer.region"].create({"name": "Trakya"})

    def test_default_lists_are_there(self):
        for xmlid in ("relation_competitor", "class_a", "stage_lost", "region_marmara"):
            self.assertTrue(self.env.ref(f"crm_cubicl.crm_customer_{xmlid}").name)

    def test_kanban_shows_empty_stages(self):
        # as the client asks for the columns of cards
        Partner = self.env["res.partner"].with_context(read_group_expand=True)
        domain = [("is_crm_customer", "=", True)]
        groups = Partner.web_read_group(domain, ["crm_stage_id"])["groups"]
        shown = {group["crm_stage_id"][0] for group in groups if group["crm_stage_id"]}
        self.assertEqual(shown, set(self.env["crm.customer.stage"].search([]).ids))

    def test_card_holds_for_customers_and_nobody_else(self):
        card = self.env.ref("crm_custom_fields.crm_card_company")
        line = card.line_ids.filtered(lambda line: line.field_name == "email")
        line.is_required = True
        self.user_edit.group_ids |= self.env.ref("base.group_partner_manager")
        Partner = self.env["res.partner"].with_user(self.user_edit)
        vals = {"name": "Eksik", "is_company": True}
        with self.assertRaisesRegex(ValidationError, "fill in"):
            Partner.create({**vals, "is_crm_customer": True})
        self.assertTrue(Partner.create(vals))
        incomplete = Partner.search([("crm_is_incomplete", "=", True)])
        self.assertIn(self.customer, incomplete)
        self.assertEqual(incomplete.crm_customer_id, incomplete)
