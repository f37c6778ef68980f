from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .ticket_common import PRIVACIES, TicketCase

QUIET = mute_logger("odoo.addons.base.models.ir_rule", "odoo.http", "odoo.models")


@tagged("post_install", "-at_install")
class TestTicketOutside(TicketCase, HttpCase):
    """Portal users: by our own pages, and by no record."""

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
    def test_nobody_reads_the_record_whatever_the_privacy(self):
        """Whoever reads it reads its files, description and all that hangs on it."""
        for privacy in PRIVACIES:
            self.project.privacy_visibility = privacy
            with self.subTest(privacy=privacy):
                self.assertFalse(self._sees(self.portal))
                self.assertFalse(self._sees(self.colleague))
                self.assertFalse(self._sees(self.foreigner))
                self.assertFalse(self._as(self.portal, self.ticket).has_access("write"))

    @QUIET
    def test_what_is_internal_is_read_by_no_door_of_core(self):
        self.project.privacy_visibility = "portal"
        self.project._add_collaborators(self.portal.partner_id)
        self.ticket.description = "<p>among us</p>"
        file = self.env["ir.attachment"].create(
            {
                "name": "internal.txt",
                "raw": b"among us",
                "res_model": "project.task",
                "res_id": self.ticket.id,
            }
        )
        self.env.flush_all()
        self.assertFalse(self._as(self.portal, file).has_access("read"))
        found = self._as(self.portal, self.ticket).search(
            [("description", "ilike", "among us")]
        )
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self._as(self.portal, self.ticket).read(["description"])
        self.authenticate("ayse_portal", "ayse_portal")
        answer = self.url_open(f"/web/content/{file.id}")
        self.assertNotIn("among us", answer.text)
        self.assertIn("Printer", self.url_open(f"/my/tickets/{self.ticket.id}").text)

    @QUIET
    def test_collaborators_and_followers_see_no_more(self):
        self.project.privacy_visibility = "portal"
        partners = self.colleague.partner_id | self.foreigner.partner_id
        self.project._add_collaborators(partners)
        self.project.message_subscribe(partners.ids)
        # past our own guard
        self.env["mail.followers"].create(
            [
                {
                    "res_model": "project.task",
                    "res_id": self.ticket.id,
                    "partner_id": partner.id,
                }
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
                    {
                        "name": "New",
                        "project_id": self.project.id,
                        "crm_topic_id": self.topic.id,
                    }
                )

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
        task = self.ticket.create({"name": "Plain task", "project_id": self.project.id})
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
            {"token": token},
            {"hash": sign, "pid": self.contact.id},
            {"project_sharing_id": self.project.id, "token": token},
        ):
            with self.subTest(params=params):
                self.assertFalse(
                    tickets._get_thread_with_access(self.ticket.id, **params)
                )
        self.assertNotIn("access_token", self.ticket._get_share_url())
        answer = self.make_jsonrpc_request(
            "/portal/chatter_init",
            {
                "thread_model": "project.task",
                "thread_id": self.ticket.id,
                "token": token,
            },
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
