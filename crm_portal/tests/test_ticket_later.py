from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_portal.models.crm_portal_sender import Sender
from odoo.addons.crm_portal.models.project_task_filing import Question
from odoo.addons.crm_portal.models.project_task_later import LATER

from .talk_common import TalkCase

LOGGER = "odoo.addons.crm_portal.models.project_task_later"


@tagged("post_install", "-at_install")
class TestTicketLater(TalkCase):
    """Whoever files a ticket waits for no mail; the queue writes them, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic.user_ids = cls.handler
        cls.handler.lang = "en_US"

    def _file(self, subject="Printer"):
        tasks = self.env["project.task"].with_user(self.env.ref("base.public_user"))
        question = Question(self.topic, subject, "It is broken", [], "form")
        ticket = tasks.with_context(**LATER)._file_ticket(
            question, Sender(self.ayse, True)
        )
        self.env.flush_all()
        return ticket.with_env(self.env)

    def _run_queue(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_portal.ir_cron_filed").method_direct_trigger()
        self.env.invalidate_all()

    def _get_told(self, tickets):
        """Return whom messages of tickets have told, and about what."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "project.task"),
                ("res_id", "in", tickets.ids),
                ("message_type", "=", "user_notification"),
            ]
        )
        return [(m.partner_ids, m.subject) for m in messages.sorted("id")]

    def test_the_form_writes_no_mail(self):
        ticket = self._file()
        self.assertFalse(self._get_told(ticket))
        self.assertEqual(ticket.user_ids, self.handler)
        notices = ticket.crm_notice_ids
        self.assertEqual(notices.user_id, self.handler)
        self.assertTrue(all(notices.mapped("is_waiting")))
        self.assertTrue(ticket.crm_share_ids.link_lang)

    def test_without_the_job_mails_are_written_at_once(self):
        queue = self.env.ref("crm_portal.ir_cron_filed")
        queue.active = False
        ticket = self._file()
        self.assertEqual(len(self._get_told(ticket)), 2)
        self.assertFalse(self.env["project.task"]._find_unmailed())
        self.env.cr.precommit.clear()
        queue.unlink()
        ticket = self._file()
        self.assertEqual(len(self._get_told(ticket)), 2)

    def test_the_queue_is_woken_once_for_a_form(self):
        cron = self.env.ref("crm_portal.ir_cron_filed")
        triggers = self.env["ir.cron.trigger"]
        count = triggers.search_count([("cron_id", "=", cron.id)])
        self._file()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), count + 1)

    def test_the_queue_tells_handler_and_sender_once(self):
        ticket = self._file()
        self._run_queue()
        told = self._get_told(ticket)
        self.assertEqual(
            told,
            [
                (self.handler.partner_id, f"New ticket {ticket.display_name}"),
                (self.ayse, ticket.display_name),
            ],
        )
        self.assertFalse(any(ticket.crm_notice_ids.mapped("is_waiting")))
        self.assertFalse(ticket.crm_share_ids.link_lang)
        self._run_queue()
        self.assertEqual(self._get_told(ticket), told)

    def test_it_writes_in_the_language_of_the_visitor(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.ayse.lang = False
        tasks = self.env["project.task"].with_user(self.env.ref("base.public_user"))
        question = Question(self.topic, "Printer", "It is broken", [], "form")
        ticket = tasks.with_context(lang="tr_TR", **LATER)._file_ticket(
            question, Sender(self.ayse, True)
        )
        self.env.flush_all()
        self._run_queue()
        message = self.env["mail.message"].search(
            [("res_id", "=", ticket.id), ("partner_ids", "in", self.ayse.ids)]
        )
        self.assertIn("Sorunuz bize ulaştı", message.body)

    def test_handlers_read_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.handler.lang = "tr_TR"
        ticket = self._file()
        self._run_queue()
        self.assertIn(
            (self.handler.partner_id, f"Yeni talep: {ticket.display_name}"),
            self._get_told(ticket),
        )

    def test_what_is_no_ticket_any_more_tells_nobody(self):
        ticket = self._file()
        ticket._become_task()
        self._run_queue()
        self.assertFalse(self._get_told(ticket))
        self.assertFalse(self.env["project.task"]._find_unmailed())

    def test_whoever_it_was_taken_from_is_not_told(self):
        ticket = self._file()
        ticket.user_ids = self.colleague
        self._run_queue()
        told = self.env["res.partner"].union(*[p for p, _ in self._get_told(ticket)])
        self.assertEqual(told, self.colleague.partner_id | self.ayse)

    def test_two_that_were_merged_send_one_link(self):
        first, second = self._file("First"), self._file("Second")
        second._merge_into(first)
        self._run_queue()
        links = [s for p, s in self._get_told(first + second) if p == self.ayse]
        self.assertEqual(links, [first.display_name])
        self.assertFalse(self.env["project.task"]._find_unmailed())

    def test_what_was_merged_into_an_older_one_is_confirmed_there(self):
        first = self._file("First")
        self._run_queue()
        told = self._get_told(first)
        second = self._file("Second")
        second._merge_into(first)
        self._run_queue()
        new = self._get_told(first + second)[len(told) :]
        self.assertIn((self.ayse, first.display_name), new)

    def test_one_that_fails_keeps_no_other_waiting(self):
        tickets = bad, good = self._file("Bad") + self._file("Good")
        tasks = type(self.env["project.task"])
        write_notice = tasks._mail_notice

        def fail(ticket, *args):
            if ticket.id == bad.id:
                raise ValueError("a template that somebody broke")
            write_notice(ticket, *args)

        with patch.object(tasks, "_mail_notice", fail), mute_logger(LOGGER):
            self._run_queue()
        self.assertFalse(self._get_told(bad))
        self.assertEqual(len(self._get_told(good)), 2)
        self.assertTrue(bad.crm_notice_ids.is_waiting)
        # it is mended
        self._run_queue()
        self.assertEqual(len(self._get_told(tickets)), 4)

    def test_a_ticket_that_was_deleted_is_forgotten(self):
        self._file().unlink()
        self._run_queue()
        self.assertFalse(self.env["project.task"]._find_unmailed())
