from odoo.tests import HttpCase, tagged

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketTour(TicketCase, HttpCase):
    def test_a_call_that_was_a_ticket_already(self):
        """Written down, merged with the one there was, shared and closed to one."""
        worker = self._create_worker("worker", "edit")
        ticket = self._create_ticket(self.customer)
        self.ticket.active = False
        self.browser_size = "1366x768"
        self.start_tour("/odoo/tickets", "crm_ticket_called", login=worker.login)
        self.env.invalidate_all()
        source = ticket.crm_merged_ids
        self.assertEqual(source.name, "No receipt")
        self.assertEqual(source.crm_channel, "phone")
        self.assertTrue(source.is_closed)
        share = ticket.crm_share_ids.filtered(lambda s: s.partner_id == self.contact)
        self.assertTrue(share.is_revoked)
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour("/odoo/tickets", "crm_ticket_phone", login=worker.login)
