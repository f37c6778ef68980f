from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .talk_common import TalkCase

ANSWER = "<p>Is it <b>plugged in</b>?</p>"


@tagged("post_install", "-at_install")
class TestTalkAnswer(TalkCase):
    """An answer waits for some seconds, and can be taken back until then."""

    def _send(self, body=ANSWER, files=(), user=None):
        ticket = self.ticket.with_user(user or self.handler)
        action = ticket.crm_send_answer(body, [file.id for file in files])
        self.env.flush_all()
        answer_id = action.get("params", {}).get("id")
        return self.env["crm.portal.answer"].with_user(self.handler).browse(answer_id)

    def _upload(self, name="fiş.txt"):
        return (
            self.env["ir.attachment"]
            .with_user(self.handler)
            .create(
                {
                    "name": name,
                    "raw": b"x",
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
            )
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_portal.ir_cron_answer").method_direct_trigger()
        self.env.invalidate_all()

    def test_nothing_is_out_before_its_time(self):
        before = self.ticket.message_ids
        with self._mails() as mails:
            answer = self._send(files=[self._upload()])
        self.assertTrue(answer.send_date)
        self.assertFalse(mails)
        self.assertEqual(self.ticket.message_ids, before)
        self.assertNotIn("plugged in", self._get_page_text())
        self.assertEqual(self.ticket.crm_waiting_for, "us")
        self.assertFalse(self.ticket.crm_first_answer_date)
        with self._mails() as mails:
            self._run_cron()
        self.assertFalse(mails, "its time has not come")

    def test_the_job_sends_when_the_time_has_come(self):
        """No browser is needed, and no process that remembers."""
        cron = self.env.ref("crm_portal.ir_cron_answer")
        answer = self._send(files=[self._upload()])
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(answer.send_date, trigger.mapped("call_at"))
        with (
            freeze_time(fields.Datetime.now() + timedelta(seconds=11)),
            self._mails() as mails,
        ):
            self._run_cron()
        self.assertFalse(answer.exists())
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        message = self.ticket._get_visible_messages()[-1]
        self.assertIn("<b>plugged in</b>", message.body)
        self.assertEqual(message.author_id, self.handler.partner_id)
        self.assertEqual(message.attachment_ids.name, "fiş.txt")
        self.assertEqual(message.attachment_ids.res_id, self.ticket.id)
        self.assertEqual(self.ticket.crm_waiting_for, "customer")
        self.assertEqual(self.ticket.crm_first_answer_date, message.date)

    def test_taken_back_it_never_was(self):
        file = self._upload()
        answer = self._send(files=[file])
        back = answer.action_withdraw()
        self.assertIn("plugged in", back["body"])
        self.assertEqual(back["files"][0]["id"], file.id)
        self.assertFalse(answer.exists())
        with (
            freeze_time(fields.Datetime.now() + timedelta(seconds=11)),
            self._mails() as mails,
        ):
            self._run_cron()
        self.assertFalse(mails)
        self.assertNotIn("plugged in", self._get_page_text())
        # the file goes with the next one
        self._send(files=[file]).action_send_now()
        self.assertEqual(
            self.ticket._get_visible_messages()[-1].attachment_ids.id, file.id
        )

    def test_sent_once(self):
        answer = self._send()
        self.assertTrue(answer.action_send_now())
        self.assertFalse(answer.action_send_now())
        self.assertFalse(answer.action_withdraw(), "it is too late")
        self._run_cron()
        bodies = self.ticket._get_visible_messages().mapped("body")
        self.assertEqual(len([body for body in bodies if "plugged" in body]), 1)

    def test_zero_seconds_send_at_once(self):
        settings = self.env["res.config.settings"].create({})
        settings.crm_withdraw_seconds = 0
        settings.execute()
        self.assertEqual(self.env["crm.portal.answer"]._get_seconds(), 0)
        with self._mails() as mails:
            self._send()
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        self.assertIn("plugged in", self._get_page_text())

    def test_the_page_shows_what_waits_to_its_author_alone(self):
        answer = self._send()
        data = self.own._get_chatter_data()
        self.assertEqual([row["id"] for row in data["waiting"]], answer.ids)
        self.assertLessEqual(data["waiting"][0]["seconds"], 10)
        other = self.ticket.with_user(self.colleague)._get_chatter_data()
        self.assertFalse(other["waiting"])
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for method in ("action_withdraw", "action_send_now"):
                self.assertFalse(getattr(answer.with_user(self.colleague), method)())
        self.assertTrue(answer.exists())

    def test_who_reads_is_named_with_the_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.ayse.lang = "tr_TR"
        can = self.ayse.copy({"name": "Can", "email": "can@gizem.example"})
        self.env["crm.portal.share"]._share(self.ticket, can).follows = False
        readers = self.own._get_chatter_data()["readers"]
        self.assertEqual(
            [(r["name"], r["language"], r["follows"]) for r in readers],
            [
                ("Ayşe Işık", "Turkish / Türkçe", True),
                ("Can", "Turkish / Türkçe", False),
            ],
        )
        window = (
            self.env["crm.portal.answer"]
            .with_user(self.handler)
            .new({"task_id": self.ticket.id})
        )
        self.assertEqual(
            window.recipients,
            "Ayşe Işık <ayse@gizem.example> (Turkish / Türkçe)",
        )
        self.assertIn("Can", window.recipients_note)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_answer(self):
        portal = new_test_user(
            self.env, "ayse", "base.group_portal", partner_id=self.ayse.id
        )
        for user in (portal, self.user_plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._send(user=user)
        task = self.env["project.task"].create(
            {"name": "No ticket", "project_id": self.project.id}
        )
        with self.assertRaises(UserError):
            task.with_user(self.handler).crm_send_answer("x", [])
        secret = self.env["ir.attachment"].create({"name": "s", "raw": b"s"})
        with self.assertRaises(AccessError):
            self._send(files=[secret])

    def test_an_empty_answer_is_refused(self):
        with self.assertRaises(UserError):
            self._send(body="<p><br></p>")

    def test_what_cannot_go_is_given_back(self):
        answer = self._send()
        self.handler.group_ids = self.env.ref("base.group_user")
        self.env.flush_all()
        with (
            freeze_time(fields.Datetime.now() + timedelta(seconds=11)),
            self._mails() as mails,
            mute_logger("odoo.addons.base.models.ir_model"),
        ):
            self._run_cron()
        self.assertFalse(answer.sudo().send_date)
        self.assertNotIn("plugged in", self._get_page_text())
        self.assertEqual([emails for _m, emails in mails], [{"handler@ours.example"}])
        self.assertIn("plugged in", mails[0][0].body_html)

    # -- who gets the mail -----------------------------------------------------------

    def test_each_gets_a_mail_with_the_own_link(self):
        can = self.ayse.copy({"name": "Can", "email": "can@gizem.example"})
        shares = self.ticket.crm_share_ids
        shares |= self.env["crm.portal.share"]._share(self.ticket, can)
        with self._mails() as mails:
            self.own._answer("Is it plugged in?")
        outside = [row for row in mails if self._get_outside([row])]
        self.assertEqual(len(outside), 2, "one mail each")
        for mail, emails in outside:
            mine = shares.filtered(lambda s: s.partner_id.email in emails)  # noqa: B023
            self.assertEqual(len(mine), 1)
            self.assertIn(mine._get_url(), mail.body_html)
            self.assertNotIn((shares - mine)._get_url(), mail.body_html)
            # nobody else is named, so that no answer to all goes past the ticket
            self.assertNotIn("X-Msg-To-Add", mail.headers)
            self.assertNotIn(self.project.name, mail.body_html)

    def test_who_does_not_follow_gets_no_mail(self):
        self.ticket.crm_share_ids.follows = False
        with self._mails() as mails:
            self.own._answer("Is it plugged in?")
        self.assertFalse(self._get_outside(mails))
        self.assertIn("plugged in", self._get_page_text())

    def test_a_revoked_share_gets_no_mail(self):
        self.ticket.crm_share_ids.is_revoked = True
        self.ticket.partner_id = self.stranger
        with self._mails() as mails:
            self.own._answer("Is it plugged in?")
        self.assertEqual(self._get_outside(mails), {"stranger@elsewhere.example"})

    def test_the_mail_is_in_the_language_of_who_reads_it(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.ayse.lang = "tr_TR"
        self.env["crm.portal.share"]._share(self.ticket, self.stranger)
        self.env.flush_all()
        with self._mails() as mails:
            self.own._answer("Is it plugged in?")
        bodies = {next(iter(emails)): mail.body_html for mail, emails in mails}
        self.assertIn("Talebi aç", bodies["ayse@gizem.example"])
        self.assertIn("Open the ticket", bodies["stranger@elsewhere.example"])
        self.assertTrue(all(self.ticket.crm_number in m.subject for m, _e in mails))

    # -- closing ---------------------------------------------------------------------

    def test_closing_and_reopening_with_a_reason(self):
        share = self.ticket.crm_share_ids
        with self._mails() as mails:
            self.ticket._act_for(share, "close", "", [], "I have found it myself")
        self.assertTrue(self.ticket.is_closed)
        self.assertNotIn("found it", self._get_page_text(), "among colleagues")
        self.assertFalse(self._get_outside(mails))
        self.assertIn("found it", mails[0][0].body_html)
        self.ticket._act_for(share, "reopen", "Again", [], "It is back")
        self.assertFalse(self.ticket.is_closed)
        self.assertIn("It is back", str(self.ticket.message_ids.mapped("body")))
        self.assertIn("Again", self._get_page_text())

    def test_who_writes_on_a_closed_ticket_opens_it_again(self):
        share = self.ticket.crm_share_ids
        self.ticket._act_for(share, "close", "", [])
        self.ticket._act_for(share, "answer", "One more thing", [])
        self.assertFalse(self.ticket.is_closed)
        self.assertEqual(self.ticket.crm_waiting_for, "us")
        self.ticket._act_for(share, "close", "", [])
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.ticket._act_for(share, "answer", "Late", [])
        self.assertTrue(self.ticket.is_closed)
        self.assertFalse(self.ticket.crm_waiting_for)
        self.assertIn("Late", self._get_page_text(), "nothing is lost")

    def test_the_time_in_which_it_can_be_reopened(self):
        share = self.ticket.crm_share_ids
        self.ticket._act_for(share, "close", "", [])
        self.assertTrue(self.ticket._is_reopenable())
        later = fields.Datetime.now() + timedelta(days=31)
        with freeze_time(later):
            self.assertFalse(self.ticket._is_reopenable())
            self.ticket._act_for(share, "reopen", "", [], "x")
            self.assertTrue(self.ticket.is_closed)
        settings = self.env["res.config.settings"].create({"crm_reopen_days": 0})
        settings.execute()
        with freeze_time(later):
            self.assertTrue(self.ticket._is_reopenable(), "0 days: always")

    def test_what_a_visitor_does_is_noted_in_the_language_of_the_house(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.partner_id.lang = "en_US"
        visitor = self.ticket.with_user(self.env.ref("base.public_user"))
        visitor = visitor.with_context(lang="tr_TR")
        for do in ("close", "reopen"):
            before = self.ticket.message_ids
            share = visitor.sudo().crm_share_ids
            visitor._act_for(share, do, "", [])
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.invalidate_all()
            said = (self.ticket.message_ids - before).filtered(
                lambda m: m.message_type == "notification"
            )
            with self.subTest(do=do):
                self.assertTrue(said.filtered("tracking_value_ids"))
                self.assertEqual(said.author_id, self.ayse)
                self.assertIn("the ticket", " ".join(said.mapped("body")))
                self.assertNotIn("talebi", " ".join(said.mapped("body")))
