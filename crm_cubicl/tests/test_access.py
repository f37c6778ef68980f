from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import LEVELS, CustomerCase

OPERATIONS = ("read", "write", "create", "unlink")
PARTNERS = {
    "none": set(),
    "view": {"read"},
    "edit": {"read", "write", "create"},
    "delete": {"read", "write", "create", "unlink"},
    "manage": {"read", "write", "create", "unlink"},
}
LISTS = dict.fromkeys(("none", "view", "edit", "delete"), {"read"}) | {
    "manage": {"read", "write", "create", "unlink"}
}
TAGS = {**LISTS, "edit": {"read", "create"}, "delete": {"read", "create"}}
ALLOWED = {
    "res.partner": PARTNERS,
    "res.partner.bank": PARTNERS,
    "res.partner.category": TAGS,
    "crm.customer.relation": LISTS,
    "crm.customer.class": LISTS,
    "crm.customer.stage": LISTS,
    "crm.customer.region": LISTS,
}


@tagged("post_install", "-at_install")
class TestAccess(CustomerCase):
    """Level × operation, with nothing but the role of a user and a level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "TR330006100519786457841326", "partner_id": cls.customer.id}
        )
        cls.samples = {
            "res.partner": cls.contact,
            "res.partner.bank": cls.bank,
            "res.partner.category": cls.env["res.partner.category"].create(
                {"name": "T"}
            ),
        } | {
            name: cls.env[name].create({"name": "Deneme"})
            for name in ALLOWED
            if name.startswith("crm.")
        }

    def _user(self, level):
        return getattr(self, f"user_{level}")

    def _act(self, user, sample, operation):
        """Do the operation on the sample as the user, for real."""
        records = self._as(user, sample)
        if operation == "read":
            records.read(["display_name"])
        elif operation == "write":
            records.write({self._get_name_field(sample): "98765"})
        elif operation == "unlink":
            records.unlink()
        else:
            vals = {self._get_name_field(sample): "12345"}
            if sample._name == "res.partner":
                vals["parent_id"] = self.customer.id
            if "partner_id" in sample._fields:
                vals["partner_id"] = self.customer.id
            records.create(vals)

    def _get_name_field(self, sample):
        return "acc_number" if sample._name == "res.partner.bank" else "name"

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models.unlink")
    def test_level_by_operation(self):
        for model, allowed in ALLOWED.items():
            for level, operations in allowed.items():
                for operation in OPERATIONS:
                    with self.subTest(model=model, level=level, operation=operation):
                        self._check(level, self.samples[model], operation, operations)

    def _check(self, level, sample, operation, allowed):
        user = self._user(level)
        may = operation in allowed
        self.assertEqual(sample.with_user(user).has_access(operation), may)
        if (sample._name, operation) == ("res.partner.bank", "unlink"):
            return  # core archives instead of deleting
        with self.env.cr.savepoint() as savepoint:
            if may:
                self._act(user, sample, operation)
            else:
                with self.assertRaises(AccessError):
                    self._act(user, sample, operation)
            savepoint.rollback()

    def test_each_level_includes_the_lower_ones(self):
        for number, level in enumerate(LEVELS):
            for lower in LEVELS[: number + 1]:
                group = f"crm_cubicl.crm_cubicl_group_{lower}"
                self.assertTrue(self._user(level).has_group(group), (level, lower))
            for higher in LEVELS[number + 1 :]:
                group = f"crm_cubicl.crm_cubicl_group_{higher}"
                self.assertFalse(self._user(level).has_group(group), (level, higher))

    def test_administrator_always_manages(self):
        admin = new_test_user(self.env, "some_admin", groups="base.group_system")
        self.assertTrue(admin.has_group("crm_cubicl.crm_cubicl_group_manage"))

    def test_manage_may_change_cards(self):
        cards = self.env["crm.card"].search([])
        self.assertTrue(cards.with_user(self.user_manage).has_access("write"))
        self.assertFalse(cards.with_user(self.user_delete).has_access("write"))

    def test_menu_is_for_those_with_a_level(self):
        menu = self.env.ref("crm_cubicl.crm_cubicl_menu_root")
        config = self.env.ref("crm_cubicl.crm_cubicl_menu_config")
        for level in ("none", *LEVELS):
            seen = (
                self.env["ir.ui.menu"].with_user(self._user(level))._visible_menu_ids()
            )
            self.assertEqual(menu.id in seen, level != "none", level)
            self.assertEqual(config.id in seen, level == "manage", level)

    def test_view_opens_list_and_form(self):
        """Nothing on the screens of a customer needs more than View."""
        views = ("list", "kanban", "form", "search")
        for level in LEVELS:
            Partner = self._as(self._user(level), self.customer)
            for view in views:
                xmlid = f"crm_cubicl.crm_customer_view_{view}"
                found = Partner.get_views([(self.env.ref(xmlid).id, view)])
                names = found["models"]["res.partner"]["fields"]
                shown = [
                    n for n in names if f'name="{n}"' in found["views"][view]["arch"]
                ]
                self.assertTrue(shown or view == "search")
                self._as(self._user(level), self.customer).read(shown)

    def test_nothing_typed_goes_to_an_outside_service(self):
        for name in ("customer", "contact"):
            view = self.env.ref(f"crm_cubicl.crm_{name}_view_form")
            found = self.env["res.partner"].get_views([(view.id, "form")])
            self.assertNotIn("autocomplete", found["views"]["form"]["arch"])

    def test_edit_works_on_contacts_and_lists_of_a_customer(self):
        customer = self._as(self.user_edit, self.customer)
        customer.write(
            {
                "child_ids": [(0, 0, {"name": "Yeni Kişi", "phone": "0212 555 12 34"})],
                "crm_manager_ids": [(4, self.user_view.id)],
                "user_id": self.user_edit.id,
                "crm_stage_id": self.env.ref("crm_cubicl.crm_customer_stage_won").id,
                "category_id": [(0, 0, {"name": "Yeni etiket"})],
                "company_type": "person",
            }
        )
        customer.message_post(body="Not")
        self.assertEqual(len(customer.child_ids), 2)
        self.assertEqual(customer.crm_stage_id.name, "Won")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_view_cannot_write_notes(self):
        with self.assertRaises(AccessError):
            self._as(self.user_view, self.customer).message_post(body="Not")

    @mute_logger("odoo.orm.models")
    def test_portal_reads_no_judgement(self):
        """What the firm thinks of a customer is not for the customer."""
        customer = self._create_customer()
        portal = new_test_user(self.env, "crm_portal_user", groups="base.group_portal")
        portal.partner_id.parent_id = customer
        record = self._as(portal, customer)
        self.assertEqual(record.read(["name"])[0]["name"], customer.sudo().name)
        for name in (
            "crm_stage_id",
            "crm_class_id",
            "crm_relation_ids",
            "crm_region_id",
            "crm_manager_ids",
            "crm_import_id",
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                record.read([name])
