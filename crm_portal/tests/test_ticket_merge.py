from email.message import EmailMessage

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketMerge(TicketCase):
    """Two tickets become one, with nothing lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_ticket(subject="Printer again")
        cls.worker = cls._create_worker("worker", "view")
        cls.fellow = cls._create_contact(cls.customer, "Ali", email="ali@a.example")

    def _count(self, tickets):
        return {
            model: len(tickets._get_hanging(model, columns))
            for model, columns in tickets._get_merge_models().items()
        }

    def _merge(self, user=None):
        merge = self._as(user or self.worker, self.env["crm.portal.merge"]).create(
            {
                "task_ids": (self.ticket | self.source).ids,
                "target_id": self.ticket.id,
            }
        )
        return merge.action_merge()

    def _fill(self):
        source = self.source
        source.message_post(body="among us")
        self.answer = source.with_user(self.handler)._answer("Try again")
        self.env["ir.attachment"].create(
            {"name": "f", "raw": b"x", "res_model": "project.task", "res_id": source.id}
        )
        source.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        source._share_with(self.fellow)
        source.create(
            {"name": "Sub", "parent_id": source.id, "project_id": self.project.id}
        )
        source.message_subscribe(self.worker.partner_id.ids)

    def test_everything_moves(self):
        self._fill()
        both = self.ticket | self.source
        before = self._count(both)
        self.assertTrue(all(before[m] for m in ("mail.message", "ir.attachment")))
        action = self._merge()
        self.assertEqual(action["res_id"], self.ticket.id)
        self.env.invalidate_all()
        after = self._count(both)
        # the two notes that say what happened
        after["mail.message"] -= 2
        self.assertEqual(after, before)
        left = self._count(self.source)
        # their share of both leads from the old link; the note points to the target
        self.assertEqual(left.pop("crm.portal.share"), 1)
        self.assertEqual(left.pop("mail.message"), 1)
        self.assertFalse(any(left.values()), left)
        self.assertIn(self.worker.partner_id, self.ticket.message_partner_ids)
        self.assertTrue(self.source.is_closed)
        self.assertEqual(self.source.crm_merged_into_id, self.ticket)
        self.assertFalse(self.source.crm_waiting_for)

    def test_nothing_of_ours_is_forgotten(self):
        """Whatever names a ticket in a field moves, or is known to stay."""
        stays = {"crm_merged_into_id", "crm.portal.share"}
        moved = self.ticket._get_merge_models()
        for field in (
            self.env["ir.model.fields"]
            .search(
                [
                    ("relation", "=", "project.task"),
                    ("ttype", "=", "many2one"),
                    ("store", "=", True),
                    ("model_id.transient", "=", False),
                ]
            )
            .filtered(lambda field: "crm_portal" in field.modules)
        ):
            if field.name not in stays and field.model not in stays:
                self.assertIn(field.model, moved)

    def test_an_answer_that_waits_goes_along(self):
        answer = self._as(self.handler, self.env["crm.portal.answer"]).create(
            {"task_id": self.source.id, "body": "<p>Try again</p>"}
        )
        self._merge()
        self.assertEqual(answer.sudo().task_id, self.ticket)

    def test_people_in_copy_move_once(self):
        copies = self.env["crm.portal.copy"]
        for ticket, emails in (
            (self.ticket, ("a@x.example",)),
            (self.source, ("a@x.example", "b@x.example")),
        ):
            copies._offer(ticket, [("", email) for email in emails], "copy")
        self._merge()
        self.assertEqual(
            set(copies.search([("task_id", "=", self.ticket.id)]).mapped("email")),
            {"a@x.example", "b@x.example"},
        )

    def test_links_and_numbers_lead_to_the_target(self):
        self._fill()
        tokens = {s.partner_id: s._get_token() for s in self.source.crm_share_ids}
        self._merge()
        shares = self.env["crm.portal.share"]
        for partner, token in tokens.items():
            share = shares._find_by_token(token)
            self.assertEqual(share.task_id, self.ticket)
            self.assertEqual(share.partner_id, partner)
        found = self.ticket.search(
            [("crm_merged_ids.crm_number", "=", self.source.crm_number)]
        )
        self.assertEqual(found, self.ticket)
        self.assertTrue(self.ticket.name_search(self.source.crm_number))

    def test_answers_to_the_source_reach_the_target(self):
        self._fill()
        self._merge()
        note = self.source.message_ids[0]
        for number, message in enumerate((self.answer, note)):
            mail = EmailMessage()
            mail["From"] = "Ayşe Yılmaz <ayse@anadolu.example>"
            mail["To"] = "catchall@example.com"
            mail["Subject"] = f"Re: {self.source.display_name}"
            mail["In-Reply-To"] = message.message_id
            mail["Message-Id"] = f"<merge-{number}@anadolu.example>"
            mail.set_content(f"It works now {number}")
            self.env["mail.thread"].message_process(False, mail.as_bytes())
            self.env.invalidate_all()
            self.assertIn(
                f"It works now {number}", self.ticket._get_visible_messages()[-1].body
            )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may_not_merges_nothing(self):
        plain = self._create_worker("reader", "view", "base.group_user")
        none = self._create_worker("none", "none")
        for user in (plain, none):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.source.with_user(user)._merge_into(self.ticket.with_user(user))
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._merge(user)

    def test_customers_do_not_read_of_each_other(self):
        theirs = self._create_ticket(self.stranger)
        with self.assertRaisesRegex(UserError, "several customers"):
            theirs._merge_into(self.ticket)
        merge = self.env["crm.portal.merge"].create(
            {"task_ids": (theirs | self.ticket).ids, "target_id": self.ticket.id}
        )
        self.assertIn("several customers", merge.problem)
        self.assertFalse(merge.preview)

    def test_nothing_is_merged_twice_or_into_itself(self):
        with self.assertRaises(UserError):
            self.ticket._merge_into(self.ticket)
        self._merge()
        with self.assertRaises(UserError):
            self.source._merge_into(self.ticket)
        task = self.ticket.create({"name": "Plain", "project_id": self.project.id})
        with self.assertRaises(UserError):
            task._merge_into(self.ticket)

    def test_the_preview_tells_who_will_read(self):
        self._fill()
        merge = self._as(self.worker, self.env["crm.portal.merge"]).create(
            {"task_ids": (self.ticket | self.source).ids, "target_id": self.ticket.id}
        )
        self.assertIn("Ali", merge.reader_names)
        count = len(self.source._get_hanging("mail.message", ("model", "res_id")))
        self.assertIn(f"Messages: {count}", merge.preview)

    def test_tickets_of_one_sender_are_proposed(self):
        ticket = self.ticket.with_user(self.worker)
        self.assertEqual(ticket.crm_alike_count, 1)
        action = ticket.action_merge()
        self.assertEqual(
            set(action["context"]["default_task_ids"]),
            set((self.ticket | self.source).ids),
        )
        self.assertEqual(self._create_ticket(self.fellow).crm_alike_count, 0)
        self._merge()
        self.env.invalidate_all()
        self.assertEqual(self.ticket.crm_alike_count, 0)
