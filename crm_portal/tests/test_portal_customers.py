from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import VIEW, PortalCommon

EDIT = "crm_cubicl.crm_cubicl_group_edit"
COLUMNS = {
    name: {}
    for name in (
        "display_name",
        "crm_portal_user_count",
        "crm_portal_login_date",
        "crm_link_state",
        "crm_share_count",
    )
} | {
    "user_id": {"fields": {"display_name": {}}},
    "crm_manager_ids": {"fields": {"display_name": {}}},
}


@tagged("post_install", "-at_install")
class TestPortalCustomers(PortalCommon):
    """Customers > Portal: who has access, and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.with_user_ = cls._create_customer("With a portal user")
        cls.person = cls.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": cls.with_user_.id, "email": "a@x.example"}
        )
        cls.portal_user = new_test_user(
            cls.env, "portal_person", "base.group_portal", partner_id=cls.person.id
        )
        cls.with_link = cls._create_customer("With a link")
        cls.link = cls.env["crm.portal.link"].create({"customer_id": cls.with_link.id})
        cls.with_share = cls._create_customer("With a ticket")
        cls.topic = cls._create_topic(user_ids=cls.user_plain.ids)
        cls.ticket = cls.env["project.task"].create(
            {
                "name": "Help",
                "crm_topic_id": cls.topic.id,
                "partner_id": cls.with_share.id,
            }
        )
        cls.share = cls.env["crm.portal.share"]._share(cls.ticket, cls.with_share)
        cls.without = cls._create_customer("Without anything")
        cls.all_ = cls.with_user_ | cls.with_link | cls.with_share | cls.without
        cls.viewer = new_test_user(cls.env, "portal_viewer", VIEW)
        cls.editor = new_test_user(cls.env, "portal_editor", EDIT)

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_crm_customer": True} | values
        )

    def _find(self, *domain, user=None):
        partners = self.env["res.partner"].with_user(user or self.viewer)
        self.env.flush_all()
        self.env.invalidate_all()
        return partners.search([("id", "in", self.all_.ids), *domain]).sudo(False)

    def _names(self, *domain, user=None):
        return set(self._find(*domain, user=user).mapped("name"))

    def test_who_is_listed(self):
        listed = ("crm_has_portal", "=", True)
        self.assertEqual(
            self._names(listed), {"With a portal user", "With a link", "With a ticket"}
        )
        self.assertEqual(
            self._names(("crm_has_portal", "=", False)), {"Without anything"}
        )
        self.link.is_revoked = True
        self.share.expiry_date = fields.Datetime.now() - timedelta(days=1)
        self.portal_user.active = False
        self.assertEqual(self._names(listed), set())

    def test_a_link_that_has_ended_is_none(self):
        self.link.expiry_date = "2020-01-01"
        self.assertNotIn("With a link", self._names(("crm_has_portal", "=", True)))
        self.assertEqual(self.with_link.crm_link_state, "expired")

    def test_hidden_customers_are_not_listed(self):
        (self.with_user_ | self.with_link).crm_is_closed = True
        self.assertEqual(self._names(("crm_has_portal", "=", True)), {"With a ticket"})
        manager = self._names(("crm_has_portal", "=", True), user=self.user_crm_manager)
        self.assertIn("With a portal user", manager)

    def test_the_columns(self):
        log = self.env["res.users.log"].with_user(self.portal_user).sudo().create({})
        self.with_user_.user_id = self.editor
        rows = {
            row["display_name"]: row
            for row in self._find().with_user(self.viewer).web_read(COLUMNS)
        }
        row = rows["With a portal user"]
        self.assertEqual(row["crm_portal_user_count"], 1)
        self.assertEqual(row["crm_portal_login_date"], log.create_date)
        self.assertEqual(row["user_id"]["id"], self.editor.id)
        self.assertEqual(rows["With a link"]["crm_link_state"], "open")
        self.assertEqual(rows["With a ticket"]["crm_share_count"], 1)
        row = rows["Without anything"]
        self.assertEqual(
            (row["crm_portal_user_count"], row["crm_portal_login_date"]), (0, False)
        )
        self.assertFalse(row["crm_link_state"])

    def test_filters(self):
        with_users = ("crm_portal_user_count", ">", 0)
        never = ("crm_never_signed_in", "=", True)
        self.assertEqual(self._names(with_users), {"With a portal user"})
        self.assertEqual(
            self._names(("crm_portal_user_count", "=", 0)),
            {"With a link", "With a ticket", "Without anything"},
        )
        self.assertEqual(self._names(never), {"With a portal user"})
        self.env["res.users.log"].with_user(self.portal_user).sudo().create({})
        self.assertEqual(self._names(never), set())
        self.link.is_revoked = True
        action = self.env.ref("crm_portal.crm_portal_customer_view_search")
        self.assertIn("link_closed", action.arch)
        self.assertEqual(
            self._names(("crm_link_ids", "any", [("is_revoked", "=", True)])),
            {"With a link"},
        )

    def test_account_managers_are_edited_by_level(self):
        customers = self._find(user=self.editor)
        customers.with_user(self.editor)[:1].user_id = self.editor
        self.assertEqual(customers[:1].user_id, self.editor)
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            customers.with_user(self.viewer)[:1].user_id = self.viewer

    def test_the_list_costs_the_same_for_many(self):
        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            customers.with_user(self.viewer).web_read(COLUMNS)
            return self.cr.sql_log_count - before

        many = self.env["res.partner"]
        for number in range(25):
            customer = self._create_customer(f"Customer {number}")
            person = self.env["res.partner"].create(
                {"name": "Person", "parent_id": customer.id}
            )
            new_test_user(
                self.env,
                f"portal_{number}",
                "base.group_portal",
                partner_id=person.id,
            )
            self.env["crm.portal.link"].create({"customer_id": customer.id})
            self.env["crm.portal.share"]._share(self.ticket, person)
            many |= customer
        count(many)
        self.assertEqual(count(many), count(many[:3]))
        self.assertLessEqual(count(many), 10)

    # -- inviting ----------------------------------------------------------------

    def test_inviting_lists_the_customers_people(self):
        address = self.env["res.partner"].create(
            {"name": "Depot", "parent_id": self.with_link.id, "type": "delivery"}
        )
        person = self.env["res.partner"].create(
            {"name": "Ali", "parent_id": self.with_link.id, "email": "ali@x.example"}
        )
        action = self.with_link.with_user(self.editor).action_invite_to_portal()
        wizard = self.env["portal.wizard"].browse(action["res_id"])
        people = wizard.user_ids.partner_id
        self.assertIn(person, people)
        self.assertNotIn(address, people)
        line = wizard.user_ids.filtered(lambda u: u.partner_id == person)
        line.with_user(self.editor).action_grant_access()
        self.assertTrue(person.user_ids.share)
        self.env.invalidate_all()
        self.assertEqual(self.with_link.crm_portal_user_count, 1)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_may_not_edit_invites_nobody(self):
        with self.assertRaises(AccessError):
            self.with_user_.with_user(self.viewer).action_invite_to_portal()
        hers = self.env["portal.wizard"].create(
            {"partner_ids": [Command.set(self.person.ids)]}
        )
        both = new_test_user(
            self.env, "portal_partner", f"{VIEW},base.group_partner_manager"
        )
        with self.assertRaises(AccessError):
            hers.user_ids.with_user(both).action_revoke_access()
        self.assertTrue(self.portal_user.active)

    def test_portal_users_read_none_of_it(self):
        self.env.flush_all()
        self.env.invalidate_all()
        person = self.person.with_user(self.portal_user)
        for name in (
            "crm_link_ids",
            "crm_link_state",
            "crm_portal_user_count",
            "crm_portal_login_date",
            "crm_share_count",
            "crm_has_portal",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                person.read([name])
        for model in (
            "crm.portal.link",
            "crm.portal.topic",
            "crm.portal.topic.override",
        ):
            records = self.env[model].with_user(self.portal_user)
            self.assertFalse(records.has_access("read"), model)
