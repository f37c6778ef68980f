import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .ticket_common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketCall(TicketCase):
    """Tickets that colleagues write down, and tasks that become tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._create_worker("worker", "view")

    def _call(self, user=None, **values):
        call = self._as(user or self.worker, self.env["crm.portal.call"]).create(
            {
                "customer_id": self.customer.id,
                "contact_id": self.contact.id,
                "topic_id": self.topic.id,
                "subject": "Fiş basmıyor",
                "text": "Sabahtan beri",
            }
            | values
        )
        action = call.action_file()
        self.env.flush_all()
        return self.env["project.task"].browse(action["res_id"])

    def test_the_customer_called(self):
        ticket = self._call()
        self.assertTrue(ticket.crm_number)
        self.assertEqual(ticket.crm_channel, "phone")
        self.assertEqual(ticket.partner_id, self.contact)
        self.assertEqual(ticket.project_id, self.project)
        self.assertEqual(ticket.user_ids, self.handler)
        self.assertEqual(ticket.create_uid, self.worker)
        self.assertEqual(ticket.crm_waiting_for, "us")
        self.assertFalse(ticket.crm_is_unverified)
        self.assertEqual(ticket.crm_notice_ids.user_id, self.handler)
        # nobody outside was told
        self.assertFalse(ticket.crm_share_ids)
        self.assertFalse(ticket._get_visible_messages())
        self.assertEqual(self._get_mails(ticket).recipient_ids, self.handler.partner_id)

    def test_an_internal_one_of_the_company_itself(self):
        ticket = self._call(contact_id=False, channel="internal")
        self.assertEqual(ticket.crm_channel, "internal")
        self.assertEqual(ticket.partner_id, self.customer)

    def test_a_link_goes_to_the_contact(self):
        ticket = self._call(is_link_sent=True)
        self.assertEqual(ticket.crm_share_ids.partner_id, self.contact)
        self.assertIn("Sabahtan beri", ticket._get_visible_messages().body)
        self.assertIn(self.contact, self._get_mails(ticket).recipient_ids)

    def test_no_link_without_an_address(self):
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._call(is_link_sent=True, contact_id=False)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_only_for_customers_that_one_sees(self):
        none = self._create_worker("none", "none")
        with self.assertRaises(AccessError):
            self._call(none)
        plain = self._create_worker("reader", "view", "base.group_user")
        with self.assertRaises(AccessError):
            self._call(plain)

    def test_only_topics_of_the_customer(self):
        other = self._create_topic(name="Closed topic", active=False)
        with self.assertRaisesRegex(UserError, "topic"):
            self._call(topic_id=other.id)

    def test_the_only_topic_needs_no_choice(self):
        call = self.env["crm.portal.call"].new({"customer_id": self.customer.id})
        self.assertEqual(call.topic_id._origin, self.topic)
        self._create_topic(name="Second")
        call = self.env["crm.portal.call"].new({"customer_id": self.customer.id})
        self.assertFalse(call.topic_id)

    # -- the questions of the topic ---------------------------------------------------

    def _ask(self):
        self.topic.form_id = form = self.env["crm.portal.form"].create({"name": "F"})
        kinds = {"Serial": "text", "Picture": "file", "How many": "integer"}
        return self.env["crm.portal.question"].create(
            [
                {
                    "form_id": form.id,
                    "name": name,
                    "question_type": kind,
                    "is_required": kind != "integer",
                    "sequence": place,
                }
                for place, (name, kind) in enumerate(kinds.items())
            ]
        )

    def test_questions_are_asked_by_the_same_rules(self):
        serial, _picture, many = self._ask()
        calls = self._as(self.worker, self.env["crm.portal.call"])
        call = calls.new({"customer_id": self.customer.id, "topic_id": self.topic.id})
        self.assertIn("Serial", call.questions_html)
        # nobody sends a file by the phone
        self.assertNotIn("Picture", call.questions_html)
        with self.assertRaisesRegex(UserError, "Serial: Please answer"):
            self._call()
        wrong = {f"question_{serial.id}": ["S-1"], f"question_{many.id}": ["x"]}
        with self.assertRaisesRegex(UserError, "How many: Please give a whole"):
            self._call(answers=json.dumps(wrong))
        wrong[f"question_{many.id}"] = ["3"]
        ticket = self._call(answers=json.dumps(wrong | {"question_0": ["y"]}))
        self.assertEqual(ticket.crm_reply_ids.question_id, serial | many)
        self.assertEqual(ticket.crm_reply_ids.mapped("display_value"), ["S-1", "3"])

    def test_answers_that_cannot_be_read_are_refused(self):
        self._ask()
        for answers in ("{", "[]", "1", '{"a": "b"}', '{"a": [1]}', "[" * 100_000):
            with (
                self.subTest(answers=answers[:9]),
                self.assertRaisesRegex(UserError, "cannot be read"),
            ):
                self._call(answers=answers)

    def test_other_questions_have_other_answers(self):
        serial = self._ask()[0]
        other = self._create_topic(name="Second")
        answers = json.dumps({f"question_{serial.id}": ["S-1"]})
        with Form(self._as(self.worker, self.env["crm.portal.call"])) as form:
            form.customer_id = self.customer
            form.topic_id = self.topic
            form.answers = answers
            form.topic_id = other
            self.assertFalse(form.answers)
            self.assertFalse(form.questions_html)
            form.topic_id = self.topic
            form.answers, form.subject, form.text = answers, "x", "y"
        self.assertEqual(form.record.answers, answers)

    # -- task and ticket -----------------------------------------------------------

    def _turn(self, task, user=None, **values):
        turn = self._as(user or self.worker, self.env["crm.portal.turn"]).create(
            {"task_id": task.id, **values}
        )
        turn.action_turn()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_task_becomes_a_ticket(self):
        project = self.project.copy({"name": "Elsewhere"})
        task = self.env["project.task"].create(
            {
                "name": "Plain",
                "project_id": project.id,
                "partner_id": self.contact.id,
                "user_ids": False,
            }
        )
        self.env["mail.followers"].create(
            {
                "res_model": "project.task",
                "res_id": task.id,
                "partner_id": self.contact.id,
            }
        )
        note = task.message_post(body="x", subtype_xmlid="mail.mt_comment")
        turn = self._as(self.worker, self.env["crm.portal.turn"]).create(
            {"task_id": task.id}
        )
        self.assertEqual(turn.customer_id, self.customer)
        self.assertEqual(turn.contact_id, self.contact)
        self.assertEqual(turn.topic_id, self.topic)
        turn.action_turn()
        self.assertTrue(task.crm_number)
        self.assertEqual(task.project_id, self.project)
        self.assertEqual(task.crm_waiting_for, "us")
        self.assertEqual(task.user_ids, self.handler)
        self.assertEqual(task.crm_notice_ids.user_id, self.handler)
        self.assertFalse(note.crm_is_visible)
        self.assertNotIn(self.contact, task.message_partner_ids)

    def test_a_ticket_needs_customer_and_topic(self):
        task = self.env["project.task"].create(
            {"name": "Plain", "project_id": self.project.id}
        )
        with self.assertRaisesRegex(UserError, "customer"):
            self._turn(task, topic_id=self.topic.id)
        self._create_topic(name="Second")
        with self.assertRaisesRegex(UserError, "topic"):
            self._turn(task, customer_id=self.customer.id)
        self.assertFalse(task.crm_topic_id)

    def test_a_ticket_becomes_a_task_and_a_ticket_again(self):
        number = self.ticket.crm_number
        token = self.ticket.crm_share_ids._get_token()
        self.ticket.with_user(self.handler)._answer("Is it plugged in?")
        turn = self._as(self.worker, self.env["crm.portal.turn"]).create(
            {"task_id": self.ticket.id}
        )
        self.assertTrue(turn.is_ticket)
        self.assertIn("Ayşe", turn.share_names)
        self.assertEqual(turn.visible_count, 2)
        turn.action_turn()
        self.env.invalidate_all()
        self.assertEqual(self.ticket.crm_number, number)
        self.assertFalse(self.ticket.crm_topic_id)
        self.assertFalse(self.ticket.crm_waiting_for)
        self.assertFalse(self.ticket._get_visible_messages())
        self.assertTrue(self.ticket.crm_share_ids.is_revoked)
        self.assertFalse(self.env["crm.portal.share"]._find_by_token(token))
        self._turn(self.ticket)
        self.assertEqual(self.ticket.crm_number, number)
        self.assertTrue(self.ticket.crm_topic_id)
        self.assertFalse(self.ticket._get_visible_messages())
        self.assertFalse(self.env["crm.portal.share"]._find_by_token(token))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_may_not_change_it_turns_nothing(self):
        plain = self._create_worker("reader", "view", "base.group_user")
        none = self._create_worker("none", "none")
        for user in (plain, none):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ticket.with_user(user)._become_task()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._turn(self.ticket, user)
        self.assertTrue(self.ticket.crm_topic_id)


@tagged("post_install", "-at_install")
class TestTicketShare(TicketCase):
    """Who outside sees a ticket, managed by who may change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._create_worker("worker", "view")
        cls.fellow = cls._create_contact(cls.customer, "Ali", email="ali@a.example")
        cls.share = cls.ticket.crm_share_ids

    def _find(self, token):
        return self.env["crm.portal.share"]._find_by_token(token)

    def test_revoke_and_renew(self):
        share = self._as(self.worker, self.share)
        old = self.share._get_token()
        self.assertEqual(share.state, "following")
        share.action_revoke()
        self.assertEqual(share.state, "revoked")
        self.assertFalse(self._find(old))
        self._get_mails(self.ticket).unlink()
        share.action_renew()
        self.assertEqual(share.state, "following")
        # the link that was sent before opens nothing
        self.assertFalse(self._find(old))
        self.assertTrue(self._find(self.share._get_token()))
        mail = self._get_mails(self.ticket)
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn("/support/ticket/", mail.body_html)

    def test_no_mails_and_access_all_the_same(self):
        share = self._as(self.worker, self.share)
        share.action_follow()
        self.assertEqual(share.state, "open")
        self.assertTrue(self._find(self.share._get_token()))
        self.assertFalse(self.ticket._get_open_shares())
        share.action_follow()
        self.assertEqual(self.ticket._get_open_shares(), self.share)

    def test_a_contact_is_added(self):
        invite = self._as(self.worker, self.env["crm.portal.invite"]).create(
            {"task_id": self.ticket.id, "partner_ids": self.fellow.ids}
        )
        self.assertEqual(invite.customer_id, self.customer)
        self._get_mails(self.ticket).unlink()
        invite.action_invite()
        self.assertIn(self.fellow, self.ticket.crm_share_ids.partner_id)
        self.assertEqual(self._get_mails(self.ticket).recipient_ids, self.fellow)
        # nobody outside follows
        self.assertNotIn(self.fellow, self.ticket.message_partner_ids)

    def test_core_share_window_shares_with_persons(self):
        sharer = self._create_worker(
            "sharer", "view", "project.group_project_user,base.group_partner_manager"
        )
        wizard = self.env["portal.share"].with_user(sharer)
        wizard = wizard.with_context(
            active_model="project.task", active_id=self.ticket.id
        )
        wizard.create({"partner_ids": self.fellow.ids}).action_send_mail()
        self.assertIn(self.fellow, self.ticket.crm_share_ids.partner_id)
        self.assertNotIn(
            "access_token", str(self._get_mails(self.ticket).mapped("body_html"))
        )

    def test_nobody_of_another_customer(self):
        with self.assertRaisesRegex(UserError, "Mehmet"):
            self.ticket._share_with(self.stranger)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_may_not_change_the_ticket_changes_no_share(self):
        reader = self._create_worker("reader", "view", "base.group_user")
        none = self._create_worker("none", "none")
        for user in (reader, none):
            share = self._as(user, self.share)
            for name in ("action_revoke", "action_renew", "action_follow"):
                with (
                    self.subTest(user=user.login, name=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(share, name)()
            with self.assertRaises(AccessError):
                self._as(user, self.ticket)._share_with(self.fellow.with_user(user))
        self.assertTrue(self._as(reader, self.share).read(["partner_id", "state"]))

    def test_hidden_persons_are_named_without_address(self):
        self.assertEqual(self._as(self.worker, self.share).email, self.contact.email)
        share = self._as(self.handler, self.share)
        self.assertFalse(share.email)
        self.assertIn(
            "Ayşe",
            share.web_read({"partner_id": {"fields": {"display_name": {}}}})[0][
                "partner_id"
            ]["display_name"],
        )
