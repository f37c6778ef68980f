from unittest import TestCase

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.answers import PATTERNS
from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestPatterns(TestCase):
    """What a text can be held to."""

    def test_each_takes_what_it_names_and_nothing_else(self):
        cases = {
            "digits": ("007", "1.5"),
            "letters": ("Ayşe Işık-Öz", "R2D2"),
            "code": ("AB-12/3", "AB 12"),
            "postcode": ("34710", "3471"),
            "time": ("14:30", "24:00"),
            "plate": ("34 ABC 123", "82 ABC 123"),
            "iban": ("TR330006100519786457841326", "TR330006100519786457841327"),
            "tax": ("10000000146", "10000000147"),
        }
        self.assertEqual(cases.keys(), PATTERNS.keys())
        for name, (good, bad) in cases.items():
            with self.subTest(pattern=name):
                self.assertTrue(PATTERNS[name](good))
                self.assertFalse(PATTERNS[name](bad))


@tagged("post_install", "-at_install")
class TestForms(FormsCase):
    """A form is put together, changed and counted."""

    # -- order and conditions --------------------------------------------------------

    def test_questions_are_put_into_order(self):
        first, second, third = (self._ask(name) for name in ("A", "B", "C"))
        manager = self.form.with_user(self.user_crm_manager)
        manager.arrange([third.id, first.id, second.id])
        self.form.invalidate_recordset()
        self.assertEqual(self.form.question_ids.mapped("name"), ["C", "A", "B"])
        for wrong in ([third.id], [first.id, first.id, second.id], ["x", 1, 2]):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                manager.arrange(wrong)

    def test_a_question_never_comes_before_one_it_hangs_on(self):
        first = self._ask("A")
        second = self._ask(
            "B", condition_question_id=first.id, condition_operator="set"
        )
        with self.assertRaisesRegex(ValidationError, "come after"):
            self.form.arrange([second.id, first.id])
        with self.assertRaisesRegex(ValidationError, "come after"):
            second.sequence = first.sequence - 1
        # a forward reference, a circle, and itself
        for earlier in (second, first):
            with (
                self.subTest(earlier=earlier.name),
                self.assertRaisesRegex(ValidationError, "come after"),
            ):
                first.write(
                    {"condition_question_id": earlier.id, "condition_operator": "set"}
                )

    def test_a_condition_says_something_that_suits(self):
        text = self._ask("Text")
        number = self._ask("Number", "number")
        colour = self._ask("Colour", "choice", ("Red",))
        day = self._ask("Day", "date")
        agreed = self._ask("Agreed", "boolean")
        foreign = self._ask("Other", "choice", ("Green",)).option_ids
        last = self._ask("Last")
        bad = [
            (text, {"condition_operator": "ge", "condition_value": "1"}),
            (text, {"condition_operator": "contains", "condition_value": " "}),
            (text, {}),
            (number, {"condition_operator": "ge", "condition_value": "many"}),
            (colour, {"condition_operator": "in"}),
            (colour, {"condition_operator": "in", "condition_option_ids": foreign.ids}),
            (day, {"condition_operator": "le"}),
            (agreed, {"condition_operator": "in", "condition_value": "1"}),
        ]
        for earlier, values in bad:
            with (
                self.subTest(earlier=earlier.name, values=values),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                last.write({"condition_question_id": earlier.id} | values)
        other_form = self.env["crm.portal.form"].create({"name": "Other"})
        elsewhere = text.copy({"form_id": other_form.id})
        with self.assertRaisesRegex(ValidationError, "its own form"):
            last.write(
                {"condition_question_id": elsewhere.id, "condition_operator": "set"}
            )

    def test_what_others_hang_on_stays(self):
        first = self._ask("A")
        self._ask("B", condition_question_id=first.id, condition_operator="set")
        with self.assertRaisesRegex(UserError, "B"):
            first.unlink()
        with self.assertRaisesRegex(UserError, "B"):
            first.active = False

    def test_a_copy_has_conditions_of_its_own(self):
        colour = self._ask("Colour", "choice", ("Red", "Blue"))
        red = colour.option_ids[0]
        self._ask(
            "Why?",
            condition_question_id=colour.id,
            condition_operator="in",
            condition_option_ids=red.ids,
        )
        copy = self.form.copy()
        first, second = copy.question_ids
        self.assertEqual(second.condition_question_id, first)
        self.assertEqual(second.condition_option_ids, first.option_ids[0])
        self.assertFalse(copy.question_ids & self.form.question_ids)
        self.assertEqual(copy.name, "Device (copy)")

    # -- validation --------------------------------------------------------------------

    def test_a_question_needs_a_text_and_choices(self):
        with self.assertRaisesRegex(ValidationError, "at least one choice"):
            self._ask("Colour", "choice")
        with self.assertRaisesRegex(ValidationError, "needs a text"):
            self._ask("  ")
        for values in (
            {"least": 5, "most": 3},
            {"has_minimum": True, "minimum": 2, "has_maximum": True, "maximum": 1},
            {"earliest": "2026-02-01", "latest": "2026-01-01"},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._ask("Bad", **values)
                self.env.flush_all()

    # -- what becomes of answers ------------------------------------------------------

    def test_answers_outlive_their_question(self):
        colour = self._ask("Colour", "choice", ("Red", "Blue"))
        reply = self._reply(colour, colour.option_ids[:1].ids)
        colour.name = "Hue"
        colour.option_ids[0].name = "Crimson"
        self.assertEqual((reply.question_label, reply.display_value), ("Colour", "Red"))
        with self.assertRaisesRegex(UserError, "has answers"):
            colour.question_type = "text"
        with self.assertRaisesRegex(UserError, "Archive"):
            colour.option_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "Archive"):
            self.env["crm.portal.form"].create({"name": "x"})
            self.topic.form_id = False
            self.form.unlink()
        colour.unlink()
        reply.invalidate_recordset()
        self.assertTrue(reply.exists())
        self.assertFalse(reply.question_id)
        self.assertEqual((reply.question_label, reply.display_value), ("Colour", "Red"))
        self.assertIn("Red", reply.task_id.crm_replies_html)

    def test_a_form_in_use_stays(self):
        with self.assertRaisesRegex(UserError, "Technical"):
            self.form.unlink()

    def test_a_form_of_another_company_cannot_be_attached(self):
        other = self.env["res.company"].create({"name": "Other company"})
        theirs = self.env["crm.portal.form"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.topic.form_id = theirs
        with self.assertRaises(ValidationError):
            self.form.company_id = other

    def test_one_answer_per_question_and_ticket(self):
        text = self._ask("Text")
        reply = self._reply(text, "one")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._reply(text, "two", reply.task_id)
            self.env.flush_all()

    def test_readers_see_answers_in_their_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        price = self._ask("Price", "number")
        day = self._ask("Day", "date")
        task = self._reply(price, 1234.5).task_id
        self._reply(day, "2026-01-31", task)
        replies = task.crm_reply_ids
        turkish = replies.with_context(lang="tr_TR").mapped("display_value")
        self.assertEqual(turkish, ["1.234,5", "31.01.2026"])
        self.assertEqual(replies.mapped("display_value"), ["1,234.5", "01/31/2026"])

    def test_answers_move_when_tickets_are_merged(self):
        text, colour = self._ask("Text"), self._ask("Colour", "choice", ("Red", "Blue"))
        partner = self.env["res.partner"].create({"name": "P", "email": "p@x.example"})
        into, source = self.env["project.task"].create(
            [
                {
                    "name": name,
                    "crm_topic_id": self.other_topic.id,
                    "partner_id": partner.id,
                }
                for name in ("Into", "Source")
            ]
        )
        self._reply(text, "kept", into)
        self._reply(text, "stays", source)
        self._reply(colour, colour.option_ids[:1].ids, source)
        source._merge_into(into)
        self.assertEqual(self._get_values(into), {"Text": "kept", "Colour": "Red"})
        self.assertEqual(self._get_values(source), {"Text": "stays"})
