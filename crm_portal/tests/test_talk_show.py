from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from .talk_common import TalkCase

NOTE = "Found in the manual"


@tagged("post_install", "-at_install")
class TestTalkShow(TalkCase):
    """A post can be shown to the customer later, and hidden again."""

    def _note(self, **kwargs):
        return self.own.message_post(body=NOTE, **kwargs)

    def _change(self, **values):
        before = self.ticket.message_ids
        self.own.write(values)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        return (self.ticket.message_ids - before).with_user(self.handler)

    def test_shown_and_hidden(self):
        note = self._note(attachments=[("manual.txt", b"x")])
        with self._mails() as mails:
            note.with_user(self.handler).action_show_to_customer()
        self.assertFalse(mails, "showing alone tells nobody")
        self.assertIn(NOTE, self._get_page_text())
        shown = self.ticket._get_visible_messages()
        self.assertIn("manual.txt", shown.attachment_ids.mapped("name"))
        self.assertFalse(note.is_internal)
        note.with_user(self.handler).action_hide_from_customer()
        self.assertNotIn(NOTE, self._get_page_text())
        self.assertTrue(note.is_internal)
        log = self.ticket.message_ids[:2].sorted("id")
        self.assertEqual(log.author_id, self.handler.partner_id)
        self.assertIn("Shown to the customer", log[0].body)
        self.assertIn("Hidden from the customer", log[1].body)
        self.assertIn(NOTE, log[1].body)
        self.assertFalse(any(log.mapped("crm_is_visible")))

    def test_shown_and_mailed(self):
        note = self._note(attachments=[("manual.txt", b"x")])
        with self._mails() as mails:
            note.with_user(self.handler).action_show_to_customer(is_mailed=True)
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        mail = mails[0][0]
        self.assertIn(NOTE, mail.body_html)
        self.assertIn(self.ticket.crm_share_ids._get_url(), mail.body_html)
        self.assertEqual(mail.attachment_ids.mapped("name"), ["manual.txt"])
        self.assertNotIn("Internal communication", mail.body_html)

    def test_a_file_without_a_post(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "kılavuz.txt",
                "raw": b"x",
                "res_model": "project.task",
                "res_id": self.ticket.id,
            }
        )
        with self._mails() as mails:
            self.own.crm_show_file(file.id)
        self.assertFalse(mails)
        self.assertIn(file, self.ticket._get_visible_messages().attachment_ids)
        with self._mails() as mails:
            self.own.crm_show_file(file.id, is_mailed=True)
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        other = file.copy({"res_model": "res.partner", "res_id": self.customer.id})
        for wrong in (other.id, 0):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.own.crm_show_file(wrong)

    def test_a_post_that_was_deleted_is_gone(self):
        answer = self.own._answer("Is it plugged in?")
        count = len(self.ticket._get_visible_messages())
        self.own._message_update_content(answer.sudo(), body="", attachment_ids=[])
        self.assertEqual(len(self.ticket._get_visible_messages()), count - 1)

    def test_changes_are_told_in_words(self):
        stage = self.env["project.task.type"].create(
            {"name": "Repaired", "project_ids": self.project.ids}
        )
        change = self._change(stage_id=stage.id, priority="1", name="Secret name")
        change.action_show_to_customer(is_mailed=False)
        text = self._get_page_text()
        self.assertIn(
            "Repaired", self.ticket._get_ticket_page(self.ayse).posts[-1].body
        )
        self.assertIn("Repaired", text)
        self.assertNotIn("Secret name", text)
        self.assertNotIn("Priority", text)

    def test_changes_are_mailed_without_the_others(self):
        change = self._change(state="03_approved", name="Secret name")
        with self._mails() as mails:
            change[:1].action_show_to_customer(is_mailed=True)
        body = "".join(mail.body_html for mail, _emails in mails)
        self.assertIn("Approved", body)
        # the name of the ticket is the customer's; the change of it is not told
        self.assertNotIn("Yazıcı çalışmıyor", body.split("Approved")[1])

    def test_a_state_is_told_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        labels = (
            self.env["project.task"]
            .with_context(lang="tr_TR")
            .fields_get(["state"], ["selection", "string"])["state"]
        )
        self.ayse.lang = "tr_TR"
        self._change(state="03_approved").action_show_to_customer()
        text = self._get_page_text()
        self.assertIn(dict(labels["selection"])["03_approved"], text)
        self.assertIn(labels["string"], text)

    def test_internal_changes_cannot_be_shown(self):
        change = self._change(priority="1")
        with self.assertRaises(UserError):
            change.action_show_to_customer()

    def test_what_the_customer_wrote_stays(self):
        question = self.ticket._get_visible_messages()
        with self.assertRaises(UserError):
            question.with_user(self.handler).action_hide_from_customer()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_may(self):
        note = self._note()
        for method in ("action_show_to_customer", "action_hide_from_customer"):
            for user in (self.user_plain, self.user_portal):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                ):
                    getattr(note.with_user(user), method)()

    def test_posts_of_other_documents_cannot_be_shown(self):
        task = self.env["project.task"].create(
            {"name": "No ticket", "project_id": self.project.id}
        )
        others = task.message_post(body=NOTE)
        others |= self.customer.message_post(body=NOTE)
        others |= self.own.message_notify(
            partner_ids=self.colleague.partner_id.ids, body=NOTE, subject="x"
        )
        for message in others.with_user(self.env.ref("base.user_admin")):
            with self.subTest(model=message.model), self.assertRaises(UserError):
                message.action_show_to_customer()

    def test_the_chatter_marks_what_the_customer_sees(self):
        answer = self.own._answer("Is it plugged in?")
        data = Store().add(answer.with_user(self.handler)).get_result()
        (row,) = [m for m in data["mail.message"] if m["id"] == answer.id]
        self.assertTrue(row["crm_is_visible"])
