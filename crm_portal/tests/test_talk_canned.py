import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .talk_common import TalkCase

TEXT = (
    "<p>Dear {{ contact }} of {{customer}}, about {{ number }}: restart. {{ me }}</p>"
)


@tagged("post_install", "-at_install")
class TestTalkCanned(TalkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.canned = cls.env["crm.portal.canned"].create(
            {"name": "Restart", "body": TEXT, "user_id": False}
        )

    def _get(self, user=None):
        answers = self.env["crm.portal.canned"].with_user(user or self.handler)
        return answers.get_canned_answers(self.ticket.id)

    def test_filled_in_for_the_ticket(self):
        (row,) = self._get()
        self.assertEqual(
            row["text"],
            f"Dear Ayşe Işık of Gizem Optik, about {self.ticket.crm_number}: restart. "
            f"{self.handler.name}",
        )

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.canned.with_context(lang="tr_TR").body = "<p>Sayın {{ contact }}</p>"
        self.ayse.lang = "tr_TR"
        self.assertEqual(self._get()[0]["text"], "Sayın Ayşe Işık")

    def test_what_is_filled_in_is_text(self):
        self.ayse.name = "<script>x()</script>{{ number }}"
        body = self._get()[0]["body"]
        self.assertIn("&lt;script&gt;", body)
        self.assertIn("{{ number }}", body, "what is filled in is not filled in again")

    def test_nothing_but_the_known_places(self):
        for text in ("{% x %}", "${x}", "{ contact }"):
            self.canned.body = f"<p>{text}</p>"
            self.assertIn(text, self._get()[0]["text"])
        for text, name in (
            ("{{ password }}", "password"),
            ("{{ object.env }}", "object.env"),
            ("{{ 7*7 }}", "7*7"),
            ("{{ Contact }}", "Contact"),
            ("{{ contact.name }}", "contact.name"),
            ("{{ <b>contact</b> }}", "contact"),
            ("<b>{</b>{ contact }}", "contact"),
            ("{{\nmüşteri }}", "müşteri"),
        ):
            with self.subTest(text=text):
                found = re.escape("fill in: {{ " + name + " }}")
                with self.assertRaisesRegex(ValidationError, found):
                    self.canned.body = f"<p>{text}</p>"

    def test_what_was_not_filled_in_is_not_sent(self):
        answers = self.env["crm.portal.answer"].with_user(self.handler)
        for text in ("{{ contact }}", "{{ Contact }}", "{{ <b>number</b> }}"):
            answer = answers.create({"task_id": self.ticket.id, "body": text})
            with self.assertRaisesRegex(UserError, "not filled in"):
                answer.action_send()
        # a text about templates is one's own
        answer.body = "Write {{ object.name }} there"
        answer.action_send()

    def test_offered_by_topic_and_owner(self):
        other = self._create_topic(name="Invoices")
        self.canned.topic_ids = other
        self.assertFalse(self._get())
        self.canned.topic_ids |= self.topic
        self.assertTrue(self._get())
        self.canned.user_id = self.colleague
        self.assertFalse(self._get())
        self.assertTrue(self._get(self.colleague))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_changes_them(self):
        canned = self.env["crm.portal.canned"].with_user(self.handler)
        mine = canned.create({"name": "Mine", "body": "<p>x</p>"})
        self.assertEqual(mine.user_id, self.handler)
        mine.name = "Still mine"
        for deed in (
            lambda: self.canned.with_user(self.handler).write({"name": "x"}),
            lambda: self.canned.with_user(self.handler).unlink(),
            lambda: mine.write({"user_id": False}),
            lambda: mine.with_user(self.colleague).write({"name": "x"}),
            lambda: canned.create({"name": "x", "body": "x", "user_id": False}),
            lambda: self.canned.with_user(self.user_portal).read(["name"]),
            lambda: self._get(self.user_portal),
        ):
            with self.assertRaises(AccessError):
                deed()
        self.canned.with_user(self.user_project_manager).name = "Changed"
        self.canned.with_user(self.user_crm_manager).unlink()

    def test_inserted_in_the_window(self):
        window = (
            self.env["crm.portal.answer"]
            .with_user(self.handler)
            .new({"task_id": self.ticket.id, "body": "<p>Hello</p>"})
        )
        window.canned_id = self.canned.with_user(self.handler)
        window._onchange_canned_id()
        self.assertIn("Hello", window.body)
        self.assertIn("Dear Ayşe Işık", window.body)
        self.assertFalse(window.canned_id)

    def test_previewed_with_real_values(self):
        preview = self.canned.with_user(self.handler).preview
        self.assertIn(self.ticket.crm_number, preview)
