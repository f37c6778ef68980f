from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmPortalForm(models.Model):
    """Questions that visitors are asked beside their own: used by any topic."""

    _name = "crm.portal.form"
    _description = "Support Form"
    _order = "sequence, id"

    name = fields.Char(
        required=True,
        translate=True,
        help="For your colleagues; visitors do not see it.",
    )
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: topics of all companies can use it."
    )
    question_ids = fields.One2many(
        "crm.portal.question", "form_id", string="Questions", copy=True
    )
    topic_ids = fields.One2many("crm.portal.topic", "form_id", string="Topics")
    reply_ids = fields.One2many(
        "crm.portal.reply", "form_id", string="Answers", readonly=True
    )
    question_count = fields.Integer(compute="_compute_question_count")
    ticket_count = fields.Integer(
        string="Tickets",
        compute="_compute_ticket_count",
        help="Tickets with answers to this form that you may read.",
    )

    @api.depends("question_ids")
    def _compute_question_count(self):
        for form in self:
            form.question_count = len(form.question_ids)

    # No dependency: it counts what the reader may see, anew each time.
    def _compute_ticket_count(self):
        counts = dict(
            self.env["crm.portal.reply"]._read_group(
                [("form_id", "in", self.ids)], ["form_id"], ["task_id:count_distinct"]
            )
        )
        for form in self:
            form.ticket_count = counts.get(form._origin, 0)

    @api.constrains("company_id")
    def _check_company_id(self):
        for form in self:
            # sudo: crm.portal.topic - a topic of another company uses it as well
            topics_sudo = form.sudo().with_context(active_test=False).topic_ids
            others = topics_sudo.filtered(
                lambda topic, form=form: (
                    form.company_id and topic.company_id != form.company_id
                )
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "Topics of another company use the form “%(form)s”: %(names)s",
                        form=form.name,
                        names=", ".join(others.mapped("name")),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: crm.portal.topic, crm.portal.reply - a use hidden from the user is a
        # use as well
        forms_sudo = self.sudo().with_context(active_test=False)
        if topics_sudo := forms_sudo.topic_ids:
            raise UserError(
                self.env._(
                    "These topics ask the questions of the form. Choose another form "
                    "for them first, or archive the form: %(names)s",
                    names=", ".join(topics_sudo.mapped("name")),
                )
            )
        Reply = self.env["crm.portal.reply"].sudo()
        if count := Reply.search_count([("form_id", "in", self.ids)]):
            raise UserError(
                self.env._(
                    "%(count)s answers were given to the form. Archive it instead: "
                    "they stay, and nobody is asked any more.",
                    count=count,
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=form.name)}
            for form, vals in zip(self, vals_list, strict=True)
        ]

    def copy(self, default=None):
        """Copy the conditions too, between the copies of the questions."""
        copies = super().copy(default)
        for form, new in zip(self, copies, strict=True):
            form.question_ids._copy_conditions(new.question_ids)
        return copies

    def arrange(self, question_ids: list[int]) -> None:
        """Put the questions into this order; refuse one that asks too early.

        :param question_ids: all questions of the form
        """
        self.ensure_one()
        self.check_access("write")
        questions = self.env["crm.portal.question"].browse(
            [id_ for id_ in question_ids if isinstance(id_, int)]
        )
        if sorted(questions.ids) != sorted(self.question_ids.ids):
            raise UserError(
                self.env._("The form was changed meanwhile. Load the page again.")
            )
        questions._check_order()
        # from the last on, behind all others: no question passes one it hangs on
        base = max(self.question_ids.mapped("sequence"), default=0)
        for place, question in reversed(list(enumerate(questions, 1))):
            question.sequence = base + place * 10

    # -- what is asked -----------------------------------------------------------

    def _get_shown(self) -> dict:
        """Return what a page needs to ask the questions, in the reader's language."""
        self.ensure_one()
        return {"id": self.id, "questions": self.question_ids._get_fields()}
