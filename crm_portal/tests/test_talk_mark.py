from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .talk_common import TalkCase
from .test_talk_leaks import AMONG_US, ANSWER


@tagged("post_install", "-at_install")
class TestTalkMark(TalkCase):
    """That the customer sees a post is said by our own code alone."""

    def test_the_mark_is_set_by_no_client(self):
        message = self.own.message_post(body=AMONG_US)
        for user in (self.handler, self.env.ref("base.user_admin")):
            for field in ("crm_is_visible", "crm_is_stranger"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    message.with_user(user).write({field: True})
        self.env["mail.message"].with_user(self.handler).with_context(
            default_crm_is_visible=True
        ).create(
            {
                "model": "project.task",
                "res_id": self.ticket.id,
                "body": AMONG_US,
                "crm_is_visible": True,
                "message_type": "comment",
            }
        )
        self.assertNotIn(AMONG_US, self._get_page_text())

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_customer_with_an_account_changes_and_reads_nothing(self):
        user = new_test_user(
            self.env, "ayse", "base.group_portal", partner_id=self.ayse.id
        )
        note = self.own.message_post(body=AMONG_US, partner_ids=self.ayse.ids)
        answer = self.own._answer(ANSWER)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            note.with_user(user).read(["body"])
        for message in (note, answer):
            for method in ("action_show_to_customer", "action_hide_from_customer"):
                with self.subTest(method=method), self.assertRaises(AccessError):
                    getattr(message.with_user(user), method)()
            with self.assertRaises(AccessError):
                message.with_user(user).write({"crm_is_visible": True})
        with self.assertRaises(AccessError):
            self.ticket.with_user(user).crm_send_answer("x", [])
        self.assertIn(ANSWER, self._get_page_text())
