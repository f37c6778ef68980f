from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .forms_common import FormsCase
from .test_access import ALLOWED, OPERATIONS

MODELS = ("crm.portal.form", "crm.portal.question", "crm.portal.question.option")
RULES = "odoo.addons.base.models.ir_rule"
ACCESS = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
class TestFormsAccess(FormsCase):
    """Forms are read by colleagues; answers by whoever may read their ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = cls._ask("Serial number")
        cls.colour = cls._ask("Colour", "choice", ("Red", "Blue"))
        # a private project that the handler is in, and others are not
        cls.private = cls.env["project.project"].create(
            {
                "name": "Private",
                "company_id": cls.env.company.id,
                "privacy_visibility": "followers",
            }
        )
        cls.topic.project_id = cls.private
        cls.stranger = new_test_user(
            cls.env, "forms_stranger", "base.group_user,project.group_project_user"
        )
        cls.task = cls.env["project.task"].create(
            {
                "name": "Secret ticket",
                "project_id": cls.private.id,
                "user_ids": cls.handler.ids,
            }
        )
        replies = cls.env["crm.portal.reply"]
        rows = [
            replies._prepare_values(cls.serial, "S-1"),
            replies._prepare_values(cls.colour, cls.colour.option_ids[:1].ids),
        ]
        cls.replies = replies.create([row | {"task_id": cls.task.id} for row in rows])

    def _as(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)

    def test_each_role_does_exactly_what_it_may_with_forms(self):
        for model in MODELS:
            for user, allowed in ALLOWED.items():
                records = self.env[model].with_user(getattr(self, user))
                for operation in OPERATIONS:
                    with self.subTest(model=model, user=user, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation in allowed
                        )

    def test_nobody_writes_answers(self):
        for user in (*ALLOWED, "handler"):
            replies = self.env["crm.portal.reply"].with_user(getattr(self, user))
            for operation in OPERATIONS - {"read"}:
                with self.subTest(user=user, operation=operation):
                    self.assertFalse(replies.has_access(operation))

    def test_whoever_reads_the_ticket_reads_its_answers(self):
        replies = self._as(self.handler, self.replies)
        self.assertEqual(replies.mapped("value_text"), ["S-1", "Red"])
        found = replies.search([("form_id", "=", self.form.id)])
        self.assertEqual(len(found), 2)
        self.assertIn("S-1", self._as(self.handler, self.task).crm_replies_html)

    @mute_logger(RULES, ACCESS)
    def test_whoever_does_not_reads_none_by_any_door(self):
        users = self.stranger | self.user_plain | self.user_crm_manager
        # the right to export opens nothing
        users.group_ids |= self.env.ref("base.group_allow_export")
        for user in (*users, self.user_portal):
            with self.subTest(user=user.login):
                replies = self._as(user, self.replies)
                with self.assertRaises(AccessError):
                    replies.read(["value_text"])
                self.assertFalse(replies._filtered_access("read"))
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    replies[0].mapped("value_text")
        for user in users:
            with self.subTest(user=user.login):
                replies = self._as(user, self.env["crm.portal.reply"])
                domain = [("form_id", "=", self.form.id)]
                self.assertFalse(replies.search(domain))
                self.assertFalse(replies.search_count(domain))
                self.assertFalse(replies._read_group(domain, ["value_text"]))
                self.assertFalse(self._as(user, self.form).reply_ids)
                self.assertFalse(self._as(user, self.form).ticket_count)
                with self.assertRaises(AccessError):
                    replies.browse(self.replies.ids).export_data(["value_text"])
                rows = self._as(user, self.form).get_statistics()
                self.assertFalse(sum(row["count"] for row in rows))
                self.assertFalse(any(row["latest"] for row in rows))

    @mute_logger(RULES, ACCESS)
    def test_tickets_tell_no_answer_to_who_may_not_read_them(self):
        tasks = self._as(self.stranger, self.env["project.task"])
        self.assertFalse(tasks.search([("crm_answers", "ilike", "S-1")]))
        self.assertFalse(tasks.search([("crm_reply_ids.value_text", "ilike", "S-1")]))
        questions = self._as(self.stranger, self.env["crm.portal.question"])
        self.assertFalse(questions.search([("reply_ids.value_text", "=", "S-1")]))
        for field in ("crm_reply_ids", "crm_replies_html", "crm_answers"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self._as(self.user_portal, self.task).read([field])

    def test_the_handler_finds_tickets_by_an_answer(self):
        tasks = self._as(self.handler, self.env["project.task"])
        self.assertEqual(tasks.search([("crm_answers", "ilike", "s-1")]), self.task)
        self.assertFalse(tasks.search([("crm_answers", "ilike", "S-2")]))
        inner = [
            ("question_id", "=", self.colour.id),
            ("option_ids", "in", self.colour.option_ids[:1].ids),
        ]
        self.assertEqual(tasks.search([("crm_reply_ids", "any", inner)]), self.task)

    def test_forms_of_other_companies_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other company"})
        theirs = self.env["crm.portal.form"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        shared = self.env["crm.portal.form"].create({"name": "Shared"})
        forms = self._as(self.user_crm_manager, self.env["crm.portal.form"])
        found = forms.search([("id", "in", (theirs | shared).ids)])
        self.assertEqual(found, shared)
        self.serial.form_id.company_id = self.env.company
        questions = self._as(self.user_crm_manager, self.env["crm.portal.question"])
        self.assertIn(self.serial, questions.search([]))
        self.form.question_ids.reply_ids.sudo().unlink()
        self.topic.form_id = False
        self.form.company_id = other
        self.assertNotIn(self.serial, questions.search([]))

    # -- routes ------------------------------------------------------------------------

    def test_the_workbook_holds_what_the_user_may_read(self):
        url = f"/crm/portal/form/{self.form.id}/answers.xlsx"
        self.assertIn("/web/login", self.url_open(url).url)
        export = self.env.ref("base.group_allow_export")
        self.handler.group_ids -= export
        self.authenticate("forms_handler", "forms_handler")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.handler.group_ids |= export
        self.serial.name = "=1+1"
        self.replies[0].value_text = '=HYPERLINK("http://x")'
        rows = self._read_book(self.url_open(url).content)
        self.assertEqual(rows[0][5:], ("=1+1", "Colour"))
        self.assertEqual(rows[1][1], "Secret ticket")
        self.assertEqual(rows[1][5:], ('=HYPERLINK("http://x")', "Red"))
        self.stranger.group_ids |= export
        self.authenticate("forms_stranger", "forms_stranger")
        self.assertEqual(len(self._read_book(self.url_open(url).content)), 1)
        self.assertEqual(
            self.url_open("/crm/portal/form/999999/answers.xlsx").status_code, 404
        )
        self.authenticate("topic_portal", "topic_portal")
        self.assertEqual(self.url_open(url).status_code, 404)

    def _read_book(self, content):
        sheet = load_workbook(BytesIO(content)).active
        for row in sheet.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f")
        return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]

    def test_the_preview_is_for_colleagues(self):
        url = f"/crm/portal/form/{self.form.id}/preview"
        self.assertIn("/web/login", self.url_open(url).url)
        self.authenticate("topic_portal", "topic_portal")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.env["res.lang"]._activate_lang("tr_TR")
        self.serial.with_context(lang="tr_TR").name = "Seri numarası"
        self.authenticate("topic_plain", "topic_plain")
        self.assertIn("Serial number", self.url_open(f"{url}?lang=en_US").text)
        self.assertIn("Seri numarası", self.url_open(f"{url}?lang=tr_TR").text)
        self.assertEqual(self.url_open(f"{url}?lang=xx").status_code, 200)
        self.assertEqual(
            self.url_open("/crm/portal/form/999999/preview").status_code, 404
        )
