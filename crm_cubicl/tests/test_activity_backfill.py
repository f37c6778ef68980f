from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crm_cubicl.models import crm_activity_backfill_mixin

from .common import CustomerCase
from .test_feed import FeedMixin


@tagged("post_install", "-at_install")
class TestActivityBackfill(FeedMixin, CustomerCase):
    def _run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_cubicl.crm_activity_cron").method_direct_trigger()
        self.env.invalidate_all()

    def _forget(self):
        """Make all messages as old as the addon is new."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET crm_customer_id = NULL, crm_kind = NULL"
        )
        self.env.invalidate_all()

    def test_old_messages_are_filed_as_they_would_be_today(self):
        customer = self._create_customer()
        contact = self._create_contact(customer)
        self._tell_changes()
        self._note(contact)
        customer.city = "Konya"
        self.env["project.task"].create({"name": "İş", "partner_id": contact.id})
        self._tell_changes()
        before = self._kinds(self.env.user, customer)
        self.assertLessEqual(
            {"created", "contact", "note", "updated", "task"}, set(before)
        )
        self._forget()
        self.assertFalse(self._entries(self.env.user, customer))
        self.env["mail.message"]._start_activity_backfill()
        with patch.object(crm_activity_backfill_mixin, "MESSAGES_PER_BATCH", 3):
            self._run_cron()
        self.assertEqual(self._kinds(self.env.user, customer), before)

    def test_partner_that_becomes_a_customer_brings_its_history(self):
        partner = self.env["res.partner"].create({"name": "Aday", "is_company": True})
        contact = self.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": partner.id}
        )
        self.env["project.task"].create({"name": "İş", "partner_id": contact.id})
        self._note(partner, "Önceki not")
        self._tell_changes()
        partner.is_crm_customer = True
        self._tell_changes()
        self.assertTrue(partner.sudo().crm_activities_stale)
        self._run_cron()
        kinds = self._kinds(self.env.user, partner)
        self.assertLessEqual({"note", "task", "contact", "created"}, set(kinds))
        self.assertFalse(partner.crm_activities_stale)

    def test_partner_that_is_no_customer_any_more_has_no_activities(self):
        customer = self._create_customer()
        self._note(customer)
        self._tell_changes()
        customer.is_crm_customer = False
        self._tell_changes()
        self._run_cron()
        filed = self.env["mail.message"].search_count(
            [("crm_customer_id", "=", customer.id)]
        )
        self.assertFalse(filed)
        self.assertTrue(customer.message_ids, "the messages themselves stay")

    def test_new_customers_are_not_looked_at_again(self):
        customer = self._create_customer()
        self.assertFalse(customer.crm_activities_stale)
