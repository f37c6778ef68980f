import re
from email.message import EmailMessage

from odoo.tests import HttpCase, new_test_user, tagged

from .common import HANDLER_GROUPS, PortalCommon


@tagged("post_install", "-at_install")
class TestSupport(PortalCommon, HttpCase):
    """From a visitor's question to the closed ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.website.crm_support_is_open = True
        cls.env["crm.portal.topic"].search([]).active = False
        cls.handler = new_test_user(
            cls.env, "handler", HANDLER_GROUPS, email="handler@example.com"
        )
        cls.topic = cls._create_topic(
            name="Technical", handler_kind="people", user_ids=cls.handler.ids
        )

    def _file(self, files=None, **values):
        """Fill in the form as a visitor does; return the answer."""
        page = self.url_open("/support")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        data = {
            "csrf_token": token,
            "first_name": "Ayşe",
            "last_name": "Işık",
            "email": "ayse@gizem.example",
            "phone": "0212 555 10 10",
            "company_name": "Gizem Optik",
            "subject": "Yazıcı çalışmıyor",
            "text": "Fiş kesemiyoruz.",
        } | values
        return self.url_open("/support", data=data, files=files)

    def _get_ticket(self):
        return self.env["project.task"].search([("crm_topic_id", "=", self.topic.id)])

    def _get_page(self, ticket):
        return ticket.crm_share_ids._get_url()

    def test_closed_until_switched_on(self):
        self.website.crm_support_is_open = False
        self.assertEqual(self.url_open("/support").status_code, 404)
        self.assertEqual(self.url_open("/support/thanks").status_code, 404)

    def test_a_visitor_files_a_ticket(self):
        answer = self._file(files={"files": ("fis.txt", b"hello")})
        self.assertEqual(answer.status_code, 200)
        ticket = self._get_ticket()
        self.assertEqual(len(ticket), 1)
        self.assertIn(ticket.crm_number, answer.text)
        self.assertEqual(ticket.name, "Yazıcı çalışmıyor")
        self.assertEqual(ticket.project_id, self.topic.project_id)
        self.assertEqual(ticket.user_ids, self.handler)
        self.assertEqual(ticket.crm_channel, "form")
        self.assertEqual(ticket.crm_waiting_for, "us")
        person = ticket.partner_id
        self.assertEqual(
            (person.name, person.email), ("Ayşe Işık", "ayse@gizem.example")
        )
        self.assertEqual(person.parent_id.name, "Gizem Optik")
        self.assertTrue(person.parent_id.is_crm_customer)
        self.assertFalse(ticket.crm_is_unverified)
        message = ticket._get_visible_messages()
        self.assertIn("Fiş kesemiyoruz", message.body)
        self.assertEqual(message.attachment_ids.raw, b"hello")

    def test_exactly_the_handlers_are_told(self):
        follower = new_test_user(self.env, "follower", HANDLER_GROUPS)
        self.project.message_subscribe(
            follower.partner_id.ids,
            self.env["mail.message.subtype"].search([]).ids,
        )
        self._file()
        ticket = self._get_ticket()
        self.assertEqual(ticket.message_partner_ids, self.handler.partner_id)
        told = (
            self.env["mail.notification"]
            .search(
                [
                    (
                        "mail_message_id",
                        "in",
                        self.env["mail.message"]
                        .search(
                            [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
                        )
                        .ids,
                    )
                ]
            )
            .res_partner_id
        )
        self.assertEqual(told, self.handler.partner_id | ticket.partner_id)
        notice = ticket.crm_notice_ids
        self.assertEqual((notice.user_id, notice.reason), (self.handler, "people"))

    def test_nobody_chosen_tells_the_project_managers(self):
        self.topic.user_ids = False
        self.project.user_id = self.user_project_manager
        self._file()
        ticket = self._get_ticket()
        self.assertFalse(ticket.user_ids)
        self.assertEqual(ticket.crm_notice_ids.user_id, self.user_project_manager)
        self.assertEqual(ticket.crm_notice_ids.reason, "fallback")

    def test_known_address_tells_nothing_and_changes_nothing(self):
        known = self.env["res.partner"].create(
            {"name": "Known", "email": "known@gizem.example", "phone": "+90 212 1"}
        )
        unknown = self._file()
        answer = self._file(email="known@gizem.example", first_name="Other")
        strip = re.compile(r"T\d{6}|csrf_token[^>]*")
        self.assertEqual(strip.sub("", answer.text), strip.sub("", unknown.text))
        ticket = self._get_ticket().filtered(lambda t: t.partner_id == known)
        self.assertTrue(ticket.crm_is_unverified)
        self.assertEqual((known.name, known.phone), ("Known", "+90 212 1"))
        self._post(ticket, text="It is me")
        self.assertFalse(ticket.crm_is_unverified)

    def test_what_is_wrong_is_said_and_kept(self):
        answer = self._file(email="nobody", subject="")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("This is no e-mail address", answer.text)
        self.assertIn("Fiş kesemiyoruz", answer.text)
        self.assertFalse(self._get_ticket())

    def test_files_that_are_refused(self):
        for name, content in (
            ("page.html", b"<html><script>x()</script></html>"),
            ("picture.svg", b"<svg onload='x()'/>"),
            ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("run.exe", b"MZ\x90\x00"),
            ("empty.txt", b""),
        ):
            with self.subTest(name=name):
                answer = self._file(files={"files": (name, content)})
                self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._get_ticket())

    def test_machines_file_nothing(self):
        answer = self._file(website_url="http://spam.example")
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self._get_ticket())

    def test_floods_are_stopped(self):
        for _number in range(5):
            self.assertEqual(self._file().status_code, 200)
        self.assertEqual(self._file().status_code, 422)
        self.assertEqual(len(self._get_ticket()), 5)

    def test_nothing_else_can_be_set(self):
        self._file(
            user_ids=self.user_plain.id, state="1_done", priority="1", partner_id=1
        )
        ticket = self._get_ticket()
        self.assertEqual(ticket.user_ids, self.handler)
        self.assertEqual((ticket.state, ticket.priority), ("01_in_progress", "0"))

    # -- the conversation ----------------------------------------------------------

    def _post(self, ticket, files=None, **values):
        page = self.url_open(self._get_page(ticket))
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.url_open(
            self._get_page(ticket), data={"csrf_token": token, **values}, files=files
        )

    def test_only_what_is_chosen_is_seen(self):
        self._file()
        ticket = self._get_ticket()
        own = ticket.with_user(self.handler)
        own.message_post(body="among us")
        own.message_post(body="also among us", subtype_xmlid="mail.mt_comment")
        own._answer("Is it plugged in?")
        page = self.url_open(self._get_page(ticket)).text
        self.assertIn("Is it plugged in?", page)
        self.assertIn("Waiting for you", page)
        self.assertNotIn("among us", page)

    def test_the_customer_is_mailed_the_own_link(self):
        self._file()
        ticket = self._get_ticket()
        mails = self.env["mail.mail"].search([("model", "=", "project.task")])
        mails.unlink()
        ticket.with_user(self.handler)._answer("Is it plugged in?")
        mail = self.env["mail.mail"].search(
            [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(mail.recipient_ids, ticket.partner_id)
        self.assertIn(ticket.crm_number, mail.subject)
        self.assertIn("/support/ticket/", mail.body_html)
        self.assertNotIn("access_token", mail.body_html)
        self.assertEqual(ticket.crm_waiting_for, "customer")
        self.assertTrue(ticket.crm_first_answer_date)
        # nobody outside follows
        self.assertEqual(ticket.message_partner_ids, self.handler.partner_id)

    def test_the_customer_answers_by_mail(self):
        """A reply through the mail gateway, with Turkish letters and a file."""
        self._file()
        ticket = self._get_ticket()
        asked = ticket.with_user(self.handler)._answer("Is it plugged in?")
        mail = EmailMessage()
        mail["From"] = "Ayşe Işık <ayse@gizem.example>"
        mail["To"] = "catchall@example.com"
        mail["Cc"] = "stranger@elsewhere.example"
        mail["Subject"] = f"Re: {ticket.display_name}"
        mail["In-Reply-To"] = asked.message_id
        mail["Message-Id"] = "<answer-1@gizem.example>"
        mail.set_content("Evet, takılı. Şimdi ne yapalım?")
        mail.add_attachment(b"x", "text", "plain", filename="fiş.txt")
        self.env["mail.thread"].message_process(False, mail.as_bytes())
        answer = ticket._get_visible_messages()[-1]
        self.assertIn("Şimdi ne yapalım?", answer.body)
        self.assertEqual(answer.author_id, ticket.partner_id)
        self.assertEqual(answer.attachment_ids.name, "fiş.txt")
        self.assertEqual(ticket.crm_waiting_for, "us")
        # nobody outside follows, whoever is in copy
        self.assertEqual(ticket.message_partner_ids, self.handler.partner_id)

    def test_colleagues_answer_internally_by_mail(self):
        self._file()
        ticket = self._get_ticket()
        asked = ticket.with_user(self.handler)._answer("Is it plugged in?")
        mail = EmailMessage()
        mail["From"] = "handler@example.com"
        mail["To"] = "catchall@example.com"
        mail["Subject"] = "Re: x"
        mail["In-Reply-To"] = asked.message_id
        mail["Message-Id"] = "<answer-2@example.com>"
        mail.set_content("He is a difficult one")
        self.env["mail.thread"].message_process(False, mail.as_bytes())
        self.assertIn("difficult", str(ticket.message_ids.mapped("body")))
        self.assertNotIn("difficult", self.url_open(self._get_page(ticket)).text)

    def test_the_customer_answers_and_closes(self):
        self._file()
        ticket = self._get_ticket()
        ticket.with_user(self.handler)._answer("Is it plugged in?")
        answer = self._post(ticket, files={"files": ("a.txt", b"x")}, text="Yes, it is")
        self.assertIn("Yes, it is", answer.text)
        message = ticket._get_visible_messages()[-1]
        self.assertEqual(message.author_id, ticket.partner_id)
        self.assertEqual(
            message.notification_ids.res_partner_id, self.handler.partner_id
        )
        self.assertEqual(ticket.crm_waiting_for, "us")
        self._post(ticket, do="close")
        self.assertTrue(ticket.is_closed)
        self.assertFalse(ticket.crm_waiting_for)
        self._post(ticket, do="reopen")
        self.assertEqual(ticket.crm_waiting_for, "us")

    def test_links_that_open_nothing(self):
        self._file()
        ticket = self._get_ticket()
        url = self._get_page(ticket)
        for wrong in ("/support/ticket/x", url[:-3] + "abc", url + "x"):
            page = self.url_open(wrong)
            self.assertEqual(page.status_code, 404)
            # what may be wrong is said, and none of the ticket
            self.assertIn("a part of it is missing", page.text)
            self.assertNotIn(ticket.crm_number, page.text)
        share = ticket.crm_share_ids
        share.is_revoked = True
        self.assertEqual(self.url_open(url).status_code, 404)
        share.is_revoked = False
        share.partner_id.active = False
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_an_expired_link_shows_nothing_and_can_be_renewed(self):
        self._file()
        ticket = self._get_ticket()
        ticket.crm_share_ids.expiry_date = "2020-01-01 00:00:00"
        url = self._get_page(ticket)
        page = self.url_open(url)
        self.assertNotIn("Yazıcı", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        self.url_open(url, data={"csrf_token": token, "text": "x"})
        self.assertEqual(len(ticket._get_visible_messages()), 1)
        answer = self.url_open(f"{url}/renew", data={"csrf_token": token})
        self.assertIn("on its way", answer.text)
        self.assertIn("Yazıcı", self.url_open(self._get_page(ticket)).text)
        # the new link goes to the person's address; whoever has the old one reads
        # nothing, and fills nobody's mailbox
        self.assertNotIn("Yazıcı", self.url_open(url).text)
        domain = [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
        before = self.env["mail.mail"].search_count(domain)
        for _time in range(10):
            self.url_open(f"{url}/renew", data={"csrf_token": token})
        self.assertLess(self.env["mail.mail"].search_count(domain), before + 5)

    def test_files_of_other_posts_are_not_handed_over(self):
        self._file(files={"files": ("a.txt", b"seen")})
        ticket = self._get_ticket()
        secret = self.env["ir.attachment"].create(
            {
                "name": "s.txt",
                "raw": b"s",
                "res_model": "project.task",
                "res_id": ticket.id,
            }
        )
        url = self._get_page(ticket)
        seen = ticket._get_visible_messages().attachment_ids
        answer = self.url_open(f"{url}/file/{seen.id}")
        self.assertEqual(answer.content, b"seen")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{url}/file/{secret.id}").status_code, 404)

    def test_looking_changes_nothing(self):
        self._file()
        ticket = self._get_ticket()
        self.env.flush_all()
        before = ticket.read(["write_date", "state", "crm_is_unverified"])
        for _time in range(3):
            self.url_open(self._get_page(ticket))
        ticket.invalidate_recordset()
        self.assertEqual(
            ticket.read(["write_date", "state", "crm_is_unverified"]), before
        )
