from datetime import timedelta
from email.message import EmailMessage

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .talk_common import TalkCase

QUOTE = (
    "<div>{text}</div><div class='gmail_quote'><div>On Monday, Support wrote:</div>"
    "<blockquote class='gmail_quote'>{quote}</blockquote></div>"
)
GATEWAY = "odoo.addons.mail.models.mail_thread"


@tagged("post_install", "-at_install")
class TestTalkMail(TalkCase):
    """Mails to a ticket: of the customer, of colleagues, of machines and strangers."""

    # -- the customer --------------------------------------------------------------

    def test_the_customer_answers(self):
        self.own._answer("Is it plugged in?")
        with self._mails() as mails:
            message = self._receive(
                "Evet, takılı.\n\n25 Kas 2026 tarihinde Destek yazdı:\n"
                "> Is it plugged in?\n"
            )
        self.assertTrue(message.crm_is_visible)
        self.assertEqual(message.author_id, self.ayse)
        self.assertIn("Evet, takılı.", message._get_text_for_customer())
        self.assertNotIn("plugged in", message._get_text_for_customer())
        self.assertIn("plugged in", message.body, "nothing is lost to colleagues")
        post = self.ticket._get_ticket_page(self.ayse).posts[-1]
        self.assertIn("Evet, takılı.", post.body)
        self.assertNotIn("plugged in", post.body)
        self.assertEqual(self.ticket.crm_waiting_for, "us")
        self.assertEqual(
            [emails for _mail, emails in mails], [{"handler@ours.example"}]
        )

    def test_the_receipt_calls_nothing_internal(self):
        with self._mails() as mails:
            self.ticket._send_link(self.ticket.crm_share_ids)
            self.ticket.message_notify(
                partner_ids=self.handler.partner_id.ids, body="Among us", subject="x"
            )
        (receipt, to_whom), (inside, _emails) = mails[::-1]
        self.assertEqual(to_whom, {"ayse@gizem.example"})
        self.assertIn("We have your question", receipt.body_html)
        self.assertNotIn("Internal communication", receipt.body_html)
        self.assertIn("Internal communication", inside.body_html)

    def test_an_answer_to_the_receipt_reaches_the_handlers(self):
        receipt = self.env["mail.message"].search(
            [
                ("model", "=", "project.task"),
                ("res_id", "=", self.ticket.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.ayse.ids),
            ]
        )
        with self._mails() as mails:
            message = self._receive(reply_to=receipt)
        self.assertTrue(message.crm_is_visible)
        self.assertEqual(
            [emails for _mail, emails in mails], [{"handler@ours.example"}]
        )

    def test_a_mail_opens_a_closed_ticket_again(self):
        self.own._answer("Is it plugged in?")
        self.own.state = "1_done"
        self._receive()
        self.assertFalse(self.ticket.is_closed)
        self.assertEqual(self.ticket.crm_waiting_for, "us")
        self.assertIn(
            "opened the ticket again", str(self.ticket.message_ids.mapped("body"))
        )

    def test_a_mail_that_comes_late_is_read_and_opens_nothing(self):
        """As on the page, where the time to open it again is over as well."""
        self.own._answer("Is it plugged in?")
        self.own.state = "1_done"
        self.env.flush_all()
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=31)),
            self._mails() as mails,
        ):
            message = self._receive()
        self.assertTrue(self.ticket.is_closed)
        self.assertFalse(self.ticket.crm_waiting_for)
        self.assertTrue(message.crm_is_visible)
        self.assertEqual(
            [emails for _mail, emails in mails], [{"handler@ours.example"}]
        )

    # -- machines --------------------------------------------------------------------

    def test_machines_change_nothing(self):
        self.own._answer("Is it plugged in?")
        self.own.state = "1_done"
        self.env.flush_all()
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"X_Autoreply": "yes"},
            {"Precedence": "auto_reply"},
            {"Subject": "Otomatik yanıt: Yazıcı"},
            {"Subject": "Out of Office: printer"},
        ):
            with self.subTest(**headers), self._mails() as mails:
                message = self._receive("I am away", **headers)
            self.assertTrue(message, "it is kept")
            self.assertFalse(mails, "nobody is told, so nothing goes round")
            self.assertFalse(message.crm_is_visible)
            self.assertTrue(self.ticket.is_closed)
            self.assertFalse(self.ticket.crm_waiting_for)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_bounce_changes_nothing(self):
        answer = self.own._answer("Is it plugged in?")
        before = self.ticket.message_ids
        mail = EmailMessage()
        mail["From"] = "MAILER-DAEMON@gizem.example"
        mail["To"] = self.domain.bounce_email
        mail["Subject"] = "Undelivered Mail Returned to Sender"
        mail["Message-Id"] = "<bounce@gizem.example>"
        mail["In-Reply-To"] = answer.message_id
        mail.set_content("User unknown")
        with self._mails() as mails:
            self.env["mail.thread"].message_process(False, mail.as_bytes())
        self.assertFalse(mails)
        self.assertEqual(self.ticket.message_ids, before)
        self.assertEqual(self.ticket.crm_waiting_for, "customer")

    def test_our_receipt_says_that_a_machine_wrote_it(self):
        mails = self.env["mail.mail"].search(
            [("res_id", "=", self.ticket.id), ("recipient_ids", "in", self.ayse.ids)]
        )
        self.assertIn("auto-generated", mails[-1:].headers)

    # -- people in copy ----------------------------------------------------------------

    def test_who_is_in_copy_is_offered_and_sees_nothing(self):
        self.own._answer("Is it plugged in?")
        self._receive(
            Cc="Boss <boss@gizem.example>, colleague@ours.example, ayse@gizem.example",
            To=f"{self.domain.catchall_email}, stranger@elsewhere.example",
        )
        copies = self.ticket.crm_copy_ids
        self.assertEqual(
            set(copies.mapped("email")),
            {"boss@gizem.example", "stranger@elsewhere.example"},
        )
        self.assertFalse(
            self.ticket.message_partner_ids.filtered("partner_share"), "no followers"
        )
        message = self.ticket._get_visible_messages()[-1]
        self.assertNotIn(self.stranger, message.partner_ids)
        with self._mails() as mails:
            self.own._answer("And now?")
        self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
        boss = copies.filtered(lambda c: c.email == "boss@gizem.example")
        with self._mails() as mails:
            boss.with_user(self.handler).action_share()
        self.assertEqual(self._get_outside(mails), {"boss@gizem.example"})
        (copies - boss).with_user(self.handler).action_ignore()
        self.assertFalse(self.own._get_chatter_data()["copies"])
        self._receive(Cc="stranger@elsewhere.example", To=self.domain.catchall_email)
        self.assertFalse(self.own._get_chatter_data()["copies"], "asked once")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_share_with_people_in_copy(self):
        self._receive(Cc="boss@gizem.example", To=self.domain.catchall_email)
        copy = self.ticket.crm_copy_ids
        for user in (self.user_plain, self.user_portal):
            for method in ("action_share", "action_ignore"):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                ):
                    getattr(copy.with_user(user), method)()

    def test_a_stranger_is_kept_inside_and_marked(self):
        answer = self.own._answer("Is it plugged in?")
        for author in ("stranger@elsewhere.example", "Nobody <nobody@else.example>"):
            message = self._receive("Let me in", author=author, reply_to=answer)
            self.assertTrue(message.crm_is_stranger)
            self.assertFalse(message.crm_is_visible)
            self.assertTrue(message.is_internal)
        self.assertNotIn("Let me in", self._get_page_text())
        self.assertEqual(self.ticket.crm_waiting_for, "customer")
        self.assertEqual(set(self.ticket.crm_copy_ids.mapped("kind")), {"writer"})

    # -- colleagues --------------------------------------------------------------------

    def test_colleagues_write_inside(self):
        answer = self.own._answer("Is it plugged in?")
        message = self._receive(
            "He is a difficult one", author="handler@ours.example", reply_to=answer
        )
        self.assertFalse(message.crm_is_visible)
        self.assertTrue(message.is_internal)
        self.assertNotIn("difficult", self._get_page_text())

    def test_the_answer_address_writes_to_the_customer(self):
        address = self.own.crm_answer_address
        self.assertIn(self.ticket.crm_number.lower(), address)
        for reply_to in (self.ticket._get_visible_messages()[-1:], None):
            with self.subTest(is_reply=bool(reply_to)), self._mails() as mails:
                message = self._receive(
                    author="handler@ours.example",
                    To=f"Answer <{address}>",
                    reply_to=reply_to,
                    html=QUOTE.format(text="Please restart it", quote="internal talk"),
                    files=[("kılavuz.pdf", b"%PDF-1.4 x")],
                )
            self.assertTrue(message.crm_is_visible)
            self.assertEqual(self._get_outside(mails), {"ayse@gizem.example"})
            self.assertIn("Please restart it", message.body)
            self.assertNotIn("internal talk", message.body)
            bodies = "".join(mail.body_html for mail, _emails in mails)
            self.assertNotIn("internal talk", bodies)
            self.assertEqual(message.attachment_ids.name, "kılavuz.pdf")
            self.assertEqual(self.ticket.crm_waiting_for, "customer")
        self.assertTrue(self.ticket.crm_first_answer_date)

    def test_a_mail_that_only_quotes_does_not_go_out(self):
        with self._mails() as mails:
            message = self._receive(
                author="handler@ours.example",
                To=self.own.crm_answer_address,
                html=QUOTE.format(text="", quote="internal talk"),
            )
        self.assertFalse(message.crm_is_visible)
        self.assertFalse(self._get_outside(mails))
        self.assertEqual([emails for _m, emails in mails], [{"handler@ours.example"}])

    def test_a_mail_that_nobody_outside_reads_is_kept(self):
        """Revoked, or without a customer: its author is told, and no mail is lost."""
        self.ticket.crm_share_ids.is_revoked = True
        for partner in (self.ayse, self.env["res.partner"]):
            self.ticket.partner_id = partner
            with self.subTest(partner=partner.name), self._mails() as mails:
                message = self._receive(
                    "Restart it",
                    author="handler@ours.example",
                    To=self.own.crm_answer_address,
                )
            self.assertIn("Restart it", message.body)
            self.assertFalse(message.crm_is_visible)
            self.assertEqual(
                [emails for _m, emails in mails], [{"handler@ours.example"}]
            )

    def test_the_address_cannot_be_guessed_and_serves_colleagues_alone(self):
        address = self.own.crm_answer_address
        with mute_logger(GATEWAY), self.assertRaises(ValueError):
            self._receive(
                author="handler@ours.example",
                To=address.replace("-t0", "-t1"),
                reply_to=None,
            )
        # one wrong digit: a mail among colleagues, as any other of theirs
        at = address.index("@")
        wrong = (
            address[: at - 1] + ("0" if address[at - 1] != "0" else "1") + address[at:]
        )
        message = self._receive(author="handler@ours.example", To=wrong)
        self.assertFalse(message.crm_is_visible)
        # a stranger who has the address
        message = self._receive(author="stranger@elsewhere.example", To=address)
        self.assertFalse(message.crm_is_visible)
        self.assertTrue(message.crm_is_stranger)
        # a colleague who may not write the ticket
        self.user_plain.email = "plain@ours.example"
        message = self._receive(author="plain@ours.example", To=address)
        self.assertFalse(message.crm_is_visible)
        # and of another ticket
        other = self.ticket.copy({"name": "Other"})
        self.assertNotEqual(other._get_answer_mark(), self.ticket._get_answer_mark())

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_sees_the_address(self):
        self.assertTrue(self.own.crm_answer_address)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.user_portal).read(["crm_answer_address"])

    def test_mails_to_colleagues_say_how_to_answer(self):
        with self._mails() as mails:
            self._receive()
        address = self.ticket.crm_answer_address
        self.assertIn(address, mails[0][0].body_html)
        with self._mails() as mails:
            self.own._answer("Is it plugged in?")
        for mail, emails in mails:
            self.assertEqual(
                address in mail.body_html, emails == {"handler@ours.example"}
            )

    # -- new tickets -------------------------------------------------------------------

    def test_anybody_can_write_a_known_address_above_a_mail(self):
        alias = self._create_alias()
        with self._mails():
            first = self._receive("Forged?", To=alias.alias_full_name, reply_to=None)
        ticket = self.env["project.task"].browse(first.res_id)
        self.assertEqual(ticket.partner_id, self.ayse)
        self.assertTrue(ticket.crm_is_unverified)
        # another mail that names none of ours shows nothing
        with self._mails():
            self._receive("More", reply_to=first)
        self.assertTrue(ticket.crm_is_unverified)
        receipt = self.env["mail.message"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "in", self.ayse.ids),
            ]
        )
        with self._mails():
            self._receive("It is me", reply_to=receipt)
        self.assertFalse(ticket.crm_is_unverified)

    def _create_alias(self):
        return self.env["mail.alias"].create(
            {
                "alias_name": "destek",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("project.task"),
                "alias_defaults": f"{{'crm_topic_id': {self.topic.id}}}",
                "alias_contact": "everyone",
            }
        )

    def test_a_ticket_that_begins_with_a_mail(self):
        alias = self._create_alias()
        with self._mails() as mails:
            message = self._receive(
                "Fiş kesemiyoruz",
                author="Can Er <can@yeni.example>",
                To=alias.alias_full_name,
                Cc="boss@yeni.example",
                reply_to=None,
            )
        ticket = self.env["project.task"].browse(message.res_id)
        self.assertNotEqual(ticket, self.ticket)
        self.assertEqual(ticket.crm_channel, "mail")
        self.assertTrue(message.crm_is_visible)
        self.assertEqual(ticket.crm_share_ids.partner_id.email, "can@yeni.example")
        self.assertEqual(self._get_outside(mails), {"can@yeni.example"})
        self.assertFalse(ticket.message_partner_ids.filtered("partner_share"))
