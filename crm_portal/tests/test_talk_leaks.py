import json

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_portal.models.crm_portal_sender import Sender
from odoo.addons.crm_portal.models.project_task_filing import Question
from odoo.addons.crm_portal.models.project_task_later import LATER

from .talk_common import TalkCase

ANSWER = "Is it plugged in?"
AMONG_US = "among us"


@tagged("post_install", "-at_install")
class TestTalkLeaks(TalkCase, HttpCase):
    """What is written on a ticket reaches nobody outside, whichever door it takes."""

    def _assert_inside(self, mails, text=AMONG_US):
        self.assertFalse(self._get_outside(mails))
        self.assertNotIn(text, self._get_page_text())
        posts = self.ticket.message_ids.filtered(lambda m: text in (m.body or ""))
        outside = posts.partner_ids.filtered("partner_share")
        self.assertFalse(outside, "whoever is named on a post may read it")
        self.assertFalse(
            posts.notification_ids.res_partner_id.filtered("partner_share")
        )
        self.assertTrue(all(posts.mapped("is_internal")))
        return posts

    def test_posts_stay_inside(self):
        people = (self.ayse | self.stranger | self.colleague.partner_id).ids
        for kwargs in (
            {"partner_ids": people},
            {"partner_ids": people, "subtype_xmlid": "mail.mt_comment"},
            {"partner_ids": people, "message_type": "comment"},
            {"partner_ids": people, "crm_is_visible": True},
            {"partner_ids": people, "message_type": "email", "author_id": self.ayse.id},
            {"outgoing_email_to": "stranger@elsewhere.example"},
            {"partner_ids": people, "is_internal": False},
        ):
            with self.subTest(**kwargs), self._mails() as mails:
                self.own.message_post(body=AMONG_US, **kwargs)
            posts = self._assert_inside(mails)
            self.assertFalse(any(posts.mapped("crm_is_visible")))

    def test_colleagues_who_are_named_are_told(self):
        with self._mails() as mails:
            self.own.message_post(
                body=AMONG_US,
                partner_ids=(self.colleague.partner_id | self.ayse).ids,
            )
        self.assertEqual(
            {email for _m, emails in mails for email in emails},
            {"colleague@ours.example"},
        )

    def test_who_writes_is_told_that_somebody_was_not(self):
        self.env["bus.bus"].search([]).unlink()
        self.own.message_post(body=AMONG_US, partner_ids=self.ayse.ids)
        self.env.cr.precommit.run()
        told = "".join(self.env["bus.bus"].search([]).mapped("message"))
        self.assertIn("simple_notification", told)
        self.assertIn("Ay\\u015fe", told)

    def test_a_context_from_outside_opens_nothing(self):
        for mark in ("visible", "<visible>", True, 1, ["visible"], {"name": "visible"}):
            with self.subTest(mark=mark), self._mails() as mails:
                self.own.with_context(
                    crm_portal_audience=json.dumps(mark),
                    default_crm_is_visible=True,
                    default_partner_ids=self.ayse.ids,
                ).message_post(
                    body=AMONG_US, crm_is_visible=True, partner_ids=self.ayse.ids
                )
            self._assert_inside(mails)

    def test_the_web_client_posts_inside(self):
        self.authenticate("handler", "handler")
        with self._mails() as mails:
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    "thread_model": "project.task",
                    "thread_id": self.ticket.id,
                    "context": {"crm_portal_audience": "visible"},
                    "post_data": {
                        "body": AMONG_US,
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_comment",
                        "partner_ids": self.ayse.ids,
                        "partner_emails": ["stranger@elsewhere.example"],
                        "crm_is_visible": True,
                    },
                },
            )
        self._assert_inside(mails)

    def test_nobody_outside_is_proposed(self):
        self.assertEqual(
            self.own._message_get_suggested_recipients(reply_discussion=True), []
        )
        task = self.env["project.task"].create(
            {"name": "No ticket", "project_id": self.project.id}
        )
        task.partner_id = self.ayse
        self.assertTrue(task._message_get_suggested_recipients(reply_discussion=True))

    def test_the_composer_writes_inside(self):
        for mode in ("comment", "mass_mail"):
            with self.subTest(mode=mode), self._mails() as mails:
                composer = (
                    self.env["mail.compose.message"]
                    .with_user(self.handler)
                    .create(
                        {
                            "model": "project.task",
                            "res_ids": self.ticket.ids,
                            "composition_mode": mode,
                            "body": AMONG_US,
                            "subject": "x",
                            "partner_ids": (self.ayse | self.stranger).ids,
                        }
                    )
                )
                composer._action_send_mail()
            self._assert_inside(mails)

    def test_templates_write_inside(self):
        template = self.env["mail.template"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "body_html": f"<p>{AMONG_US}</p>",
                "subject": "x",
                "email_to": "stranger@elsewhere.example",
                "email_cc": "other@elsewhere.example, colleague@ours.example",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        with self._mails() as mails:
            template.send_mail(self.ticket.id)
        self._assert_inside(mails)
        with self._mails() as mails:
            self.own.message_post_with_source(template)
        self._assert_inside(mails)

    def test_a_scheduled_message_stays_inside(self):
        scheduled = self.env["mail.scheduled.message"].create(
            {
                "model": "project.task",
                "res_id": self.ticket.id,
                "author_id": self.handler.partner_id.id,
                "body": AMONG_US,
                "partner_ids": self.ayse.ids,
                "scheduled_date": "2099-01-01 00:00:00",
            }
        )
        with self._mails() as mails:
            scheduled.post_message()
        self._assert_inside(mails)

    def test_an_activity_that_is_done_stays_inside(self):
        activity = self.own.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        with self._mails() as mails:
            activity.action_feedback(feedback=AMONG_US)
        self._assert_inside(mails)

    def test_an_edited_note_names_nobody_outside(self):
        message = self.own.message_post(body="x", message_type="comment")
        self.own._message_update_content(
            message, body=AMONG_US, partner_ids=self.ayse.ids
        )
        self._assert_inside([])

    def test_followers_outside_are_told_nothing(self):
        self.env["mail.followers"].create(
            {
                "res_model": "project.task",
                "res_id": self.ticket.id,
                "partner_id": self.stranger.id,
                "subtype_ids": self.env["mail.message.subtype"].search([]).ids,
            }
        )
        with self._mails() as mails:
            self.own.message_post(body=AMONG_US, subtype_xmlid="mail.mt_comment")
            self.own._answer(ANSWER)
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})

    def test_what_a_stage_sends_is_read_by_the_customer(self):
        """Somebody chose the template for the stage, so it is an answer."""
        stage = self.env["project.task.type"].create(
            {
                "name": "Repaired",
                "project_ids": self.project.ids,
                "mail_template_id": self._create_stage_template().id,
            }
        )
        with self._mails() as mails:
            self.own.stage_id = stage
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        self.assertIn("It is repaired", self._get_page_text())
        self.assertIn("/support/ticket/", mails[0][0].body_html)

    def test_what_the_first_stage_sends_is_mailed_whoever_files(self):
        """By a visitor and by a portal user, who are not taken for its author."""
        self.env["project.task.type"].create(
            {
                "name": "New",
                "sequence": -10,
                "project_ids": self.project.ids,
                "mail_template_id": self._create_stage_template().id,
            }
        )
        portal = new_test_user(
            self.env,
            "ayse",
            "base.group_portal",
            partner_id=self.ayse.id,
            email="ayse@gizem.example",
        )
        question = Question(self.topic, "Printer", "Broken", [], "portal")
        for user in (self.env.ref("base.public_user"), portal):
            tasks = self.env["project.task"].with_user(user).with_context(**LATER)
            with self.subTest(user=user.login), self._mails() as mails:
                ticket = tasks._file_ticket(question, Sender(self.ayse, True))
                self.env.flush_all()
                self.env.cr.precommit.run()
                self.env["mail.message.schedule"].search([])._send_notifications()
            sent = ticket.sudo()._get_visible_messages()[-1]
            self.assertIn("It is repaired", sent.body)
            self.assertEqual(sent.author_id, self.env.company.partner_id)
            mailed = {
                email
                for m, emails in mails
                if m.mail_message_id == sent
                for email in emails
            }
            self.assertEqual(mailed, {"ayse@gizem.example"})

    def test_what_a_stage_sends_to_colleagues_stays_inside(self):
        template = self._create_stage_template()
        template.use_default_to = False
        template.partner_to = f"{self.colleague.partner_id.id}"
        stage = self.env["project.task.type"].create(
            {
                "name": "Repaired",
                "project_ids": self.project.ids,
                "mail_template_id": template.id,
            }
        )
        with self._mails() as mails:
            self.own.stage_id = stage
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertTrue(mails)
        self._assert_inside(mails, "It is repaired")

    def test_a_request_to_rate_is_mailed_and_no_post(self):
        template = self.env.ref("project.rating_project_request_email_template")
        self.topic.user_ids = self.handler
        stage = self.env["project.task.type"].create(
            {
                "name": "Rated",
                "project_ids": self.project.ids,
                "rating_active": True,
                "rating_status": "stage",
                "rating_template_id": template.id,
            }
        )
        count = len(self.ticket._get_visible_messages())
        with self._mails() as mails:
            self.own.stage_id = stage
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        self.assertEqual(len(self.ticket._get_visible_messages()), count)

    def test_a_mail_of_ours_that_goes_out_later(self):
        """By our queue, or by core's, which knows nothing but the message."""
        with self._mails() as mails:
            self.ticket.with_context(**LATER)._send_link(self.ticket.crm_share_ids)
            self.assertFalse(mails)
            self.ticket._mail_filed()
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        with self._mails() as mails:
            self.own.with_context(**LATER).message_post(
                body=AMONG_US,
                partner_ids=self.ayse.ids,
                subtype_xmlid="mail.mt_comment",
            )
            self.env["mail.message.schedule"]._send_notifications_cron()
        self._assert_inside(mails)

    def test_a_ticket_that_becomes_a_task_shows_nothing(self):
        self.own._answer(ANSWER)
        self.ticket._become_task()
        self.assertFalse(self.ticket._get_visible_messages())

    def _create_stage_template(self):
        return self.env["mail.template"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "body_html": "<p>It is repaired</p>",
                "subject": "x",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )

    def test_changes_are_told_to_nobody_outside(self):
        with self._mails() as mails:
            self.own.write({"priority": "1", "name": f"Printer {AMONG_US}"})
            self.env.flush_all()
            self.env.cr.precommit.run()
        self._assert_inside(mails)
