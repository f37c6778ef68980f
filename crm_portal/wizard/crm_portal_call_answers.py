import json

from werkzeug.datastructures import MultiDict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.crm_portal_answer_reader import field_name
from ..models.crm_portal_topic_form import SHOWN


class CrmPortalCall(models.TransientModel):
    """The questions of the topic are asked on the phone too, by the same rules."""

    _inherit = "crm.portal.call"

    questions_html = fields.Html(
        compute="_compute_questions_html",
        sanitize=False,
        export_string_translation=False,
    )
    answers = fields.Text(
        string="Additional information",
        compute="_compute_answers",
        store=True,
        readonly=False,
        help="Values by name of the input, in JSON, as the page of a visitor sends "
        "them.",
    )

    @api.depends("topic_id", "customer_id")
    @api.depends_context("lang")
    def _compute_questions_html(self):
        for call in self:
            call.questions_html = call._render_questions()

    @api.depends("topic_id", "customer_id")
    def _compute_answers(self):
        # other questions have other answers
        self.answers = False

    def _get_asked(self):
        """Return the form and those of its questions that can be asked on the phone."""
        # an id of another topic shows nothing: only those offered are asked about
        topic = self.topic_id._origin & self.topic_ids._origin
        form_sudo = topic and topic._get_form(self.customer_id._origin)
        questions_sudo = form_sudo and form_sudo.question_ids._filter_without_files()
        return form_sudo, questions_sudo

    def _render_questions(self):
        form_sudo, questions_sudo = self._get_asked()
        if not questions_sudo:
            return False
        shown = {"id": form_sudo.id, "questions": questions_sudo._get_fields()}
        return self.env["ir.qweb"]._render(
            "crm_portal.support_questions",
            {
                "shown": shown,
                "answers": {},
                "errors": {},
                "files_sent": set(),
            },
        )

    def _read_answers(self, topic) -> dict:
        """Return what was answered to the topic's questions, or say what is missing."""
        form_sudo, questions_sudo = self._get_asked()
        if not questions_sudo:
            return {}
        sent = self._get_sent() | {SHOWN: [str(form_sudo.id)]}
        answers, errors = topic._read_answers(MultiDict(sent), None, self.customer_id)
        if errors:
            labels = {field_name(asked.id): asked.name for asked in questions_sudo}
            lines = (f"{labels.get(name, name)}: {why}" for name, why in errors.items())
            raise UserError("\n".join(lines))
        return answers

    def _get_sent(self) -> dict[str, list[str]]:
        """Return the values by name of the input; whatever else came is refused."""
        try:
            sent = json.loads(self.answers or "{}")
            is_fine = all(
                isinstance(values, list) and all(isinstance(v, str) for v in values)
                for values in sent.values()
            )
        except (ValueError, AttributeError, RecursionError):
            is_fine = False
        if not is_fine:
            raise UserError(self.env._("The answers cannot be read."))
        return sent
