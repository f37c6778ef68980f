import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .ticket_common import PROJECT, TicketCase


@tagged("post_install", "-at_install")
class TestTicketHandlers(TicketCase):
    """Who works on a ticket is told once, with a reason kept, and nobody else."""

    def _get_told(self, ticket):
        messages = self.env["mail.message"].search(
            [("model", "=", "project.task"), ("res_id", "=", ticket.id)]
        )
        return messages.notification_ids.res_partner_id

    def test_whoever_is_assigned_later_is_told_once(self):
        later = self._create_worker("later", "view")
        ticket = self.ticket.with_user(self.handler)
        self._get_mails(ticket).unlink()
        ticket.user_ids |= later
        mail = self._get_mails(self.ticket)
        self.assertEqual(mail.recipient_ids, later.partner_id)
        self.assertIn(self.ticket.crm_number, mail.subject)
        notice = self.ticket.crm_notice_ids.filtered(lambda n: n.user_id == later)
        self.assertEqual((notice.reason, notice.is_assigned), ("assigned", True))
        # taken away and given back: they know
        ticket.user_ids -= later
        ticket.user_ids |= later
        self.assertEqual(len(self._get_mails(self.ticket)), 1)
        self.assertEqual(
            self.ticket.crm_notice_ids.filtered(lambda n: n.user_id == later), notice
        )

    def test_who_was_asked_to_choose_is_told_when_assigned(self):
        self.topic.user_ids = False
        self.project.user_id = self.user_project_manager
        ticket = self._create_ticket()
        self.assertFalse(ticket.user_ids)
        self.assertFalse(ticket.crm_notice_ids.is_assigned)
        ticket.with_user(self.handler).sudo().user_ids = self.user_project_manager
        self.assertEqual(
            set(ticket.crm_notice_ids.mapped("reason")), {"assigned", "fallback"}
        )

    def test_a_projects_followers_are_told_of_nothing(self):
        follower = self._create_worker("follower", "view")
        other = self.project.copy({"name": "Elsewhere"})
        for project in (self.project, other):
            project.message_subscribe(
                follower.partner_id.ids,
                self.env["mail.message.subtype"].search([]).ids,
            )
        ticket = self._create_ticket()
        ticket.with_user(self.handler).project_id = other
        ticket.with_user(self.handler).state = "1_done"
        ticket.with_user(self.handler).message_post(
            body="x", subtype_xmlid="mail.mt_comment"
        )
        self.assertNotIn(follower.partner_id, self._get_told(ticket))
        self.assertNotIn(follower.partner_id, ticket.message_partner_ids)

    def test_a_plain_task_that_moves_is_told_as_ever(self):
        follower = self._create_worker("follower", "view")
        other = self.project.copy({"name": "Elsewhere"})
        other.message_subscribe(
            follower.partner_id.ids, self.env["mail.message.subtype"].search([]).ids
        )
        task = self.ticket.create({"name": "Plain", "project_id": self.project.id})
        (task | self.ticket).project_id = other
        self.assertIn(follower.partner_id, self._get_told(task))
        self.assertNotIn(follower.partner_id, self._get_told(self.ticket))

    def test_core_mails_carry_the_number(self):
        number = self.ticket.crm_number
        template = self.env["mail.template"].create(
            {
                "name": "Reception",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "subject": "Reception of {{ object.name }}",
                "body_html": "<p>x</p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        self._get_mails(self.ticket).unlink()
        template.send_mail(self.ticket.id)
        self.ticket.stage_id = self.env["project.task.type"].create(
            {
                "name": "Stage",
                "mail_template_id": template.id,
                "project_ids": self.project.ids,
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.ticket.message_post(
            body="x", subject="Else", partner_ids=self.handler.partner_id.ids
        )
        mails = self._get_mails(self.ticket)
        self.assertGreaterEqual(len(mails), 3)
        for mail in mails:
            self.assertEqual((mail.subject or "").count(number), 1, mail.subject)


@tagged("post_install", "-at_install")
class TestTicketNumber(TicketCase):
    """Two workers never give one number, and none waits for the other."""

    def test_numbers_of_two_connections(self):
        """With transactions that are both open, as of two workers."""
        sequence = self.env.ref("crm_portal.ir_sequence_ticket")
        self.assertEqual(sequence.implementation, "standard")
        numbers, count = [], 25
        barrier = threading.Barrier(4, timeout=20)

        def work():
            with db_connect(self.env.cr.dbname).cursor() as cr:
                cr.execute("SET lock_timeout = '5s'")
                sequences = api.Environment(cr, SUPERUSER_ID, {})["ir.sequence"]
                barrier.wait()
                mine = [
                    sequences.next_by_code("crm.portal.ticket") for _n in range(count)
                ]
                # none has committed yet
                barrier.wait()
                numbers.extend(mine)
                cr.rollback()

        threads = [threading.Thread(target=work) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(len(numbers), 4 * count)
        self.assertEqual(len(set(numbers)), 4 * count)

    def test_what_is_noted_by_itself_is_not_typed_in(self):
        """A number of later would stop the visitor who gets it."""
        worker = self._create_worker(
            "worker", "view", groups=f"{PROJECT},project.group_project_manager"
        )
        ticket = self._as(worker, self.ticket)
        other = self._create_ticket()
        wrong = {
            "crm_number": "T999999",
            "crm_is_unverified": True,
            "crm_merged_into_id": other.id,
            "crm_first_answer_date": "2020-01-01",
            "crm_link_id": False,
        }
        for name, value in wrong.items():
            with self.subTest(field=name):
                with self.assertRaisesRegex(AccessError, "by itself"):
                    ticket.write({"priority": "1", name: value})
                with self.assertRaisesRegex(AccessError, "by itself"):
                    ticket.create({"name": "New", name: value})
                given = ticket.with_context(**{f"default_{name}": value})
                with self.assertRaisesRegex(AccessError, "by itself"):
                    given.create({"name": "New"})
        self.assertEqual(ticket.priority, "0")
        # what is to be chosen still is
        ticket.write({"priority": "1", "crm_topic_id": self.topic.id})
        self.assertEqual(self.ticket.priority, "1")
