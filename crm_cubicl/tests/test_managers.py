from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestManagers(CustomerCase):
    """Account managers: the main one, the others, and the general ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.portal = new_test_user(cls.env, "disari", groups="base.group_portal")
        cls.env.company.crm_general_manager_ids = cls.user_manage

    def _wizard(self, customers, user=None, **vals):
        Wizard = self._as(user or self.user_edit, self.env["crm.customer.managers"])
        return Wizard.with_context(
            active_model="res.partner",
            active_id=customers[:1].id,
            active_ids=customers.ids,
        ).create(vals)

    # ---- who looks after a customer ----

    def test_main_first_then_others(self):
        self.customer.user_id = self.user_view
        self.customer.crm_manager_ids = self.user_delete | self.user_edit
        managers = self.customer._get_account_managers()
        self.assertEqual(managers[0], self.user_view)
        self.assertEqual(managers, self.user_view | self.user_delete | self.user_edit)
        contact = self._create_contact(self.customer)
        self.assertEqual(contact._get_account_managers(), managers)

    def test_general_ones_step_in(self):
        self.assertEqual(self.customer._get_account_managers(), self.user_manage)
        self.customer.user_id = self.user_view
        self.user_view.active = False
        self.assertEqual(self.customer._get_account_managers(), self.user_manage)
        self.customer.crm_manager_ids = self.user_edit
        self.assertEqual(self.customer._get_account_managers(), self.user_edit)

    def test_general_ones_of_the_customers_company(self):
        company = self.env["res.company"].create(
            {
                "name": "Başka A.Ş.",
                "crm_general_manager_ids": [Command.set(self.user_delete.ids)],
            }
        )
        self.customer.company_id = company
        self.assertEqual(self.customer._get_account_managers(), self.user_delete)
        self.user_delete.active = False
        self.assertFalse(self.customer._get_account_managers())

    def test_whoever_sends_a_notice_need_not_read_users(self):
        customer = self._as(self.portal, self.customer)
        self.assertEqual(customer._get_account_managers().ids, self.user_manage.ids)
        self.assertFalse(customer._get_account_managers().env.su)

    def test_only_colleagues(self):
        with self.assertRaises(ValidationError):
            self.customer.user_id = self.portal
        with self.assertRaises(ValidationError):
            self.customer.crm_manager_ids = self.portal
        with self.assertRaises(ValidationError):
            self.env.company.crm_general_manager_ids = self.portal

    def test_settings(self):
        admin = new_test_user(self.env, "yonetici", groups="base.group_system")
        settings = self._as(admin, self.env["res.config.settings"]).create({})
        settings.crm_general_manager_ids = self.user_view | self.user_edit
        settings.execute()
        self.assertEqual(
            self.env.company.crm_general_manager_ids, self.user_view | self.user_edit
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_settings_are_not_for_others(self):
        for user in (self.user_view, self.user_edit, self.user_delete):
            with self.assertRaises(AccessError):
                self._as(user, self.env.company).write(
                    {"crm_general_manager_ids": [Command.set(user.ids)]}
                )

    # ---- the dialog of the key ----

    def test_dialog_of_one_customer(self):
        self.customer.user_id = self.user_view
        self.customer.crm_manager_ids = self.user_delete
        wizard = self._wizard(self.customer)
        self.assertEqual(wizard.user_id, self.user_view)
        self.assertEqual(wizard.manager_ids, self.user_delete)
        with Form(wizard) as form:
            form.user_id = self.user_edit
            form.manager_ids.add(self.user_manage)
            form.manager_ids.remove(id=self.user_delete.id)
        wizard.action_apply()
        self.assertEqual(self.customer.user_id, self.user_edit)
        self.assertEqual(self.customer.crm_manager_ids, self.user_manage)

    def test_dialog_from_a_contact_is_about_the_customer(self):
        wizard = self._wizard(self._create_contact(self.customer))
        self.assertEqual(wizard.customer_ids, self.customer)

    def test_main_one_is_not_among_the_others(self):
        wizard = self._wizard(
            self.customer,
            user_id=self.user_edit.id,
            manager_ids=[Command.set([self.user_edit.id, self.user_view.id])],
        )
        wizard.action_apply()
        self.assertEqual(self.customer.crm_manager_ids, self.user_view)

    def test_nobody_is_told_about(self):
        wizard = self._wizard(self.customer)
        self.assertEqual(wizard.general_names, self.user_manage.name)
        wizard.user_id = self.user_none
        self.assertFalse(wizard.general_names)
        self.assertEqual(wizard.blind_names, self.user_none.name)

    def test_many_customers(self):
        customers = self.customer
        for number in range(3):
            customers |= self._create_customer(
                f"Müşteri {number}",
                user_id=self.user_view.id,
                crm_manager_ids=[Command.set(self.user_delete.ids)],
            )
        wizard = self._wizard(
            customers,
            add_ids=[Command.set(self.user_manage.ids)],
            remove_ids=[Command.set(self.user_delete.ids)],
        )
        wizard.action_apply()
        self.assertEqual(customers.mapped("crm_manager_ids"), self.user_manage)
        self.assertFalse(self.customer.user_id)
        self.assertEqual(customers[1:].user_id, self.user_view)
        wizard = self._wizard(customers, main_change="set", user_id=self.user_edit.id)
        wizard.action_apply()
        self.assertEqual(set(customers.mapped("user_id")), set(self.user_edit))
        self._wizard(customers, main_change="clear").action_apply()
        self.assertFalse(customers.user_id)
        self.assertEqual(customers.mapped("crm_manager_ids"), self.user_manage)

    def test_many_customers_ask_for_something(self):
        customers = self.customer | self._create_customer("İkinci")
        with self.assertRaises(UserError):
            self._wizard(customers).action_apply()
        with self.assertRaises(UserError):
            self._wizard(customers, main_change="set").action_apply()
        with self.assertRaises(UserError):
            self._wizard(self.env["res.partner"]).action_apply()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_below_edit_it_is_refused(self):
        for user in (self.user_none, self.user_view):
            with self.assertRaises(AccessError):
                self._wizard(self.customer, user)
            with self.assertRaises(AccessError):
                self._as(user, self.customer).action_open_managers()
            with self.assertRaises(AccessError):
                self._as(user, self.customer).write({"user_id": user.id})
        self.assertFalse(self.customer.user_id)

    def test_key_is_in_list_and_form_for_edit(self):
        for user, seen in ((self.user_view, False), (self.user_edit, True)):
            Partner = self._as(user, self.customer)
            for kind in ("list", "form"):
                view = self.env.ref(f"crm_cubicl.crm_customer_view_{kind}")
                arch = Partner.get_view(view.id, kind)["arch"]
                key = {"list": "action_open_managers", "form": "crm_managers_key"}[kind]
                self.assertEqual(key in arch, seen, (user.login, kind))
