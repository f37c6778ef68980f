from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
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
            "assigned", "view", "project.group_project_user,"
            "crm_cubicl.crm_cubicl_group_assigned",
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
            {"name": "f", "raw": b"x", "res_model": "project.task",
             "res_id": self.ticket.id}
        )
        activity = self.ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        hanging = (
            post, file, activity, self.ticket.crm_share_ids, self.ticket.crm_notice_ids,
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
            {"name": "Plain", "project_id": self.project.id,
             "partner_id": self.customer.id}
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


@tagged("post_install", "-at_install")
class TestTicketOutside(TicketCase, HttpCase):
    """Portal users: by their own share, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._create_portal_user(cls.contact, "ayse_portal")
        colleague = cls._create_contact(cls.customer, "Ali", email="ali@a.example")
        cls.colleague = cls._create_portal_user(colleague, "ali_portal")
        cls.foreigner = cls._create_portal_user(cls.stranger, "mehmet_portal")

    def _sees(self, user) -> bool:
        ticket = self._as(user, self.ticket)
        found = bool(ticket.search([("id", "=", ticket.id)]))
        self.assertEqual(found, ticket.has_access("read"))
        return found

    @QUIET
    def test_by_the_own_share_whatever_the_privacy(self):
        """Also for collaborators and followers of the project and of the ticket."""
        for privacy in PRIVACIES:
            self.project.privacy_visibility = privacy
            with self.subTest(privacy=privacy):
                self.assertTrue(self._sees(self.portal))
                self.assertFalse(self._sees(self.colleague))
                self.assertFalse(self._sees(self.foreigner))
                self.assertFalse(self._as(self.portal, self.ticket).has_access("write"))

    @QUIET
    def test_collaborators_and_followers_see_no_more(self):
        self.project.privacy_visibility = "portal"
        partners = self.colleague.partner_id | self.foreigner.partner_id
        self.project._add_collaborators(partners)
        self.project.message_subscribe(partners.ids)
        # past our own guard
        self.env["mail.followers"].create(
            [
                {"res_model": "project.task", "res_id": self.ticket.id,
                 "partner_id": partner.id}
                for partner in partners
            ]
        )
        self.assertFalse(self._sees(self.colleague))
        self.assertFalse(self._sees(self.foreigner))
        for user in (self.portal, self.colleague):
            with self.assertRaises(AccessError):
                self._as(user, self.ticket).write({"name": "Mine"})
            with self.assertRaises(AccessError):
                self._as(user, self.ticket).create(
                    {"name": "New", "project_id": self.project.id,
                     "crm_topic_id": self.topic.id}
                )

    @QUIET
    def test_revoked_and_archived_end_it_at_once(self):
        share = self.ticket.crm_share_ids
        share.is_revoked = True
        self.assertFalse(self._sees(self.portal))
        share.write({"is_revoked": False, "follows": False})
        self.assertTrue(self._sees(self.portal))
        self.contact.with_context(active_test=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET active = false WHERE id = %s", [self.contact.id]
        )
        self.assertFalse(self._sees(self.portal))

    @QUIET
    def test_only_visible_posts_are_read(self):
        """By search, by read and by the pages of core."""
        staff = self.ticket.with_user(self.handler)
        hidden = staff.message_post(body="among us", subtype_xmlid="mail.mt_comment")
        answer = staff._answer("Is it plugged in?")
        messages = self._as(self.portal, self.env["mail.message"])
        domain = [("model", "=", "project.task"), ("res_id", "=", self.ticket.id)]
        found = messages.search(domain)
        self.assertIn(answer, found)
        self.assertNotIn(hidden, found)
        self.assertTrue(messages.browse(answer.id).has_access("read"))
        self.assertFalse(messages.browse(hidden.id).has_access("read"))
        with self.assertRaises(AccessError):
            messages.browse(hidden.id).read(["body"])
        # who was notified of it by name reads it neither
        self.assertFalse(
            self._as(self.foreigner, self.env["mail.message"]).search(domain)
        )

    @QUIET
    def test_core_pages_leave_tickets_out(self):
        self.project.privacy_visibility = "portal"
        task = self.ticket.create(
            {"name": "Plain task", "project_id": self.project.id}
        )
        # sudo-like: a follower of a plain task sees it there
        task.message_subscribe(self.portal.partner_id.ids)
        self.project.message_subscribe(self.portal.partner_id.ids)
        self.project._add_collaborators(self.portal.partner_id)
        token = self.ticket.sudo()._portal_ensure_token()
        project_token = self.project.sudo()._portal_ensure_token()
        self.authenticate("ayse_portal", "ayse_portal")
        page = self.url_open("/my/tasks").text
        self.assertIn("Plain task", page)
        self.assertNotIn("Printer", page)
        ours = f"/my/tickets/{self.ticket.id}"
        for url in (
            f"/my/tasks/{self.ticket.id}",
            f"/my/tasks/{self.ticket.id}?access_token={token}",
            f"/my/projects/{self.project.id}/task/{self.ticket.id}"
            f"?access_token={project_token}",
        ):
            with self.subTest(url=url):
                answer = self.url_open(url, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                self.assertTrue(answer.headers["Location"].endswith(ours))

    @QUIET
    def test_tokens_open_nothing(self):
        token = self.ticket.sudo()._portal_ensure_token()
        sign = self.ticket.sudo()._sign_token(self.contact.id)
        self.ticket.with_user(self.handler).message_post(
            body="among us", subtype_xmlid="mail.mt_comment"
        )
        tickets = self.env["project.task"].with_user(self.env.ref("base.public_user"))
        for params in (
            {"token": token}, {"hash": sign, "pid": self.contact.id},
            {"project_sharing_id": self.project.id, "token": token},
        ):
            with self.subTest(params=params):
                self.assertFalse(
                    tickets._get_thread_with_access(self.ticket.id, **params)
                )
        self.assertNotIn("access_token", self.ticket._get_share_url())
        answer = self.make_jsonrpc_request(
            "/portal/chatter_init",
            {"thread_model": "project.task", "thread_id": self.ticket.id,
             "token": token},
        )
        self.assertNotIn("Printer", str(answer))

    def test_links_lead_to_our_page(self):
        self.assertEqual(self.ticket.access_url, f"/my/tickets/{self.ticket.id}")
        own = self.ticket._get_share_url(pid=self.contact.id)
        self.assertTrue(own.startswith("/support/ticket/"))
        share = self.env["crm.portal.share"]._find_by_token(own.rpartition("/")[2])
        self.assertEqual(share, self.ticket.crm_share_ids)
        task = self.ticket.create({"name": "Plain", "project_id": self.project.id})
        self.assertEqual(task.access_url, f"/my/tasks/{task.id}")
