from datetime import date, datetime

from odoo.tests import tagged

from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestFormsSearch(FormsCase):
    """Tickets are found by their answers, as the screen shows them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.colour = cls._ask("Colour", "choice", ("Red", "Blue"))
        replies = cls.env["crm.portal.reply"]
        cls.tickets = {}
        for kind, value, others in (
            ("boolean", False, ()),
            ("number", 1234.5, (1234.0,)),
            ("amount", 99.95, (99.9,)),
            ("date", date(2026, 11, 30), (date(2026, 11, 29),)),
            # half past midnight there, the evening before by UTC
            ("datetime", datetime(2026, 12, 23, 21, 30), (datetime(2026, 12, 24, 21),)),
            ("text", "100% cotton", ()),
        ):
            question = cls._ask(f"A {kind}", kind)
            for answer in (value, *others):
                row = replies._prepare_values(question, answer)
                task = cls._create_task(row)
                cls.tickets.setdefault(kind, task)
        red = cls.colour.option_ids[0]
        row = replies._prepare_values(cls.colour, red.ids)
        cls.tickets["choice"] = cls._create_task(row)
        red.with_context(lang="tr_TR").name = "Kırmızı"
        red.active = False

    @classmethod
    def _create_task(cls, row):
        task = cls.env["project.task"].create(
            {"name": "x", "project_id": cls.project.id, "user_ids": cls.handler.ids}
        )
        cls.env["crm.portal.reply"].create(row | {"task_id": task.id})
        return task

    def _find(self, text, lang="tr_TR", operator="ilike", tz="Europe/Istanbul"):
        tasks = self.env["project.task"].with_user(self.handler)
        tasks = tasks.with_context(lang=lang, tz=tz)
        ids = [
            task.id
            for task in self.env["project.task"].search([])
            if task.crm_reply_ids
        ]
        return tasks.search([("id", "in", ids), ("crm_answers", operator, text)])

    def test_found_as_it_is_shown(self):
        for lang, typed in (
            (
                "tr_TR",
                {
                    "boolean": ("Hayır", "hayir"),
                    "number": ("1.234,50", "1234,5", "1.234,5"),
                    "amount": ("99,95", "99,95 ₺", "₺99,95"),
                    "date": ("30.11.2026", "2026-11-30"),
                    "datetime": ("24.12.2026", "24.12.2026 00:30"),
                    "choice": ("Kırmızı", "kırm", "Red"),
                    "text": ("100% co",),
                },
            ),
            (
                "en_US",
                {
                    "boolean": ("No",),
                    "number": ("1,234.50",),
                    "date": ("11/30/2026",),
                    "datetime": ("12/24/2026",),
                    "choice": ("red",),
                },
            ),
        ):
            for kind, texts in typed.items():
                for text in texts:
                    with self.subTest(lang=lang, text=text):
                        self.assertEqual(self._find(text, lang), self.tickets[kind])
        shown = self.tickets["number"].with_context(lang="tr_TR").crm_answers
        self.assertIn("1.234,5", shown)

    def test_what_is_shown_to_nobody_is_not_found(self):
        for text in ("Evet", "1.234,6", "01.12.2026", "24.12.2026 00:31", "9" * 60):
            with self.subTest(text=text):
                self.assertFalse(self._find(text))
        # a time zone that there is not is passed over
        found = self._find("23.12.2026", tz="Mars/Base")
        self.assertEqual(found, self.tickets["datetime"])
        for text in ("31.12.9999", "01.01.0001", "1e400", "\u00b2", "--", "₺"):
            with self.subTest(text=text):
                self.assertFalse(self._find(text))

    def test_exactly(self):
        self.assertEqual(self._find("Hayır", operator="="), self.tickets["boolean"])
        self.assertEqual(self._find("Kırmızı", operator="="), self.tickets["choice"])
