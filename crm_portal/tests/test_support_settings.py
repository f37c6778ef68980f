from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestSupportSettings(PortalCommon):
    """What the form says in each language, and who may say so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lang = cls.env["res.lang"]
        cls.turkish = lang._activate_lang("tr_TR")
        cls.english = lang._lang_get("en_US")
        cls.website = cls.env["website"].get_current_website()
        cls.website.write(
            {
                "name": "The website",
                "language_ids": [(6, 0, (cls.turkish | cls.english).ids)],
                "default_lang_id": cls.turkish.id,
            }
        )
        cls.site = cls.website._get_support_sites()
        cls.site.text_ids.write(
            dict.fromkeys(("organisation", "form_name", "note", "consent"), False)
        )
        texts = {text.lang_id: text for text in cls.site.text_ids}
        cls.tr, cls.en = texts[cls.turkish], texts[cls.english]

    def _as(self, user, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user)

    # -- texts ---------------------------------------------------------------------

    def test_what_a_language_lacks_is_taken_from_the_default_one(self):
        """Core would fall back to English alone."""
        self.tr.write({"organisation": "Poyraz", "note": "<p>Merhaba</p>"})
        self.en.write({"form_name": "Ask us"})
        english = self.website._get_portal_texts("en_US")
        self.assertEqual(english.organisation, "Poyraz")
        self.assertEqual(english.form_name, "Ask us")
        self.assertEqual(english.note, "<p>Merhaba</p>")
        turkish = self.website._get_portal_texts("tr_TR")
        self.assertNotEqual(turkish.form_name, "Ask us")

    def test_without_any_text_the_websites_name_and_a_question_stand_there(self):
        texts = self.website._get_portal_texts("en_US")
        self.assertEqual(texts.organisation, "The website")
        self.assertEqual(texts.form_name, "How can we help?")
        self.assertEqual((texts.note, texts.consent.text), ("", False))

    def test_a_language_that_visitors_cannot_choose_reads_the_default_one(self):
        self.tr.organisation = "Poyraz"
        self.assertEqual(self.website._get_portal_texts("fr_FR").organisation, "Poyraz")

    def test_what_is_missing_is_marked_with_what_is_shown_instead(self):
        self.tr.write({"organisation": "Poyraz", "consent": "<p>KVKK</p>"})
        self.assertIn("Organisation's name", self.en.missing)
        self.assertIn("Consent text", self.en.missing)
        self.assertNotIn("Note", self.en.missing)
        self.assertEqual(self.en.organisation_shown, "Poyraz")
        self.assertEqual(self.en.consent_line, "KVKK")
        self.assertEqual(self.site.missing_count, 2)
        self.assertIn("missing", self.en.organisation_cell)
        self.assertIn("Poyraz", self.en.organisation_cell)
        self.assertEqual(self.tr.organisation_cell, "Poyraz")
        self.tr.organisation = "<b>Poyraz</b>"
        self.assertIn("&lt;b&gt;", self.en.organisation_cell)

    def test_an_empty_paragraph_is_no_text(self):
        self.tr.note = "<p>Merhaba</p>"
        self.en.note = "<p><br></p>"
        note = self.website._get_portal_texts("en_US").note
        self.assertEqual(note, "<p>Merhaba</p>")

    def test_scripts_are_taken_out_of_texts(self):
        bad = "<p>Hi<script>x()</script><img src=x onerror=x()></p><form></form>"
        self.tr.write({"note": bad, "consent": bad})
        for text in (self.tr.note, self.tr.consent, self.tr.consent_id.text):
            self.assertNotIn("script", text)
            self.assertNotIn("onerror", text)
            self.assertNotIn("<form", text)

    def test_a_language_added_to_the_website_gets_a_row(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self.website.language_ids |= french
        self.assertIn(french, self.site.text_ids.lang_id)
        self.website.language_ids -= french
        row = self.site.text_ids.filtered(lambda t: t.lang_id == french)
        self.assertFalse(row.is_used)
        used = self.env["crm.portal.text"].search([("is_used", "=", True)])
        self.assertNotIn(row, used)
        self.assertIn(self.tr, used)

    # -- consent -------------------------------------------------------------------

    def test_a_changed_text_is_a_new_version_and_the_old_one_stays(self):
        self.tr.consent = "<p>one</p>"
        first = self.tr.consent_id
        self.tr.write({"consent": "<p>one</p>", "note": "<p>x</p>"})
        self.assertEqual(self.tr.consent_id, first)
        self.tr.consent = "<p>two</p>"
        second = self.tr.consent_id
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(first.text, "<p>one</p>")
        self.tr.consent = False
        self.assertFalse(self.tr.consent_id)
        self.assertTrue(second.exists())
        self.tr.consent = "<p>two</p>"
        self.assertEqual(self.tr.consent_id, second)

    def test_each_language_counts_its_own_versions(self):
        self.tr.consent = "<p>bir</p>"
        self.tr.consent = "<p>iki</p>"
        self.en.consent = "<p>one</p>"
        self.assertEqual(self.en.consent_id.version, 1)
        self.assertEqual(self.tr.consent_id.version, 2)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_changes_a_version(self):
        self.tr.consent = "<p>one</p>"
        version = self._as(self.user_crm_manager, self.tr.consent_id)
        with self.assertRaises(AccessError):
            version.text = "<p>other</p>"
        with self.assertRaises(AccessError):
            version.unlink()

    # -- rights --------------------------------------------------------------------

    def test_who_manages_customers_sets_the_form_up(self):
        site = self._as(self.user_crm_manager, self.site)
        site.is_open = True
        self.assertTrue(self.website.crm_support_is_open)
        site.write({"network_limit": 3, "frame_origins": "https://a.example"})
        self._as(self.user_crm_manager, self.tr).organisation = "Poyraz"
        self.assertEqual(self.tr.organisation, "Poyraz")
        self.assertEqual(site.action_open()["res_model"], "crm.portal.site")

    def test_a_form_without_topics_is_not_opened(self):
        self.website.crm_support_is_open = False
        topics = self.env["crm.portal.topic"].search([])
        topics.active = False
        with self.assertRaisesRegex(UserError, "no topic that visitors"):
            self._as(self.user_crm_manager, self.site).is_open = True
        self.assertFalse(self.website.crm_support_is_open)
        self._create_topic()
        self.site.is_open = True
        # whoever saves the settings again is not kept from it
        self.env["crm.portal.topic"].search([]).active = False
        self.website.crm_support_is_open = True

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_highest_role_that_may_not_changes_nothing(self):
        for user in (self.user_delete, self.user_project_manager, self.user_portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.site).is_open = True
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.tr).organisation = "x"
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.env["crm.portal.check"]).create(
                    {"site_id": self.site.id}
                )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.site).action_open()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_form_of_another_company_is_not_seen(self):
        company = self.env["res.company"].create({"name": "Other company"})
        website = self.env["website"].create(
            {"name": "Other", "company_id": company.id}
        )
        theirs = website._get_support_sites()
        sites = self._as(self.user_crm_manager, self.env["crm.portal.site"])
        self.assertNotIn(theirs, sites.search([]))
        with self.assertRaises(AccessError):
            sites.browse(theirs.id).read(["frame_origins"])
        with self.assertRaises(AccessError):
            sites.env["crm.portal.text"].browse(theirs.text_ids[0].id).read(["note"])

    # -- limits and sites ------------------------------------------------------------

    def test_the_address_is_that_of_the_menu(self):
        """So that a page opened by its address has the menus of the app."""
        menus = self._as(self.user_crm_manager, self.env["ir.ui.menu"])
        shown = menus.load_web_menus(False)
        menu = shown[self.env.ref("crm_portal.crm_portal_site_menu").id]
        self.assertEqual(menu["actionPath"], "support-form")
        opened = self._as(self.user_crm_manager, self.env["crm.portal.site"])
        self.assertFalse(opened.action_open().get("path"))

    def test_limits_hold_as_set(self):
        self.site.write({"network_limit": 2, "address_limit": 1})
        attempts = self.env["crm.portal.attempt"]
        self.assertTrue(attempts._may_file("198.51.100.7", "a@example.com"))
        self.assertFalse(attempts._may_file("192.0.2.1", "a@example.com"))
        self.assertTrue(attempts._may_file("198.51.100.8", "b@example.com"))
        self.assertFalse(attempts._may_file("198.51.100.9", "c@example.com"))

    def test_no_limit_of_nothing(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "limits_positive"),
            self.cr.savepoint(),
        ):
            self.site.network_limit = 0
            self.env.flush_all()

    def test_only_addresses_of_sites_are_taken(self):
        self.site.frame_origins = (
            "www.gizem.example/contact\nhttps://*.isik.example:8443"
        )
        self.assertEqual(
            self.site._get_frame_origins(),
            ["https://www.gizem.example", "https://*.isik.example:8443"],
        )
        for bad in ("*", "https://a.example; script-src *", "javascript:x", "'self'"):
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                self.site.frame_origins = bad

    def test_lines_to_copy_are_there_where_a_site_is_named(self):
        self.assertFalse(self.site.snippet)
        self.assertIs(self.en.snippet, False)
        self.tr.form_name = 'Soru "sor"'
        self.site.frame_origins = "https://a.example"
        self.assertIn("/support/embed", self.site.snippet)
        self.assertIn("embed.js", self.site.snippet)
        self.assertNotIn('"Soru "', self.site.snippet)
        self.assertIn(f"/{self.english.url_code}/support/embed", self.en.snippet)
        self.site.resizes = False
        self.assertNotIn("<script", self.site.snippet)

    # -- who is told -----------------------------------------------------------------

    def _check(self):
        self.env["ir.mail_server"].search([]).active = False
        check = self._as(self.user_crm_manager, self.env["crm.portal.check"])
        return check.create({"site_id": self.site.id})

    def test_who_is_told_is_listed_by_topic(self):
        self.env["crm.portal.topic"].search([]).active = False
        handler = new_test_user(self.env, "told", "base.group_user", name="Told One")
        self._create_topic(name="Technical", user_ids=handler.ids)
        report = self._check().report
        self.assertIn("Technical", report)
        self.assertIn("Told One", report)
        self.assertNotIn("text-bg-warning", report)

    def test_topics_that_fall_back_are_marked(self):
        self.env["crm.portal.topic"].search([]).active = False
        self._create_topic(name="Nobody's")
        report = self._check().report
        self.assertIn("text-bg-warning", report)
        self.assertIn("Administrator", report)

    def test_no_topic_and_no_mail_server_are_said(self):
        self.env["crm.portal.topic"].search([]).active = False
        report = self._check().report
        self.assertIn("nothing can be filed", report)
        self.assertIn("No outgoing mail server", report)
        self.env["ir.mail_server"].create({"name": "x", "smtp_host": "mail.example"})
        self.assertNotIn("No outgoing mail server", self._check_again())

    def _check_again(self):
        check = self._as(self.user_crm_manager, self.env["crm.portal.check"])
        return check.create({"site_id": self.site.id}).report
