from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestAccessCheck(CustomerCase):
    """Why somebody can or cannot see a customer, in words and in truth."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(user_id=cls.user_edit.id)

    def _explain(self, user, customer=None):
        customer = self._as(self.user_manage, customer or self.customer)
        lines = customer._explain_customer_access(user)
        return {line["rule"]: line for line in lines}

    def _check_truth(self, user, customer=None):
        """The last three lines are what really happens when the user tries."""
        customer = customer or self.customer
        lines = self._explain(user, customer)
        tried = self._as(user, customer)
        for operation, act in (
            ("read", lambda: tried.read(["name"])),
            ("write", lambda: tried.write({"crm_short_name": "KISA"})),
            ("unlink", lambda: tried.unlink()),
        ):
            with self.env.cr.savepoint() as savepoint:
                try:
                    act()
                    happened = "allow"
                except AccessError:
                    happened = "deny"
                savepoint.rollback()
            with self.subTest(user=user.login, operation=operation):
                self.assertEqual(lines[f"verdict_{operation}"]["effect"], happened)

    @mute_logger(
        "odoo.addons.base.models.ir_model",
        "odoo.addons.base.models.ir_rule",
        "odoo.models.unlink",
    )
    def test_the_verdict_is_what_happens(self):
        company = self.env["res.company"].create({"name": "Başka A.Ş."})
        far = self._create_customer("Uzak A.Ş.", company_id=company.id)
        for user in (
            self.user_none,
            self.user_view,
            self.user_edit,
            self.user_delete,
            self.user_manage,
        ):
            self._check_truth(user)
            self._check_truth(user, far)
        self._check_truth(self.user_view, self._create_contact(self.customer))

    def test_level(self):
        lines = self._explain(self.user_none)
        self.assertEqual(lines["level"]["effect"], "deny")
        self.assertIn("None (Chosen)", lines["level"]["title"])
        self.assertEqual(self._explain(self.user_view)["level"]["effect"], "allow")

    def test_missing_right_is_named(self):
        lines = self._explain(self.user_view)
        self.assertEqual(lines["verdict_read"]["effect"], "allow")
        self.assertEqual(lines["verdict_write"]["effect"], "deny")
        self.assertIn("none of their groups", lines["verdict_write"]["text"])

    def test_account_manager(self):
        lines = self._explain(self.user_edit)
        self.assertEqual(lines["manager"]["effect"], "allow")
        lines = self._explain(self.user_view)
        self.assertEqual(lines["manager"]["effect"], "info")
        self.assertIn(self.user_edit.name, lines["manager"]["text"])
        contact = self._create_contact(self.customer)
        self.assertEqual(
            self._explain(self.user_edit, contact)["manager"]["effect"], "allow"
        )

    def test_company_and_failing_rule_are_named(self):
        company = self.env["res.company"].create({"name": "Başka A.Ş."})
        far = self._create_customer("Uzak A.Ş.", company_id=company.id)
        lines = {
            line["rule"]: line for line in far._explain_customer_access(self.user_view)
        }
        self.assertEqual(lines["company"]["effect"], "deny")
        self.assertIn("Başka A.Ş.", lines["company"]["text"])
        self.assertEqual(lines["verdict_read"]["effect"], "deny")
        rule = self.env.ref("base.res_partner_rule")
        self.assertIn(rule.name, lines["verdict_read"]["text"])

    def test_accounting_and_limit(self):
        user = new_test_user(
            self.env,
            "muhasebe",
            groups="base.group_user,account.group_account_invoice",
        )
        lines = self._explain(user)
        self.assertEqual(lines["accounting"]["effect"], "allow")
        self.assertNotIn("assigned", lines)
        self.user_view.crm_assigned_only = True
        self.assertEqual(self._explain(self.user_view)["assigned"]["effect"], "deny")
        self.user_edit.crm_assigned_only = True
        self.assertEqual(self._explain(self.user_edit)["assigned"]["effect"], "allow")

    def test_closed(self):
        if "crm_is_closed" not in self.customer._fields:
            self.skipTest("closing a customer comes with the rules of access")
        self.customer.crm_is_closed = True
        self.assertEqual(self._explain(self.user_view)["closed"]["effect"], "deny")
        self.assertEqual(self._explain(self.user_edit)["closed"]["effect"], "allow")
        self.assertEqual(self._explain(self.user_manage)["closed"]["effect"], "allow")

    def test_archived_and_portal(self):
        self.user_view.active = False
        self.assertEqual(self._explain(self.user_view)["account"]["effect"], "deny")
        portal = new_test_user(self.env, "disari", groups="base.group_portal")
        lines = self._explain(portal)
        self.assertNotIn("level", lines)
        self.assertEqual(lines["verdict_read"]["effect"], "deny")

    def test_wizard_from_both_doors(self):
        Wizard = self._as(self.user_manage, self.env["crm.access.check"])
        wizard = Wizard.with_context(
            active_model="res.partner", active_id=self.customer.id
        ).create({"user_id": self.user_none.id})
        self.assertEqual(wizard.partner_id, self.customer)
        self.assertIn("o_crm_access_verdict", wizard.answer)
        self.assertIn("fa-times", wizard.answer)
        wizard = Wizard.with_context(
            active_model="crm.permission", active_ids=self.user_view.ids
        ).new({})
        self.assertEqual(wizard.user_id.id, self.user_view.id)
        self.assertFalse(wizard.answer)
        with Form(Wizard) as form:
            form.partner_id = self.customer
            self.assertFalse(form.answer)
            form.user_id = self.user_none
            self.assertIn("fa-times", form.answer)
            form.user_id = self.user_manage
            self.assertIn("Manage does everything.", form.answer)

    def test_name_is_escaped(self):
        self.user_none.name = "<script>alert(1)</script>"
        self.customer.user_id = self.user_none
        wizard = self._as(self.user_manage, self.env["crm.access.check"]).create(
            {"user_id": self.user_view.id, "partner_id": self.customer.id}
        )
        self.assertNotIn("<script>", wizard.answer)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_below_manage_it_is_refused(self):
        for user in (self.user_none, self.user_view, self.user_delete):
            with self.assertRaises(AccessError):
                self._as(user, self.env["crm.access.check"]).create(
                    {"user_id": self.user_view.id, "partner_id": self.customer.id}
                )
            with self.assertRaises(AccessError):
                self._as(user, self.env["crm.access.check"]).onchange(
                    {"user_id": user.id, "partner_id": self.customer.id},
                    ["user_id"],
                    {"answer": {}},
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_manage_asks_only_about_what_they_see(self):
        company = self.env["res.company"].create({"name": "Başka A.Ş."})
        far = self._create_customer("Uzak A.Ş.", company_id=company.id)
        wizard = self._as(self.user_manage, self.env["crm.access.check"]).create(
            {"user_id": self.user_view.id, "partner_id": far.id}
        )
        with self.assertRaises(AccessError):
            wizard.read(["answer"])

    def test_menu_of_the_form_is_for_manage(self):
        for user, seen in ((self.user_delete, False), (self.user_manage, True)):
            found = self._as(user, self.env["ir.actions.actions"]).get_bindings(
                "res.partner"
            )
            ids = [action["id"] for action in found.get("action", [])]
            action = self.env.ref("crm_cubicl.crm_access_check_action")
            self.assertEqual(action.id in ids, seen)
