from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ticket_common import PRIVACIES, TicketCase

QUIET = mute_logger("odoo.addons.base.models.ir_rule", "odoo.http", "odoo.models")


@tagged("post_install", "-at_install")
class TestTicketRows(TicketCase):
    """Colleagues: by the customer, or because the ticket is theirs."""

    def _assert_sees(self, user, sees: bool, may_write=None):
        ticket = self._as(user, self.ticket)
        found = ticket.search([("id", "=", ticket.id)])
        self.assertEqual(bool(found), sees)
        self.assertEqual(ticket.has_access("read"), sees)
        self.assertEqual(
            ticket.search_count([("crm_number", "=", self.ticket.crm_number)]), sees
        )
        groups = ticket._read_group([("id", "=", ticket.id)], ["partner_id"])
        self.assertEqual(bool(groups), sees)
        self.assertEqual(bool(ticket.name_search(self.ticket.crm_number)), sees)
        if may_write is not None:
            self.assertEqual(ticket.has_access("write"), may_write)

    @QUIET
    def test_by_the_customer_whatever_the_privacy(self):
        none = self._create_worker("none", "none")
        view = self._create_worker("view", "view")
        for privacy in PRIVACIES:
            with self.subTest(privacy=privacy):
                self.project.privacy_visibility = privacy
                self._assert_sees(view, True, may_write=True)
                self._assert_sees(none, False, may_write=False)

    @QUIET
    def test_who_has_no_right_on_projects_reads(self):
        """To change a ticket takes “Project / User”, told or not."""
        reader = self._create_worker("reader", "view", "base.group_user")
        told = self._create_worker("told", "none", "base.group_user")
        self.env["crm.portal.notice"].create(
            {"task_id": self.ticket.id, "user_id": told.id, "reason": "people"}
        )
        for user in (reader, told):
            for privacy in PRIVACIES:
                self.project.privacy_visibility = privacy
                with self.subTest(privacy=privacy, user=user.login):
                    self._assert_sees(user, True, may_write=False)

    @QUIET
    def test_closed_customers_and_assigned_only(self):
        view = self._create_worker("view", "view")
        manager = self._create_worker("manager", "view")
        assigned = self._create_worker(
            "assigned",
            "view",
            "project.group_project_user,crm_cubicl.crm_cubicl_group_assigned",
        )
        self._assert_sees(assigned, False)
        self.customer.crm_manager_ids = manager | assigned
        self._assert_sees(assigned, True, may_write=True)
        self.customer.crm_is_closed = True
        self._assert_sees(view, False, may_write=False)
        self._assert_sees(manager, True, may_write=True)
        self._assert_sees(self.user_manage, True)

    @QUIET
    def test_a_project_administrator_without_the_customer_sees_nothing(self):
        admin = self._create_worker(
            "boss", "none", "project.group_project_manager,base.group_allow_export"
        )
        self._assert_sees(admin, False, may_write=False)
        with self.assertRaises(AccessError):
            self._as(admin, self.ticket).read(["name"])
        with self.assertRaises(AccessError):
            self._as(admin, self.ticket).name = "Mine"
        with self.assertRaises(AccessError):
            self._as(admin, self.ticket).export_data(["name"])
        with self.assertRaises(AccessError):
            self._as(admin, self.ticket).unlink()
        with self.assertRaises(AccessError):
            self._as(admin, self.ticket).message_post(body="x")

    def test_handlers_assignees_and_authors(self):
        """Each by this alone, in all privacies; told ones who are not assigned too."""
        told = self._create_worker("told", "none")
        assignee = self._create_worker("assignee", "none")
        author = self._create_worker("author", "none")
        self.env["crm.portal.notice"].create(
            {"task_id": self.ticket.id, "user_id": told.id, "reason": "fallback"}
        )
        self.ticket.user_ids |= assignee
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET create_uid = %s WHERE id = %s",
            [author.id, self.ticket.id],
        )
        for privacy in PRIVACIES:
            self.project.privacy_visibility = privacy
            for user in (self.handler, told, assignee, author):
                with self.subTest(privacy=privacy, user=user.login):
                    self._assert_sees(user, True, may_write=True)

    @QUIET
    def test_what_hangs_on_it_follows(self):
        """Posts, files, activities, notices and shares: of tickets that one sees."""
        none = self._create_worker("none", "none")
        view = self._create_worker("view", "view")
        post = self.ticket.message_post(body="secret", subtype_xmlid="mail.mt_comment")
        file = self.env["ir.attachment"].create(
            {
                "name": "f",
                "raw": b"x",
                "res_model": "project.task",
                "res_id": self.ticket.id,
            }
        )
        activity = self.ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        hanging = (
            post,
            file,
            activity,
            self.ticket.crm_share_ids,
            self.ticket.crm_notice_ids,
        )
        for records in hanging:
            with self.subTest(model=records._name):
                domain = [("id", "in", records.ids)]
                self.assertEqual(self._as(view, records).search(domain), records)
                self.assertTrue(self._as(view, records).has_access("read"))
                self.assertFalse(self._as(none, records).search(domain))
                with self.assertRaises(AccessError):
                    self._as(none, records).read(["id", "create_date"])

    @QUIET
    def test_reports_follow(self):
        none = self._create_worker("none", "none")
        view = self._create_worker("view", "view")
        report = self.env["report.project.task.user"]
        domain = [("task_id", "=", self.ticket.id)]
        self.assertTrue(self._as(view, report).search(domain))
        self.assertFalse(self._as(none, report).search(domain))

    def test_plain_tasks_are_as_they_were(self):
        none = self._create_worker("none", "none")
        task = self.ticket.create(
            {
                "name": "Plain",
                "project_id": self.project.id,
                "partner_id": self.customer.id,
            }
        )
        self.assertTrue(self._as(none, task).has_access("write"))

    def test_the_key_of_a_share_is_told_to_nobody(self):
        share = self._as(self.env.ref("base.user_admin"), self.ticket.crm_share_ids)
        self.assertNotIn("nonce", share.fields_get())
        for name in ("read", "export_data"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(share, name)(["nonce"])
        with self.assertRaises(AccessError):
            share.search([("nonce", "like", "a")])
        with self.assertRaises(AccessError):
            share.write({"is_revoked": True})
