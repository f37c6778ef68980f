from odoo.tests import HttpCase, new_test_user, tagged

from .common import HANDLER_GROUPS, PortalCommon


@tagged("post_install", "-at_install")
class TestSupportTour(PortalCommon, HttpCase):
    def test_from_question_to_closed(self):
        """In Turkish; the visitor with a phone."""
        # what waits to go out is tried by a tour of its own
        self.env["ir.config_parameter"].set_param("crm_portal.withdraw_seconds", "0")
        self.env["res.lang"]._activate_lang("tr_TR")
        website = self.env["website"].get_current_website()
        website.crm_support_is_open = True
        website.language_ids |= self.env["res.lang"]._lang_get("tr_TR")
        self.env["crm.portal.topic"].search([]).active = False
        handler = new_test_user(self.env, "handler", HANDLER_GROUPS, lang="tr_TR")
        topic = self._create_topic(name="Teknik sorun", user_ids=handler.ids)
        self._create_topic(name="Fatura")
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour("/tr/support", "crm_support_visitor")
        ticket = self.env["project.task"].search([("crm_topic_id", "=", topic.id)])
        self.assertEqual(ticket.user_ids, handler)
        self.browser_size, self.touch_enabled = "1366x768", False
        self.start_tour("/odoo/tickets", "crm_support_handler", login="handler")
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(f"/tr{ticket.crm_share_ids._get_url()}", "crm_support_customer")
        self.browser_size, self.touch_enabled = "1366x768", False
        self.start_tour(
            f"/odoo/tickets/{ticket.id}", "crm_support_close", login="handler"
        )
        self.env.invalidate_all()
        self.assertTrue(ticket.is_closed)
        self.assertFalse(ticket.crm_waiting_for)
        self.assertEqual(len(ticket._get_visible_messages()), 3)
