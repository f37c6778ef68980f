from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPortalQuestionOption(models.Model):
    """A choice of a question."""

    _name = "crm.portal.question.option"
    _description = "Choice of a Question"
    _order = "question_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    question_id = fields.Many2one(
        "crm.portal.question", required=True, index=True, ondelete="cascade"
    )

    _name_uniq = models.UniqueIndex(
        "(question_id, (name->>'en_US'))", "This choice is in the list already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: crm.portal.question, crm.portal.reply - a use hidden from the user is
        # a use as well
        Question = self.env["crm.portal.question"].sudo()
        Question = Question.with_context(active_test=False)
        domain = [("condition_option_ids", "in", self.ids)]
        if waiting := Question.search(domain, limit=1):
            raise UserError(
                self.env._(
                    "“%(question)s” is asked by this choice. Change its condition "
                    "first.",
                    question=waiting.name,
                )
            )
        Reply = self.env["crm.portal.reply"].sudo()
        if count := Reply.search_count([("option_ids", "in", self.ids)]):
            raise UserError(
                self.env._(
                    "%(count)s answers hold a choice that you want to delete. Archive "
                    "it instead: they keep it, and nobody can choose it any more.",
                    count=count,
                )
            )
