from odoo.tests import tagged

from ..models.crm_portal_sender import Sender
from ..models.project_task_filing import Question
from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestFormsStatistics(FormsCase):
    """What was answered is counted, at a cost that does not grow."""

    def test_answers_are_counted_per_question(self):
        colour = self._ask("Colour", "choices", ("Red", "Blue"))
        weight = self._ask("Weight", "number")
        agreed = self._ask("Agreed", "boolean")
        day = self._ask("Day", "date")
        text = self._ask("Text")
        red, blue = colour.option_ids
        for ids, number, is_agreed, date in (
            ([red.id, blue.id], 1, True, "2026-01-01"),
            ([red.id], 2.5, False, "2026-03-01"),
        ):
            task = self._reply(colour, ids).task_id
            for question, value in (
                (weight, number),
                (agreed, is_agreed),
                (day, date),
                (text, f"About {number}"),
            ):
                self._reply(question, value, task)
        rows = {row["id"]: row for row in self.form.get_statistics()}
        self.assertEqual({row["count"] for row in rows.values()}, {2})
        bars = {bar["label"]: bar["count"] for bar in rows[colour.id]["bars"]}
        self.assertEqual(bars, {"Red": 2, "Blue": 1})
        bars = {bar["label"]: bar["count"] for bar in rows[agreed.id]["bars"]}
        self.assertEqual(bars, {"Yes": 1, "No": 1})
        facts = dict(rows[weight.id]["facts"])
        self.assertEqual(facts["Average"], "1.75")
        self.assertEqual((facts["Lowest"], facts["Highest"]), ("1", "2.5"))
        self.assertEqual(dict(rows[day.id]["facts"])["Latest"], "03/01/2026")
        self.assertEqual(rows[text.id]["latest"], "About 2.5")
        self.assertEqual(self.form.ticket_count, 2)
        found = self.env["project.task"].search(
            self.form.action_open_tickets()["domain"]
        )
        self.assertEqual(len(found), 2)

    def test_statistics_cost_the_same_for_many(self):
        for number in range(3):
            question = self._ask(f"Choice {number}", "choice", ("One", "Two"))
            self._reply(question, question.option_ids[:1].ids)
        counts = []
        self.form.with_user(self.user_crm_manager).get_statistics()
        for more in (0, 30):
            for number in range(more):
                question = self._ask(f"More {number}", "choice", ("One", "Two"))
                self._reply(question, question.option_ids[:1].ids)
            for call in ("get_statistics", "get_design"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                getattr(self.form.with_user(self.user_crm_manager), call)()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[0] + 1)
        self.assertLessEqual(counts[3], counts[1] + 1)
        self.assertLessEqual(max(counts), 15, counts)

    def test_answers_are_filed_in_one_go(self):
        """A ticket with many answers costs about as much as one with few."""
        questions = self.form.question_ids
        for number in range(30):
            questions |= self._ask(f"Question {number}")
        partner = self.env["res.partner"].create({"name": "P", "email": "p@x.example"})
        counts = []
        for asked in (questions[:1], questions[:1], questions):
            answers = {question.id: "x" for question in asked}
            ask = Question(self.topic, "Subject", "Text", [], answers=answers)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["project.task"]._file_ticket(ask, Sender(partner, True))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 3, counts)
