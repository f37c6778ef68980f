from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCase

NOW = "2026-03-10 12:00:00"


@tagged("post_install", "-at_install")
class TestListFilters(CustomerCase):
    """Customers whose work is late, and those nobody talked to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.customer = cls._create_customer("Anadolu Gıda A.Ş.")
        cls.contact = cls._create_contact(cls.customer)
        cls.other = cls._create_customer("Boğaziçi Kimya A.Ş.")
        cls.both = cls.customer | cls.other
        cls.project = cls.env["project.project"].create(
            {"name": "Kurulum", "privacy_visibility": "employees"}
        )
        cls.user_work = new_test_user(
            cls.env,
            "filter_work",
            groups="crm_cubicl.crm_cubicl_group_view,project.group_project_user",
        )

    def _search(self, domain, **context):
        Partner = self._as(self.user_work, self.env["res.partner"])
        Partner = Partner.with_context(**context)
        return Partner.search([("id", "in", self.both.ids), *domain]).with_user(
            self.env.user
        )

    def _post(self, partner, days, **kwargs):
        message = partner.message_post(body="Aradım", message_type="comment", **kwargs)
        message.sudo().date = fields.Datetime.now() - timedelta(days=days)
        return message

    def _create_task(self, partner, deadline=False, **vals):
        return self.env["project.task"].create(
            {
                "name": "Görev",
                "partner_id": partner.id,
                "project_id": self.project.id,
                "date_deadline": deadline,
                **vals,
            }
        )

    # -- last contact ----------------------------------------------------------

    def test_last_contact(self):
        self._post(self.customer, 40)
        self._post(self.customer, 100)
        partners = self._as(self.user_work, self.both)
        self.assertEqual(
            partners[0].crm_last_contact, fields.Datetime.now() - timedelta(days=40)
        )
        self.assertFalse(partners[1].crm_last_contact)

    def test_contact_longer_ago(self):
        self._post(self.customer, 40)
        for days, expected in ((30, self.customer), (60, self.env["res.partner"])):
            with self.subTest(days=days):
                found = self._search([("crm_last_contact", "<", f"-{days}d")])
                self.assertEqual(found, expected)
        self.assertEqual(
            self._search([("crm_last_contact", ">=", "2026-01-01")]), self.customer
        )

    def test_contact_with_a_contact_counts(self):
        self._post(self.customer, 100)
        self._post(self.contact, 10)
        self.assertFalse(self._search([("crm_last_contact", "<", "-30d")]))

    def test_never_contacted(self):
        self._post(self.customer, 10)
        self.assertEqual(self._search([("crm_last_contact", "=", False)]), self.other)
        self.assertEqual(
            self._search([("crm_last_contact", "!=", False)]), self.customer
        )

    def test_what_the_system_notes_is_no_contact(self):
        self.customer.name = "Yeni Ad A.Ş."
        self.customer._message_log(body="Kendiliğinden")
        self.assertEqual(self._search([("crm_last_contact", "=", False)]), self.both)

    def test_call_that_was_planned_and_made_is_contact(self):
        activity = self.contact.activity_schedule("mail.mail_activity_data_call")
        self.assertEqual(self._search([("crm_last_contact", "=", False)]), self.both)
        activity.action_feedback("Görüşüldü")
        self.assertEqual(self._search([("crm_last_contact", "=", False)]), self.other)

    def test_last_contact_of_many_is_one_query(self):
        for partner in self.both:
            self._post(partner, 5)
        partners = self._as(self.user_work, self.both)
        partners.mapped("name")
        # every request reads its user
        partners.env.user.mapped("share")
        with self.assertQueryCount(1):
            partners.mapped("crm_last_contact")

    def test_last_contact_of_a_new_record(self):
        self.assertFalse(self.env["res.partner"].new({}).crm_last_contact)

    # -- overdue work ----------------------------------------------------------

    def test_overdue_task(self):
        task = self._create_task(self.contact, "2026-03-09 08:00:00")
        self._create_task(self.other, "2026-03-11 08:00:00")
        self.assertEqual(
            self._search([("crm_has_overdue_work", "=", True)]), self.customer
        )
        self.assertEqual(
            self._search([("crm_has_overdue_work", "=", False)]), self.other
        )
        task.state = "1_canceled"
        self.assertFalse(self._search([("crm_has_overdue_work", "=", True)]))

    def test_overdue_activity_on_the_customer_or_its_task(self):
        self.contact.activity_schedule("mail.mail_activity_data_todo", "2026-03-09")
        self.assertEqual(
            self._search([("crm_has_overdue_work", "=", True)]), self.customer
        )
        task = self._create_task(self.other)
        task.activity_schedule("mail.mail_activity_data_todo", "2026-03-10")
        self.assertEqual(
            self._search([("crm_has_overdue_work", "=", True)]), self.customer
        )
        task.activity_ids.date_deadline = "2026-03-09"
        self.assertEqual(self._search([("crm_has_overdue_work", "=", True)]), self.both)

    def test_overdue_work_that_one_may_not_see(self):
        secret = self.env["project.project"].create(
            {"name": "Gizli", "privacy_visibility": "followers"}
        )
        secret.message_unsubscribe(secret.message_partner_ids.ids)
        task = self._create_task(
            self.customer, "2026-03-09 08:00:00", project_id=secret.id, user_ids=False
        )
        task.activity_schedule("mail.mail_activity_data_todo", "2026-03-09")
        self.assertFalse(self._search([("crm_has_overdue_work", "=", True)]))
        task.user_ids = [Command.set(self.user_work.ids)]
        self.assertEqual(
            self._search([("crm_has_overdue_work", "=", True)]), self.customer
        )

    def test_overdue_begins_with_the_day_of_the_user(self):
        self._create_task(self.customer, "2026-03-09 22:30:00")
        domain = [("crm_has_overdue_work", "=", True)]
        self.assertTrue(self._search(domain, tz="UTC"))
        # half past one of today
        self.assertFalse(self._search(domain, tz="Europe/Istanbul"))

    def test_nobody_outside_learns_of_work_or_contact(self):
        """A portal user sees his own customer, and nothing of what we do about it."""
        portal = new_test_user(self.env, "filter_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        self.customer.activity_schedule("mail.mail_activity_data_todo", "2026-03-09")
        partners = self._as(portal, self.env["res.partner"])
        for domain in (
            [("crm_has_overdue_work", "=", True)],
            [("crm_last_contact", "=", False)],
        ):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                partners.search(domain)
        with self.assertRaises(AccessError):
            self._as(portal, self.customer).get_customer_panel()

    # -- the view --------------------------------------------------------------

    def test_every_filter_of_the_search_view_works(self):
        """Each filter is run as each level, so that none raises."""
        Partner = self.env["res.partner"]
        view = self.env.ref("crm_cubicl.crm_customer_view_search")
        for user in (self.user_view, self.user_manage):
            arch = Partner.with_user(user).get_view(view.id, "search")["arch"]
            names = self._run_filters(user, arch)
            self.assertIn("overdue_work", names)
            self.assertIn("contact_90", names)

    def _run_filters(self, user, arch):
        from lxml import etree  # noqa: PLC0415

        from odoo.tools.safe_eval import safe_eval  # noqa: PLC0415

        names = []
        for node in etree.fromstring(arch).iter("filter"):
            if node.get("domain"):
                domain = safe_eval(node.get("domain"), {"uid": user.id})
                self._as(user, self.env["res.partner"]).search(domain, limit=1)
                names.append(node.get("name"))
        return names

    def test_saved_view_is_found_again(self):
        """A favourite of core keeps a filter of ours."""
        saved = self.env["ir.filters"].with_user(self.user_work)
        saved.create_filter(
            {
                "name": "İhmal edilenler",
                "model_id": "res.partner",
                "domain": "[('crm_last_contact', '<', '-90d')]",
                "context": "{}",
                "sort": "[]",
                "user_ids": self.user_work.ids,
                "action_id": self.env.ref("crm_cubicl.crm_customer_action").id,
            }
        )
        action = self.env.ref("crm_cubicl.crm_customer_action").id
        names = [f["name"] for f in saved.get_filters("res.partner", action)]
        self.assertIn("İhmal edilenler", names)
