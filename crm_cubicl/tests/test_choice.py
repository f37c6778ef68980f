from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_cubicl.models.project_task_customer import ProjectTask
from odoo.addons.crm_cubicl.tools.customer_field import add_to_context

from .common import CustomerCase


class ChoiceCase(CustomerCase):
    """A customer with a contact, another partner, and a project that bills nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            "Işıklar Gıda A.Ş.",
            phone="0212 555 12 34",
            email="bilgi@isiklargida.example",
            vat="8790017566",
            crm_short_name="ISKLR",
            ref="K-77012",
        )
        cls.contact = cls._create_contact(
            cls.customer, "Çiğdem Öz", phone="0532 765 43 21"
        )
        cls.partner = cls.env["res.partner"].create(
            {"name": "Işıklar Nakliyat", "phone": "0212 999 88 77"}
        )
        cls.project = cls.env["project.project"].create({"name": "Proje"})

    def _names(self, text, user=None, **kwargs):
        partners = self._as(user or self.user_view, self.env["res.partner"])
        ids = [partner_id for partner_id, _name in partners.name_search(text, **kwargs)]
        return self.env["res.partner"].browse(ids) & (
            self.customer | self.contact | self.partner
        )


@tagged("post_install", "-at_install")
class TestFindInField(ChoiceCase):
    def test_by_any_key(self):
        for text in (
            "ışıklar gıda",
            "ISIKLAR GIDA",
            "isiklar gida",
            "+90 (212) 555 12 34",
            "02125551234",
            "555 12 34",
            "bilgi@isiklargida",
            "8790017566",
            "isklr",
            "K-77012",
            "77012",
        ):
            with self.subTest(text=text):
                self.assertEqual(self._names(text)[:1], self.customer)
                self.assertNotIn(self.partner, self._names(text))

    def test_by_a_contact(self):
        for text in ("cigdem oz", "0532 765", "+905327654321"):
            with self.subTest(text=text):
                self.assertEqual(self._names(text), self.customer | self.contact)

    def test_others_are_found_as_core_finds_them(self):
        self.assertEqual(self._names("Işıklar Nak"), self.partner)
        self.assertFalse(self._names("0212 999 88 77"))
        self.assertFalse(self._names("isiklar nakliyat"))

    def test_core_finds_no_less(self):
        partners = self.env["res.partner"].with_user(self.user_manage)
        for text in (
            "a",
            "şı",
            "Gıda A.Ş.",
            "i",
            "@",
            "%",
            "_",
            "isiklar",
            "K-7",
            "12",
        ):
            with self.subTest(text=text):
                core = partners.with_context(crm_names_only=True)
                known = {i for i, _name in core.name_search(text, limit=None)}
                ours = [i for i, _name in partners.name_search(text, limit=None)]
                self.assertLessEqual(known, set(ours))
                self.assertEqual(len(ours), len(set(ours)))
                found = partners.search([("display_name", "ilike", text)])
                self.assertEqual(set(ours), set(found.ids))

    def test_domain_and_limit_hold(self):
        only = [("is_company", "=", False)]
        self.assertEqual(self._names("0532 765", domain=only), self.contact)
        pairs = self.env["res.partner"].name_search("0532 765", limit=1)
        self.assertEqual(len(pairs), 1)

    def test_a_domain_over_another_model(self):
        task = self.env["project.task"].create(
            {"name": "x", "project_id": self.project.id, "partner_id": self.customer.id}
        )
        tasks = self.env["project.task"].search([("partner_id", "ilike", "0532765")])
        self.assertEqual(tasks, task)
        others = self.env["project.task"].search(
            [("id", "=", task.id), ("partner_id", "not ilike", "0532765")]
        )
        self.assertFalse(others)

    def test_portal_finds_by_no_key(self):
        portal = new_test_user(self.env, "portal_find", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        self.assertFalse(self._names("0212 555 12 34", portal))

    def test_queries_do_not_grow(self):
        partners = self.env["res.partner"].with_user(self.user_view)
        partners.name_search("0212 555")
        self.env.invalidate_all()
        # every request reads its user
        partners.env.user.mapped("share")
        with self.assertQueryCount(4):
            partners.name_search("0212 555", limit=8)
        for number in range(20):
            self._create_customer(f"Müşteri {number}", phone=f"0212 555 33 {number:02}")
        self.env.flush_all()
        self.env.invalidate_all()
        partners.env.user.mapped("share")
        with self.assertQueryCount(4):
            partners.name_search("0212 555", limit=80)


@tagged("post_install", "-at_install")
class TestMakeInField(ChoiceCase):
    def _field(self, user, **context):
        partners = self._as(user, self.env["res.partner"])
        return partners.with_context(crm_customer_field=True, **context)

    def test_quick_create_makes_a_customer(self):
        for user in (self.user_edit, self.user_delete, self.user_manage):
            with self.subTest(user=user.login):
                partner_id, _name = self._field(user).name_create("Yeni A.Ş.")
                partner = self.env["res.partner"].browse(partner_id)
                self.assertTrue(partner.is_crm_customer)
                self.assertTrue(partner.is_company)

    def test_who_may_not_create(self):
        for user in (self.user_none, self.user_view):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._field(user).name_create("Yeni A.Ş.")

    def test_contact_creation_without_level_makes_a_partner(self):
        group = self.env.ref("base.group_partner_manager")
        self.user_none.group_ids += group
        partner_id, _name = self._field(self.user_none).name_create("Yeni A.Ş.")
        self.assertFalse(self.env["res.partner"].browse(partner_id).is_crm_customer)

    def test_contacts_made_there_are_no_customers(self):
        contact = self._field(
            self.user_edit, default_parent_id=self.customer.id
        ).create({"name": "Can"})
        self.assertFalse(contact.is_crm_customer)
        self.assertEqual(contact.crm_customer_id, self.customer)

    def test_small_form_asks_what_the_card_requires(self):
        self.env.ref("crm_custom_fields.crm_card_company").line_ids.filtered(
            lambda line: line.field_name == "phone"
        ).is_required = True
        # the client opens the small form when it is told so
        with self.assertRaisesRegex(ValidationError, "Phone"):
            self._field(self.user_edit).name_create("Eksik A.Ş.")
        partners = self._field(self.user_edit, default_name="Eksik A.Ş.")
        view = "crm_cubicl.crm_customer_view_form_new"
        with Form(partners, view=view) as form:
            self.assertTrue(form.is_crm_customer)
            self.assertEqual(form.company_type, "company")
            with self.assertRaisesRegex(ValidationError, "Phone"):
                form.save()
            form.phone = "0212 555 99 88"
        self.assertEqual(form.record.phone, "+90 212 555 99 88")

    def test_person_or_company(self):
        view = "crm_cubicl.crm_customer_view_form_new"
        with Form(self._field(self.user_edit), view=view) as form:
            form.company_type = "person"
            form.name = "Ali Veli"
        self.assertTrue(form.record.is_crm_customer)
        self.assertFalse(form.record.is_company)


@tagged("post_install", "-at_install")
class TestFieldOfDocuments(ChoiceCase):
    def _nodes(self, model, view, user):
        env = self.env(user=user)
        arch = env[model].get_view(env.ref(view).id, "form")["arch"]
        return etree.fromstring(arch).xpath(
            "//field[@name='partner_id'][not(ancestor::field)]"
        )

    def test_context(self):
        self.assertEqual(add_to_context("{}", "'a': 1"), "{'a': 1}")
        self.assertEqual(add_to_context("{ 'b': 2}", "'a': 1"), "{'a': 1,  'b': 2}")

    def test_no_outside_service_and_our_small_form(self):
        salesman = self.env.ref("sales_team.group_sale_salesman")
        self.user_view.group_ids += salesman + self.env.ref(
            "project.group_project_user"
        )
        for model, view in (
            ("project.task", "project.view_task_form2"),
            ("project.task", "project.quick_create_task_form"),
            ("sale.order", "sale.view_order_form"),
        ):
            with self.subTest(view=view):
                nodes = self._nodes(model, view, self.user_view)
                self.assertTrue(nodes)
                for node in nodes:
                    self.assertIsNone(node.get("widget"))
                    context = safe_eval(node.get("context"), {"id": 1})
                    self.assertTrue(context["crm_customer_field"])
                    for name in ("form_view_ref", "search_view_ref"):
                        view = self.env.ref(context[name])
                        self.assertEqual(view.model, "res.partner")
                    self.assertEqual(node.get("can_create"), "False")

    def test_search_more_finds_by_any_key(self):
        view = self.env.ref("crm_cubicl.res_partner_view_search_choice")
        arch = etree.fromstring(
            self.env["res.partner"].get_view(view.id, "search")["arch"]
        )
        (field,) = arch.xpath("//field[@name='name']")
        domain = safe_eval(field.get("filter_domain"), {"self": "0532 765 43 21"})
        found = self.env["res.partner"].search(domain)
        self.assertIn(self.customer, found)

    def test_create_is_offered_from_edit_on(self):
        self.user_edit.group_ids += self.env.ref("project.group_project_user")
        (node,) = self._nodes("project.task", "project.view_task_form2", self.user_edit)
        self.assertNotEqual(node.get("can_create"), "False")

    def test_a_task_of_any_project_keeps_its_customer(self):
        self.assertFalse(self.project.allow_billable)
        task = self.env["project.task"].create(
            {"name": "x", "project_id": self.project.id, "partner_id": self.customer.id}
        )
        subtask = self.env["project.task"].create(
            {"name": "y", "parent_id": task.id, "project_id": self.project.id}
        )
        self.assertEqual(subtask.partner_id, self.customer)
        task.project_id = self.env["project.project"].create({"name": "Öteki"})
        self.env.flush_all()
        self.assertEqual(task.partner_id, self.customer)
        with Form(self.env["project.task"], view="project.view_task_form2") as form:
            form.name = "z"
            form.project_id = self.project
            form.partner_id = self.customer
        self.assertEqual(form.record.partner_id, self.customer)

    def test_none_works_with_a_task_of_a_customer(self):
        self.user_none.group_ids += self.env.ref("project.group_project_user")
        task = self.env["project.task"].create(
            {"name": "x", "project_id": self.project.id, "partner_id": self.customer.id}
        )
        task = self._as(self.user_none, task)
        with Form(task, view="project.view_task_form2") as form:
            form.name = "Başka"
        self.assertEqual(task.name, "Başka")
        self.assertEqual(task.sudo().partner_id, self.customer)

    def test_customers_open_in_their_form(self):
        ours = self.env.ref("crm_cubicl.crm_customer_view_form").id
        cores = self.env.ref("base.view_partner_form").id
        field = {"crm_customer_field": True}
        customer = self._as(self.user_view, self.customer)
        self.assertEqual(customer.get_formview_action()["views"], [(ours, "form")])
        self.assertEqual(customer.get_formview_id(self.user_none.id), False)
        partner = self._as(self.user_view, self.partner)
        self.assertFalse(partner.get_formview_id())
        self.assertEqual(partner.with_context(**field).get_formview_id(), cores)

    def test_start_actions(self):
        task = self.env["project.task"].create(
            {"name": "x", "project_id": self.project.id}
        )
        # other addons may add some
        self.assertEqual(ProjectTask._get_task_start_actions(task), [])
        action = {"type": "ir.actions.act_window", "name": "Oturum"}
        self.patch(
            self.registry["project.task"],
            "_get_task_start_actions",
            lambda self: [action],
        )
        self.env.invalidate_all()
        self.assertEqual(task.crm_start_actions, [action])
