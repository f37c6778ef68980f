from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketTour(TicketCase, HttpCase):
    def _ask(self):
        """Ask for the device, and of a printer for its number."""
        self.topic.form_id = form = self.env["crm.portal.form"].create({"name": "F"})
        questions = self.env["crm.portal.question"]
        device = questions.create(
            {
                "form_id": form.id,
                "name": "Device",
                "question_type": "choice",
                "option_ids": [
                    Command.create({"name": name}) for name in ("Printer", "Till")
                ],
            }
        )
        questions.create(
            {
                "form_id": form.id,
                "name": "Serial number",
                "question_type": "text",
                "sequence": device.sequence + 10,
                "condition_question_id": device.id,
                "condition_operator": "in",
                "condition_option_ids": device.option_ids[:1].ids,
            }
        )

    def test_a_call_that_was_a_ticket_already(self):
        """Written down, merged with the one there was, shared and closed to one."""
        worker = self._create_worker("worker", "edit")
        ticket = self._create_ticket(self.customer)
        self.ticket.active = False
        self._ask()
        self.browser_size = "1366x768"
        self.start_tour("/odoo/tickets", "crm_ticket_called", login=worker.login)
        self.env.invalidate_all()
        source = ticket.crm_merged_ids
        self.assertEqual(source.name, "No receipt")
        self.assertEqual(source.crm_channel, "phone")
        # answers go along with what is merged
        values = ticket.crm_reply_ids.mapped("display_value")
        self.assertEqual(values, ["Printer", "S-77"])
        self.assertTrue(source.is_closed)
        share = ticket.crm_share_ids.filtered(lambda s: s.partner_id == self.contact)
        self.assertTrue(share.is_revoked)
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour("/odoo/tickets", "crm_ticket_phone", login=worker.login)
