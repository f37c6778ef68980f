from odoo import api, fields, models
from odoo.fields import Command, Domain

from .crm_portal_sender import Sender
from .project_task_filing import Question


class ProjectTask(models.Model):
    """What was answered to the questions of a ticket's topic."""

    _inherit = "project.task"

    crm_reply_ids = fields.One2many(
        "crm.portal.reply", "task_id", string="Answers", readonly=True, copy=False
    )
    crm_reply_count = fields.Integer(
        compute="_compute_crm_replies", export_string_translation=False
    )
    crm_replies_html = fields.Html(
        string="Additional information",
        compute="_compute_crm_replies",
        sanitize=False,
    )
    crm_answers = fields.Text(
        string="Answers to questions",
        compute="_compute_crm_answers",
        search="_search_crm_answers",
    )

    @api.depends("crm_reply_ids")
    @api.depends_context("lang", "tz")
    def _compute_crm_replies(self):
        for task in self:
            task.crm_reply_count = len(task.crm_reply_ids)
            has_replies = bool(task.crm_reply_ids)
            task.crm_replies_html = has_replies and task._render_replies()

    @api.depends("crm_reply_ids")
    @api.depends_context("lang", "tz")
    def _compute_crm_answers(self):
        for task in self:
            task.crm_answers = "\n".join(
                f"{reply.question_label}: {reply.display_value}"
                for reply in task.crm_reply_ids
            )

    @api.model
    def _search_crm_answers(self, operator, value):
        if operator not in ("ilike", "like", "=ilike", "=like", "in"):
            return NotImplemented
        found = self.env["crm.portal.reply"]._get_shown_domain(operator, value)
        return Domain("crm_reply_ids", "any", found)

    def _render_replies(self):
        """Return the answers as a block for colleagues."""
        replies = self.crm_reply_ids
        return self.env["ir.qweb"]._render(
            "crm_portal.ticket_replies",
            {"replies": replies, "file_url": "/web/content/%s?download=true"},
        )

    # -- filing -----------------------------------------------------------------------

    @api.model
    def _file_ticket(self, question: Question, sender: Sender):
        ticket_sudo = super()._file_ticket(question, sender)
        ticket_sudo._attach_reply_files()
        return ticket_sudo

    @api.model
    def _get_filing_values(self, question: Question, sender: Sender) -> dict:
        values = super()._get_filing_values(question, sender)
        if question.answers:
            values["crm_reply_ids"] = [
                Command.create(row) for row in self._prepare_replies(question)
            ]
        return values

    @api.model
    def _prepare_replies(self, question: Question) -> list[dict]:
        """Return a row per question that was answered, as it was asked."""
        # sudo: crm.portal.question, crm.portal.reply - the reader of the form has
        # judged the answers
        questions_sudo = (
            self.env["crm.portal.question"].sudo().browse(list(question.answers))
        )
        replies_sudo = self.env["crm.portal.reply"].sudo()
        return [
            replies_sudo._prepare_values(asked, question.answers[asked.id])
            | {"topic_id": question.topic.id}
            for asked in questions_sudo
        ]

    def _attach_reply_files(self) -> None:
        """Let the files of answers belong to the ticket and to its first post.

        Who reads the ticket then reads them, and the customer as long as the post is
        visible.
        """
        files = self.crm_reply_ids.attachment_ids
        if files:
            files.write({"res_model": self._name, "res_id": self.id})
            self._get_visible_messages()[:1].attachment_ids += files

    # -- merging ---------------------------------------------------------------------

    @api.model
    def _get_merge_models(self) -> dict[str, tuple]:
        return super()._get_merge_models() | {"crm.portal.reply": ("task_id",)}

    def _take_over(self, records_sudo, columns: tuple) -> None:
        """Leave answers to questions that were answered here too where they are.

        There is one answer per question and ticket; the other one is read on the
        ticket that was merged.
        """
        if records_sudo._name == "crm.portal.reply":
            taken = self.crm_reply_ids.question_id
            kept = records_sudo.browse()
            for reply in records_sudo:
                if not reply.question_id or reply.question_id not in taken:
                    taken |= reply.question_id
                    kept |= reply
            records_sudo = kept
        return super()._take_over(records_sudo, columns)
