from odoo.tests import tagged

from .form_common import FormCommon


@tagged("post_install", "-at_install")
class TestSupportFormTour(FormCommon):
    def test_a_visitor_files_a_ticket_with_files_and_consent(self):
        self.text.lang_id = self.env["res.lang"]._lang_get("en_US")
        self.website.default_lang_id = self.text.lang_id
        self.text.write(
            {
                "form_name": "Ask Poyraz",
                "note": "<p>Read this first</p>",
                "consent": "<p>We keep it.</p>",
            }
        )
        self.start_tour("/support", "crm_portal_form")
        ticket = self._get_tickets()
        self.assertEqual(len(ticket), 1)
        files = ticket._get_visible_messages().attachment_ids
        self.assertEqual(files.mapped("name"), ["note.txt"])
        self.assertEqual(ticket.crm_consent_id, self.text.consent_id)

    def test_a_manager_sets_the_form_up(self):
        self.website.crm_support_is_open = False
        self.site.text_ids.write({"organisation": False})
        self.start_tour(
            f"/odoo/support-form/{self.site.id}",
            "crm_portal_form_settings",
            login="topic_crm_manager",
        )
        self.env.invalidate_all()
        self.assertTrue(self.website.crm_support_is_open)
