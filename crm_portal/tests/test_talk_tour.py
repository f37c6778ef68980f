from odoo.tests import HttpCase, tagged

from .talk_common import TalkCase


@tagged("post_install", "-at_install")
class TestTalkTour(TalkCase, HttpCase):
    def test_a_handler_answers_from_the_chatter(self):
        self.env["crm.portal.canned"].create(
            {
                "name": "Restart",
                "body": "<p>Dear {{ contact }}, please restart it.</p>",
                "user_id": False,
            }
        )
        self.env["ir.config_parameter"].set_param("crm_portal.withdraw_seconds", "600")
        self.start_tour(
            f"/odoo/tickets/{self.ticket.id}", "crm_talk_handler", login="handler"
        )
        self.env.invalidate_all()
        bodies = self.ticket._get_visible_messages().mapped("body")
        self.assertEqual(len([b for b in bodies if "please restart it" in b]), 1)
        self.assertFalse([body for body in bodies if "withdraw me" in body])
        note = self.ticket.message_ids.filtered(lambda m: "A note" in (m.body or ""))
        self.assertIn("A note", self._get_page_text())
        self.assertTrue(note.filtered("crm_is_visible"))
