from odoo.tests import tagged

from .form_common import FormCommon


@tagged("post_install", "-at_install")
class TestSupportForm(FormCommon):
    """The page of the form: texts, consent, one ticket of one page, preview."""

    # -- texts ---------------------------------------------------------------------

    def test_the_form_says_what_the_settings_say(self):
        self.text.write(
            {
                "organisation": "Poyraz Bilişim",
                "form_name": "Bize sorun",
                "note": "<p>Önce <b>okuyun</b></p>",
            }
        )
        page = self._get_page().text
        self.assertIn("Poyraz Bilişim", page)
        self.assertIn("Bize sorun</h1>", page)
        self.assertIn("<p>Önce <b>okuyun</b></p>", page)
        thanks = self._file().text
        self.assertIn("Poyraz Bilişim", thanks)

    def test_mails_bear_the_organisations_name_in_the_readers_language(self):
        self.env.company.email = "info@poyraz.example"
        self.text.organisation = "Poyraz Destek"
        self._file()
        ticket = self._get_tickets()
        mails = self.env["mail.mail"].search(
            [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
        )
        receipt = mails.filtered(lambda m: ticket.partner_id in m.recipient_ids)
        self.assertEqual(receipt.email_from, '"Poyraz Destek" <info@poyraz.example>')
        self.assertTrue(all(mails.mapped("email_from")))
        page = self.url_open(ticket.crm_share_ids._get_url()).text
        self.assertIn("Poyraz Destek", page)
        footer = ticket.with_context(email_notification_force_footer=True)
        footer._send_link(ticket.crm_share_ids)
        mail = self.env["mail.mail"].search([("res_id", "=", ticket.id)], limit=1)
        self.assertIn("Poyraz Destek</b>", mail.body_html)
        self.assertNotIn(f"{self.env.company.name}</b>", mail.body_html)

    # -- consent -------------------------------------------------------------------

    def test_without_a_text_nothing_is_agreed_to(self):
        self.assertNotIn('name="consent"', self._get_page().text)
        self._file()
        self.assertFalse(self._get_tickets().crm_consent_id)

    def test_a_consent_has_to_be_given_and_is_kept(self):
        self.text.consent = "<p>We keep it for a year.</p>"
        page = self._get_page()
        self.assertIn("We keep it for a year.", page.text)
        answer = self._file(page=page)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Please read this and agree", answer.text)
        self.assertFalse(self._get_tickets())
        self._file(page=page, consent="1")
        ticket = self._get_tickets()
        self.assertEqual(ticket.crm_consent_id, self.text.consent_id)
        self.assertEqual(ticket.crm_consent_id.lang_id, self.text.lang_id)
        self.assertTrue(ticket.crm_consent_date)

    def test_a_text_that_changed_meanwhile_is_read_again(self):
        self.text.consent = "<p>one</p>"
        page = self._get_page()
        self.text.consent = "<p>two</p>"
        answer = self._file(page=page, consent="1")
        self.assertIn("has changed meanwhile", answer.text)
        self.assertFalse(self._get_tickets())

    def test_an_older_version_stays_on_its_ticket(self):
        self.text.consent = "<p>one</p>"
        self._file(consent="1")
        first = self._get_tickets()
        self.text.consent = "<p>two</p>"
        self._file(consent="1")
        second = self._get_tickets() - first
        self.assertEqual(first.crm_consent_id.text, "<p>one</p>")
        self.assertEqual(second.crm_consent_id.text, "<p>two</p>")

    # -- once ----------------------------------------------------------------------

    def test_the_same_page_sent_twice_is_one_ticket(self):
        page = self._get_page()
        first = self._file(page=page)
        second = self._file(page=page)
        ticket = self._get_tickets()
        self.assertEqual(len(ticket), 1)
        for answer in (first, second):
            self.assertIn(ticket.crm_number, answer.text)
        self._file()
        self.assertEqual(len(self._get_tickets()), 2)

    def test_a_made_up_sign_of_a_page_is_none(self):
        for _time in range(2):
            answer = self._file(form_key="made-up")
            self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(self._get_tickets()), 2)
        self.assertFalse(any(self._get_tickets().mapped("crm_form_key")))

    # -- by script -----------------------------------------------------------------

    def test_the_script_is_told_what_is_wrong_and_where_to_go(self):
        headers = {"X-Crm-Support": "1"}
        answer = self._file(headers=headers, email="nobody")
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(list(answer.json()["errors"]), ["email"])
        answer = self._file(headers=headers)
        self.assertTrue(answer.json()["url"].endswith("/support/thanks"))
        ticket = self._get_tickets()
        self.assertIn(ticket.crm_number, self.url_open("/support/thanks").text)

    def test_what_the_script_needs_is_on_the_page(self):
        page = self._get_page().text
        self.assertIn('data-captcha="crm_support"', page)
        self.assertIn('data-most-files="10"', page)
        self.assertIn('data-most-bytes="10485760"', page)
        self.assertIn(".pdf", page)

    # -- others' pages -----------------------------------------------------------------

    def test_no_other_site_shows_the_page(self):
        for path in ("/support", "/support/thanks"):
            headers = self.url_open(path).headers
            self.assertEqual(headers["X-Frame-Options"], "SAMEORIGIN")
            self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])

    # -- nothing to ask about ------------------------------------------------------

    def test_without_a_topic_the_page_says_so(self):
        page = self._get_page()
        self.assertIn("o_crm_support_form", page.text)
        values = self._fill(page=page)
        self.topic.active = False
        for answer, status in (
            (self._get_page(), 200),
            (self.url_open("/support", data=values), 422),
        ):
            with self.subTest(status=status):
                self.assertEqual(answer.status_code, status)
                self.assertIn("Nothing can be asked here", answer.text)
                self.assertNotIn("Please look at what is marked", answer.text)
                self.assertNotIn("<form class", answer.text)
                self.assertNotIn('name="subject"', answer.text)
        said = self.url_open("/support", data=values, headers={"X-Crm-Support": "1"})
        self.assertEqual(list(said.json()["errors"]), ["form"])

    # -- preview -------------------------------------------------------------------

    def test_managers_look_at_it_before_it_is_open(self):
        self.website.crm_support_is_open = False
        self.authenticate("topic_crm_manager", "topic_crm_manager")
        page = self.url_open("/support/preview/form")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Preview, nothing is filed", page.text)
        self.assertIn('disabled="True"', page.text.replace('"disabled"', '"True"'))
        self.assertEqual(self.url_open("/support").status_code, 404)
        frame = self.url_open("/support/preview?width=phone")
        self.assertIn("width: 390px", frame.text)

    def test_nobody_else_looks_at_it(self):
        for login in ("topic_delete", "topic_project_manager", "topic_portal"):
            self.authenticate(login, login)
            for path in ("/support/preview", "/support/preview/form"):
                with self.subTest(login=login, path=path):
                    self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open("/support/preview", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_preview_takes_nothing(self):
        self.authenticate("topic_crm_manager", "topic_crm_manager")
        for path in ("/support/preview", "/support/preview/form"):
            answer = self._file(path, page=self.url_open("/support/preview/form"))
            self.assertIn(answer.status_code, (404, 405))
        self.assertFalse(self._get_tickets())

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        before = self._count()
        for path in ("/support", "/support/thanks"):
            self.url_open(path)
        self.authenticate("topic_crm_manager", "topic_crm_manager")
        for path in ("/support/preview", "/support/preview/form"):
            self.url_open(path)
        self.assertEqual(self._count(), before)

    def _count(self):
        models = ("crm.portal.site", "crm.portal.text", "crm.portal.attempt")
        return [
            self.env[model].sudo().search_count([])
            for model in (*models, "project.task", "res.partner")
        ]
