from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .form_common import FormCommon

EMBED = "/support/embed"


@tagged("post_install", "-at_install")
class TestSupportEmbed(FormCommon):
    """The form in a frame of another site: where it is allowed, without session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.frame_origins = "https://www.gizem.example"

    def _post(self, page=None, headers=None, **values):
        """Send the form as a browser does that keeps no cookie in a frame."""
        data = self._fill(EMBED, page, **values)
        self._forget_session()
        return self.url_open(EMBED, data=data, headers=headers)

    def _forget_session(self):
        self.opener.cookies.pop("session_id", None)

    def test_no_frame_before_a_site_is_named(self):
        self.site.frame_origins = False
        self.assertEqual(self.url_open(EMBED).status_code, 404)
        self.assertEqual(self._post(page=self._get_page()).status_code, 404)
        self.site.frame_origins = "https://www.gizem.example"
        self.website.crm_support_is_open = False
        self.assertEqual(self.url_open(EMBED).status_code, 404)

    def test_only_the_named_sites_may_show_it(self):
        headers = self.url_open(EMBED).headers
        self.assertEqual(
            headers["Content-Security-Policy"],
            "frame-ancestors 'self' https://www.gizem.example",
        )
        self.assertNotIn("X-Frame-Options", headers)

    def test_nothing_of_the_website_is_around_it(self):
        page = self.url_open(EMBED).text
        self.assertIn("o_crm_support_form", page)
        self.assertNotIn("<header", page)
        self.assertNotIn("<footer", page)

    def test_no_session_is_begun_in_a_frame(self):
        self._forget_session()
        answer = self.url_open(EMBED)
        self.assertNotIn("session_id", answer.headers.get("Set-Cookie", ""))

    def test_a_ticket_is_filed_without_a_session(self):
        answer = self._post()
        ticket = self._get_tickets()
        self.assertEqual(len(ticket), 1)
        self.assertIn(ticket.crm_number, answer.text)
        self.assertIn("/support/embed/thanks/", answer.url)
        self.assertIn("frame-ancestors", answer.headers["Content-Security-Policy"])
        self.assertNotIn("session_id", answer.headers.get("Set-Cookie", ""))
        self.assertIn('href="/support/embed"', answer.text.replace("/en/", "/"))

    def test_without_our_own_sign_nothing_is_filed(self):
        for key in ("", "made-up", "AQ", "é"):
            with self.subTest(key=key):
                answer = self._post(form_key=key)
                self.assertEqual(answer.status_code, 422)
                self.assertIn("open for too long", answer.text)
                # what was typed is still there
                self.assertIn("Fiş kesemiyoruz", answer.text)
        self.assertFalse(self._get_tickets())

    def test_an_old_sign_is_none(self):
        page = self.url_open(EMBED)
        with freeze_time(datetime.now() + timedelta(days=2)):
            self.assertEqual(self._post(page=page).status_code, 422)
        self.assertFalse(self._get_tickets())

    def test_a_page_of_another_site_sends_nothing(self):
        answer = self._post(headers={"Origin": "https://evil.example"})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(
            self._post(headers={"Origin": "null"}).status_code,
            422,
        )
        self.assertFalse(self._get_tickets())
        self._post(headers={"Origin": self.base_url()})
        self.assertEqual(len(self._get_tickets()), 1)

    def test_whoever_is_signed_in_is_a_stranger_in_the_frame(self):
        self.authenticate("topic_crm_manager", "topic_crm_manager")
        self.url_open(EMBED, data=self._fill(EMBED))
        ticket = self._get_tickets()
        self.assertEqual(ticket.create_uid, self.website.user_id)
        self.assertEqual(ticket.partner_id.email, "ayse@gizem.example")

    @mute_logger("odoo.http")
    def test_csrf_stays_on_for_the_page_itself(self):
        data = self._fill()
        del data["csrf_token"]
        self.assertEqual(self.url_open("/support", data=data).status_code, 400)
        self.assertFalse(self._get_tickets())

    def test_the_number_is_told_to_whoever_filed_alone(self):
        for token in ("x", "AQ", "T000001"):
            answer = self.url_open(f"{EMBED}/thanks/{token}")
            self.assertEqual(answer.status_code, 404)

    def test_machines_and_floods_are_stopped_there_too(self):
        self._post(website_url="http://spam.example")
        self.assertFalse(self._get_tickets())
        self.site.address_limit = 1
        self._post()
        self.assertEqual(self._post().status_code, 422)
        self.assertEqual(len(self._get_tickets()), 1)
