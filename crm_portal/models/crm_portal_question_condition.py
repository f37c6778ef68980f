from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.crm_cubicl.tools.import_convert import CellError, Locale, to_number

from ..tools.answers import CHOICES, DATES, NUMBERS
from ..tools.conditions import COMPARING, OPERATORS, Condition


class CrmPortalQuestion(models.Model):
    """When a question is asked: always, or by the answer to an earlier one.

    Only to an earlier one: so there are no circles, and a chain ends.
    """

    _inherit = "crm.portal.question"

    condition_question_id = fields.Many2one(
        "crm.portal.question",
        string="Asked only if",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="An earlier question of the form. Empty: always asked.",
    )
    condition_type = fields.Selection(
        related="condition_question_id.question_type",
        string="Type of the earlier question",
    )
    condition_operator = fields.Selection(
        [
            ("set", "is answered"),
            ("unset", "is not answered"),
            ("in", "is"),
            ("not_in", "is something else than"),
            ("contains", "contains"),
            ("ge", "is at least"),
            ("le", "is at most"),
        ],
        string="Comparison",
        copy=False,
    )
    condition_option_ids = fields.Many2many(
        "crm.portal.question.option",
        "crm_portal_question_condition_rel",
        "question_id",
        "option_id",
        string="One of",
        copy=False,
        domain="[('question_id', '=', condition_question_id)]",
    )
    condition_value = fields.Char(string="Value", copy=False)
    condition_date = fields.Date(string="Day", copy=False)
    condition_text = fields.Char(
        string="Condition",
        compute="_compute_condition_text",
        export_string_translation=False,
    )

    @api.depends(
        "condition_question_id.name",
        "condition_operator",
        "condition_option_ids.name",
        "condition_value",
        "condition_date",
    )
    def _compute_condition_text(self):
        operators = dict(
            self._fields["condition_operator"]._description_selection(self.env)
        )
        for question in self:
            earlier = question.condition_question_id
            comparison = operators.get(question.condition_operator)
            question.condition_text = (
                question._describe_condition(comparison)
                if earlier and comparison
                else False
            )

    def _describe_condition(self, comparison: str) -> str:
        """Return the condition for a reader."""
        earlier = self.condition_question_id
        said = {
            "question": earlier.name,
            "comparison": comparison,
            "value": self._get_condition_words(),
        }
        if earlier.question_type == "boolean":
            is_yes = self.condition_operator == "set"
            said["value"] = self.env._("Yes") if is_yes else self.env._("No")
            return self.env._("“%(question)s”: %(value)s", **said)
        if not said["value"]:
            return self.env._("“%(question)s” %(comparison)s", **said)
        return self.env._("“%(question)s” %(comparison)s: %(value)s", **said)

    def _get_condition_words(self) -> str:
        """Return what is compared with, for a reader."""
        if self.condition_operator not in COMPARING:
            return ""
        kind = self.condition_question_id.question_type
        if kind in CHOICES:
            return ", ".join(self.condition_option_ids.mapped("name"))
        if kind in DATES:
            return self.env["ir.qweb.field.date"].value_to_html(self.condition_date, {})
        return self.condition_value or ""

    @api.constrains(
        "form_id",
        "question_type",
        "condition_question_id",
        "condition_operator",
        "condition_option_ids",
        "condition_value",
        "condition_date",
    )
    def _check_condition(self):
        dependents = self.search([("condition_question_id", "in", self.ids)])
        for question in (self | dependents).filtered("condition_question_id"):
            question._check_earlier()
            question._check_comparison()

    def _check_earlier(self) -> None:
        earlier = self.condition_question_id
        if earlier.form_id != self.form_id or not earlier.active:
            raise ValidationError(
                self.env._(
                    "“%(question)s” can only hang on a question of its own form.",
                    question=self.name,
                )
            )
        if (earlier.sequence, earlier.id) >= (self.sequence, self.id):
            raise self._make_order_error()

    def _make_order_error(self) -> ValidationError:
        return ValidationError(
            self.env._(
                "“%(question)s” is asked by the answer to “%(earlier)s”, so it has to "
                "come after it.",
                question=self.name,
                earlier=self.condition_question_id.name,
            )
        )

    def _check_order(self) -> None:
        """Refuse an order in which a question comes before one it hangs on."""
        seen = self.browse()
        for question in self:
            earlier = question.condition_question_id
            if earlier and earlier not in seen:
                raise question._make_order_error()
            seen |= question

    def _check_comparison(self) -> None:
        """Refuse a comparison that says nothing."""
        kind = self.condition_question_id.question_type
        if self.condition_operator not in OPERATORS[kind]:
            raise ValidationError(
                self.env._(
                    "Choose for “%(question)s” how it compares with the answer to "
                    "“%(earlier)s”; this comparison does not suit it.",
                    question=self.name,
                    earlier=self.condition_question_id.name,
                )
            )
        if self.condition_operator in COMPARING and self._read_condition_value() in (
            None,
            "",
            set(),
        ):
            raise ValidationError(
                self.env._(
                    "Say for “%(question)s” with what the answer to “%(earlier)s” is "
                    "compared.",
                    question=self.name,
                    earlier=self.condition_question_id.name,
                )
            )

    def _read_condition_value(self):
        """Return what is compared with, typed as the answers are; None if unfit."""
        earlier = self.condition_question_id
        kind = earlier.question_type
        if kind in CHOICES:
            chosen = self.condition_option_ids
            fits = chosen <= earlier.with_context(active_test=False).option_ids
            return set(chosen.ids) if fits else None
        if kind in DATES:
            return self.condition_date or None
        value = (self.condition_value or "").strip()
        if kind in NUMBERS:
            try:
                return to_number(value, Locale())
            except CellError:
                return None
        return value

    def _get_condition(self) -> Condition | None:
        self.ensure_one()
        if not self.condition_question_id:
            return None
        return Condition(
            self.condition_question_id.id,
            self.condition_operator,
            self._read_condition_value(),
        )

    def _check_nothing_hangs(self) -> None:
        """Refuse to take away what the asking of others hangs on."""
        waiting = self.search([("condition_question_id", "in", self.ids)]) - self
        if waiting:
            raise UserError(
                self.env._(
                    "Whether these are asked hangs on it; change their conditions "
                    "first: %(names)s",
                    names=", ".join(waiting.mapped("name")),
                )
            )

    def _copy_conditions(self, copies) -> None:
        """Give the copies of the questions the conditions among them."""
        news = dict(zip(self, copies, strict=True))
        options = {
            old: new
            for question, copy in news.items()
            for old, new in zip(question.option_ids, copy.option_ids, strict=True)
        }
        for question, copy in news.items():
            if not question.condition_question_id:
                continue
            chosen = [
                options[o].id for o in question.condition_option_ids if o in options
            ]
            copy.write(
                {
                    "condition_question_id": news[question.condition_question_id].id,
                    "condition_operator": question.condition_operator,
                    "condition_option_ids": [fields.Command.set(chosen)],
                    "condition_value": question.condition_value,
                    "condition_date": question.condition_date,
                }
            )
