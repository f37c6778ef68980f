from odoo.tests import HttpCase, tagged

from .common import PortalCustomerCase


@tagged("post_install", "-at_install")
class TestMyTicketsTour(PortalCustomerCase, HttpCase):
    def test_asked_answered_and_no_more_mails(self):
        """In Turkish, with a phone."""
        self.browser_size, self.touch_enabled = "390x844", True
        self.env["res.lang"]._activate_lang("tr_TR")
        self.website.language_ids |= self.env["res.lang"]._lang_get("tr_TR")
        self.ayse.lang = "tr_TR"
        self.start_tour("/tr/my", "crm_portal_my_tickets_ask", login="ayse")
        ticket = self._get_seen(self.ayse)
        self.assertEqual(ticket.user_ids, self.handler)
        ticket.with_user(self.handler)._answer("Fişi takılı mı?")
        self.start_tour("/tr/my/tickets", "crm_portal_my_tickets_read", login="ayse")
        self.env.invalidate_all()
        self.assertFalse(ticket.crm_share_ids.follows)
        message = ticket.with_user(self.handler)._answer("Hâlâ orada mısınız?")
        self.assertNotIn(self.ayse.partner_id, message.notified_partner_ids)
        self.assertEqual(self._get_seen(self.ayse), ticket)
