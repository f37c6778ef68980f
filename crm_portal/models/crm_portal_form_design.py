from odoo import api, models

# a picture for each type of question, in the palette and on the form
ICONS = {
    "text": "fa-font",
    "long_text": "fa-align-left",
    "integer": "fa-hashtag",
    "number": "fa-calculator",
    "amount": "fa-money",
    "date": "fa-calendar",
    "datetime": "fa-clock-o",
    "choice": "fa-dot-circle-o",
    "choices": "fa-check-square-o",
    "boolean": "fa-check",
    "file": "fa-paperclip",
    "link": "fa-link",
    "email": "fa-at",
    "phone": "fa-phone",
}


class CrmPortalForm(models.Model):
    """What the page needs on which a form is put together."""

    _inherit = "crm.portal.form"

    @api.readonly
    def get_design(self) -> dict:
        """Return the palette, the questions in order and the languages."""
        self.check_access("read")
        Question = self.env["crm.portal.question"]
        kinds = Question._fields["question_type"]._description_selection(self.env)
        questions = self.with_context(active_test=False).question_ids
        # one query for the choices of all questions
        questions.option_ids.fetch(["name", "question_id"])
        return {
            "palette": [
                {"key": key, "label": label, "icon": ICONS[key]} for key, label in kinds
            ],
            "questions": [question._get_design() for question in questions],
            "languages": self.env["res.lang"].get_installed(),
            "can_write": self.has_access("write") and Question.has_access("create"),
        }


class CrmPortalQuestion(models.Model):
    _inherit = "crm.portal.question"

    def _get_design(self) -> dict:
        return {
            "id": self.id,
            "sequence": self.sequence,
            "is_archived": not self.active,
            "label": self.name,
            "hint": self._get_hint(),
            "kind": self.question_type,
            "icon": ICONS[self.question_type],
            "is_required": self.is_required,
            "options": self.option_ids.mapped("name"),
            "condition": self.condition_text or "",
            "hangs_on": self.condition_question_id.id,
            "reply_count": self.reply_count,
        }
