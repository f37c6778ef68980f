from odoo.fields import Command
from odoo.tests import tagged

from .test_import import ImportMixin
from .test_stage import MANY, StageCase


class NoticeCase(StageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.won.notify_text = "Sözleşmeyi <b>imzaya</b> gönder"

    def _collect(self):
        """Return the notices since the last call: (customers' names, who is told)."""
        start = getattr(self, "_last_id", 0)
        messages = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("id", ">", start)], order="id"
        )
        self._last_id = max([start, *messages.ids])
        return messages

    def setUp(self):
        super().setUp()
        self._collect()


@tagged("post_install", "-at_install")
class TestStageNotice(NoticeCase):
    """Who is concerned by a stage is told by itself."""

    def test_managers_users_and_groups(self):
        self.won.notify_managers = True
        self.won.notify_user_ids = self.user_delete
        group = self.env["res.groups"].create(
            {
                "name": "Sözleşme",
                "user_ids": [Command.set((self.user_none | self.user_delete).ids)],
            }
        )
        self.won.notify_group_ids = group
        customer = self._create_customer(
            user_id=self.user_manage.id,
            crm_manager_ids=[Command.set((self.user_view | self.user_edit).ids)],
            crm_stage_id=self.new.id,
        )
        self.assertFalse(self._collect())
        self._as(self.user_edit, customer).crm_stage_id = self.won
        notices = self._collect()
        told = notices.notified_partner_ids
        # nobody twice, and not the one who does it
        self.assertEqual(len(notices.notification_ids), len(told))
        # nor who sees no customer
        self.assertEqual(
            told, (self.user_manage | self.user_view | self.user_delete).partner_id
        )
        notice = notices[0]
        self.assertEqual((notice.model, notice.res_id), ("res.partner", customer.id))
        self.assertEqual(notice.subject, "Anadolu Gıda A.Ş.: Won")
        self.assertEqual(notice.author_id, self.user_edit.partner_id)
        self.assertIn("from the stage New to Won", notice.body)
        self.assertIn("&lt;b&gt;imzaya&lt;/b&gt;", notice.body)
        # the same stage again is no move
        customer.crm_stage_id = self.won
        self.assertFalse(self._collect())

    def test_in_their_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.won.with_context(lang="tr_TR").name = "Kazanıldı"
        self.won.notify_user_ids = self.user_view | self.user_delete
        self.user_view.lang = "tr_TR"
        customer = self._create_customer(crm_stage_id=self.won.id)
        subjects = {
            message.notified_partner_ids: message.subject for message in self._collect()
        }
        self.assertEqual(
            subjects,
            {
                self.user_view.partner_id: f"{customer.name}: Kazanıldı",
                self.user_delete.partner_id: f"{customer.name}: Won",
            },
        )

    def test_not_of_a_customer_he_may_not_see(self):
        self.won.notify_managers = True
        self.won.notify_user_ids = self.user_delete
        seen = self._create_customer("Açık", user_id=self.user_view.id)
        hidden = self._create_customer("Gizli", user_id=self.user_view.id)
        self._hide(hidden, self.user_view)
        customers = self._as(self.user_edit, seen | hidden)
        customers.crm_stage_id = self.won
        for notice in self._collect():
            told = notice.notified_partner_ids
            if self.user_view.partner_id in told:
                self.assertEqual(told, self.user_view.partner_id)
                self.assertEqual(notice.res_id, seen.id)
                self.assertNotIn("Gizli", notice.subject + notice.body)
            else:
                self.assertEqual(told, self.user_delete.partner_id)
                self.assertIn("Gizli", notice.body)

    def test_archived_users_are_not_told(self):
        self.won.notify_user_ids = self.user_view | self.user_delete
        self.user_view.action_archive()
        self._create_customer(crm_stage_id=self.won.id)
        self.assertEqual(
            self._collect().notified_partner_ids, self.user_delete.partner_id
        )

    def test_one_message_for_a_mass_move(self):
        self.won.notify_managers = True
        self.won.notify_user_ids = self.user_view
        counts = []
        for count in (10, MANY):
            customers = self._create_customers(
                count, crm_stage_id=self.new.id, user_id=self.user_manage.id
            )
            customers = self._as(self.user_edit, customers)
            quiet = customers.with_context(tracking_disable=True)
            before = self.env.cr.sql_log_count
            quiet.crm_stage_id = self.won
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            notice = self._collect()
            self.assertEqual(len(notice), 1)
            self.assertEqual(
                notice.notified_partner_ids,
                (self.user_manage | self.user_view).partner_id,
            )
            self.assertEqual(notice.subject, f"{count} customers: Won")
            self.assertIn(f"/odoo/crm-customers/{customers[0].id}", notice.body)
        self.assertIn("and 50 more", notice.body)
        self.assertLessEqual(counts[1] - counts[0], 2)


@tagged("post_install", "-at_install")
class TestStageImport(ImportMixin, NoticeCase):
    """An import tells nobody, unless it is asked to."""

    def test_import(self):
        self.won.notify_user_ids = self.user_view
        customers = self._import("Name;Stage\nAlfa;Won\nBeta;Won\n")
        self.assertFalse(self._collect())
        self.assertEqual(customers.crm_stage_log_ids.stage_id, self.won)
        self.assertEqual(len(customers.crm_stage_log_ids), 2)

    def test_import_that_tells(self):
        self.won.notify_user_ids = self.user_view
        job = self._check("Name;Stage\nAlfa;Won\nBeta;Won\n")
        job.tell_stages = True
        job.action_import()
        notice = self._collect()
        self.assertEqual(notice.notified_partner_ids, self.user_view.partner_id)
        self.assertEqual(notice.subject, "2 customers: Won")
