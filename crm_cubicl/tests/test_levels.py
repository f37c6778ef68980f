from itertools import product

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase

RANK = {"none": 0, "view": 1, "edit": 2, "delete": 3, "manage": 4}
# user: level, further groups; accounting brings View along
USERS = {
    "none": ("none", ""),
    "view": ("view", ""),
    "edit": ("edit", ""),
    "delete": ("delete", ""),
    "manage": ("manage", ""),
    "view_assigned": ("view", "crm_cubicl.crm_cubicl_group_assigned"),
    "delete_assigned": ("delete", "crm_cubicl.crm_cubicl_group_assigned"),
    "manage_assigned": ("manage", "crm_cubicl.crm_cubicl_group_assigned"),
    "accountant": ("view", "account.group_account_invoice"),
    "auditor_assigned": (
        "view",
        "account.group_account_readonly,crm_cubicl.crm_cubicl_group_assigned",
    ),
}
SEES_ALL = {"manage", "manage_assigned", "accountant", "auditor_assigned"}
# customer: the user is a manager of it, it is closed
CUSTOMERS = {
    "main": (True, False),
    "helped": (True, False),
    "other": (False, False),
    "closed_main": (True, True),
    "closed_helped": (True, True),
    "closed_other": (False, True),
}
NEEDS = {"read": "view", "write": "edit", "create": "edit", "unlink": "delete"}
# what belongs to a customer obeys the customer: operation → what it takes there
FOLLOWS = {
    "ir.attachment": {
        "read": "read",
        "write": "write",
        "create": "write",
        "unlink": "write",
    },
    "mail.activity": {"read": "read", "create": "write"},
    "mail.message": {"read": "read", "create": "write"},
}
OWN = ("customer", "contact", "address", "bank")


@tagged("post_install", "-at_install")
class TestLevels(CustomerCase):
    """Level × kind of record × operation × whose customer it is, all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: cls._create_user(name) for name in USERS}
        cls.samples = {
            (user, customer): cls._create_samples(user, customer)
            for user, customer in product(USERS, CUSTOMERS)
        }
        cls.env.flush_all()

    @classmethod
    def _create_user(cls, name):
        level, more = USERS[name]
        groups = ["base.group_user", *filter(None, more.split(","))]
        if level != "none":
            groups.append(f"crm_cubicl.crm_cubicl_group_{level}")
        # who has no level is given View, unless None is what is wanted
        wish = {"crm_level": "none"} if level == "none" else {}
        return new_test_user(cls.env, f"matrix_{name}", ",".join(groups), **wish)

    @classmethod
    def _create_samples(cls, user, kind):
        user = cls.users[user]
        vals = {"crm_is_closed": CUSTOMERS[kind][1]}
        if kind.endswith("main"):
            vals["user_id"] = user.id
        elif kind.endswith("helped"):
            vals["crm_manager_ids"] = [Command.link(user.id)]
        customer = cls._create_customer(f"{kind} {user.login}", **vals)
        related = {"res_model": "res.partner", "res_id": customer.id}
        return {
            "customer": customer,
            "contact": cls._create_contact(customer),
            "address": cls._create_contact(customer, "Depo", type="delivery"),
            "bank": cls.env["res.partner.bank"].create(
                {"acc_number": f"B{customer.id}", "partner_id": customer.id}
            ),
            "ir.attachment": cls.env["ir.attachment"].create(
                {"name": "dosya.txt", "raw": b"x", **related}
            ),
            "mail.activity": customer.activity_schedule(
                "mail.mail_activity_data_todo", user_id=cls.env.uid
            ),
            "mail.message": customer.message_post(body="Not"),
        }

    def _is_visible(self, user, customer):
        level, more = USERS[user]
        managed, closed = CUSTOMERS[customer]
        if user in SEES_ALL:
            return True
        if level == "none":
            return False
        return managed or not (closed or "assigned" in more)

    def _may(self, user, customer, operation):
        level = RANK[USERS[user][0]]
        return level >= RANK[NEEDS[operation]] and self._is_visible(user, customer)

    def test_matrix(self):
        for (user, customer), samples in self.samples.items():
            for kind, sample in samples.items():
                needs = FOLLOWS.get(kind, {name: name for name in NEEDS})
                for operation, needed in needs.items():
                    may = self._may(user, customer, needed)
                    with self.subTest(
                        user=user, customer=customer, kind=kind, operation=operation
                    ):
                        self._check(self.users[user], sample, operation, may)

    def _check(self, user, sample, operation, may):
        record = sample.with_user(user)
        self.env.invalidate_all()
        self.assertEqual(record.has_access(operation), may)
        if operation == "read":
            self.env.invalidate_all()
            found = record.search([("id", "in", sample.ids)])
            self.assertEqual(bool(found), may)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_create_and_write_for_real(self):
        for (user, customer), samples in self.samples.items():
            may = self._may(user, customer, "write")
            parent = samples["customer"]
            partners = self.env["res.partner"].with_user(self.users[user])
            for door in (
                lambda p=partners, c=parent: p.create({"name": "K", "parent_id": c.id}),
                lambda p=partners, c=parent: p.browse(c.id).write({"city": "Bursa"}),
                lambda p=partners, c=parent: p.browse(c.id).message_post(body="N"),
            ):
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(user=user, customer=customer):
                    if may:
                        self.assertTrue(door())
                    else:
                        with self.assertRaises(AccessError), self.env.cr.savepoint():
                            door()

    def test_counts_and_groups_agree_with_reading(self):
        everyone = self.env["res.partner"].union(
            *(samples["customer"] for samples in self.samples.values())
        )
        domain = [("id", "in", everyone.ids)]
        for name, user in self.users.items():
            self.env.invalidate_all()
            partners = self.env["res.partner"].with_user(user)
            seen = partners.search(domain)
            readable = partners.browse(everyone.ids)._filtered_access("read")
            self.assertEqual(seen, readable, name)
            self.assertEqual(partners.search_count(domain), len(seen), name)
            groups = partners._read_group(domain, ["user_id"], ["__count"])
            self.assertEqual(sum(count for _user, count in groups), len(seen), name)
            found = partners.name_search("matrix_", domain, limit=None)
            self.assertEqual({id_ for id_, _name in found}, set(seen.ids), name)

    def test_accounting_keeps_bank_accounts(self):
        """With the rows of core, whatever the level is."""
        user = self.users["accountant"]
        bank = self.samples["accountant", "closed_other"]["bank"]
        self.assertFalse(self._as(user, bank).has_access("write"))
        user.group_ids |= self.env.ref("base.group_partner_manager")
        self._as(user, bank).acc_number = "B-YENİ"
        self.assertFalse(self._as(user, bank.partner_id).has_access("write"))

    def test_colleagues_companies_and_oneself_are_seen(self):
        for name, user in self.users.items():
            with self.subTest(user=name):
                self.env.invalidate_all()
                for partner in (
                    user.partner_id,
                    self.user_manage.partner_id,
                    self.env.company.partner_id,
                ):
                    self.assertTrue(partner.with_user(user).name)

    def test_who_works_at_a_customer_and_here_is_seen(self):
        customer = self._create_customer("Ortak", crm_is_closed=True)
        colleague = new_test_user(self.env, "both_sides", groups="base.group_user")
        colleague.partner_id.parent_id = customer
        self.assertEqual(colleague.partner_id.crm_customer_id, customer)
        partner = self._as(self.users["none"], colleague.partner_id)
        self.assertTrue(partner.has_access("read"))
        self.assertFalse(customer.with_user(self.users["none"]).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may_close_a_customer(self):
        customer = self._create_customer("Açık", user_id=self.user_edit.id)
        with self.assertRaisesRegex(AccessError, "Only an account manager"):
            self._as(self.user_delete, customer).crm_is_closed = True
        self.env.invalidate_all()
        self._as(self.user_edit, customer).crm_is_closed = True
        self.assertFalse(self._as(self.user_delete, customer).has_access("read"))
        self.assertTrue(self._as(self.user_edit, customer).has_access("write"))
        self._as(self.user_manage, customer).user_id = self.user_delete
        self.assertTrue(self._as(self.user_delete, customer).has_access("read"))
        self.assertFalse(self._as(self.user_edit, customer).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_taking_off_the_list_needs_delete(self):
        customer = self._create_customer("Müşteri")
        with self.assertRaisesRegex(AccessError, "take customers off the list"):
            self._as(self.user_edit, customer).is_crm_customer = False

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_door_to_a_hidden_customer_by_its_id(self):
        user = self.users["delete_assigned"]
        own = self.samples["delete_assigned", "main"]["customer"]
        hidden = self.samples["delete_assigned", "other"]
        parent = hidden["customer"].id
        leave = self.env["crm.contact.leave"]
        for door in (
            lambda: own.with_user(user).write({"crm_parent_id": parent}),
            lambda: own.with_user(user).create(
                {"name": "X", "is_crm_customer": True, "crm_parent_id": parent}
            ),
            lambda: leave.with_user(user).create({"contact_id": hidden["contact"].id}),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                door()

    def test_assigned_only_manages_what_they_create(self):
        user = self.users["delete_assigned"]
        customer = self._as(user, self.env["res.partner"]).create(
            {"name": "Benimki", "is_crm_customer": True, "is_company": True}
        )
        self.assertEqual(customer.user_id, user)
        self.assertTrue(self._as(user, customer).has_access("write"))

    def test_rule_of_most_users_is_no_query(self):
        """Only whom a closed or an assigned customer concerns pays for it."""
        rules = self.env["ir.rule"]
        for name, expected in {
            "manage": "crm_",
            "accountant": "crm_",
            "view": "crm_customer_id",
        }.items():
            user = new_test_user(
                self.env,
                f"plain_{name}",
                groups="base.group_user,"
                + (
                    "account.group_account_invoice"
                    if name == "accountant"
                    else f"crm_cubicl.crm_cubicl_group_{name}"
                ),
            )
            domain = rules.with_user(user)._compute_domain("res.partner", "read")
            self.assertNotIn(
                expected,
                repr(
                    [
                        condition
                        for condition in domain.iter_conditions()
                        if condition.field_expr != "crm_customer_is_closed"
                        or name != "view"
                    ]
                ),
                name,
            )
