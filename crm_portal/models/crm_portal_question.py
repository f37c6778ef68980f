from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.answers import CHOICES, DATES, LENGTHS, NUMBERS, TYPES, Limits
from ..tools.upload import MOST_FILES

# what a text of one line can be held to; see PATTERNS
PATTERN_LABELS = [
    ("digits", "Digits only"),
    ("letters", "Letters only"),
    ("code", "Letters and digits without blanks, such as a serial number"),
    ("postcode", "Postcode of five digits"),
    ("time", "Time of day, such as 14:30"),
    ("plate", "Turkish number plate"),
    ("iban", "IBAN"),
    ("tax", "Turkish tax or identity number"),
]


class CrmPortalQuestion(models.Model):
    """One question of a form, and what can be answered to it."""

    _name = "crm.portal.question"
    _description = "Question of a Support Form"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one(
        "crm.portal.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
    name = fields.Char(string="Question", required=True, translate=True)
    help = fields.Text(
        string="Hint",
        translate=True,
        help="Shown below the question, in small letters.",
    )
    question_type = fields.Selection(
        [(kind.key, kind.label) for kind in TYPES.values()],
        string="Type",
        required=True,
        default="text",
    )
    is_required = fields.Boolean(
        string="Required", help="A Yes / No question has to be ticked, as a consent is."
    )
    option_ids = fields.One2many(
        "crm.portal.question.option", "question_id", string="Choices", copy=True
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    least = fields.Integer(
        string="At least", help="Letters of a text, choices or files; 0: no limit."
    )
    most = fields.Integer(
        string="At most", help="Letters of a text, choices or files; 0: no limit."
    )
    has_minimum = fields.Boolean(string="Has a lowest value")
    minimum = fields.Float(string="Lowest value")
    has_maximum = fields.Boolean(string="Has a highest value")
    maximum = fields.Float(string="Highest value")
    earliest = fields.Date()
    latest = fields.Date()
    day_limit = fields.Selection(
        [("past", "Today or earlier"), ("future", "Today or later")],
        string="Which days",
        help="Empty: any day.",
    )
    pattern = fields.Selection(PATTERN_LABELS, string="Has to be")
    reply_ids = fields.One2many(
        "crm.portal.reply", "question_id", string="Answers", readonly=True
    )
    reply_count = fields.Integer(
        string="Number of answers", compute="_compute_reply_count", compute_sudo=True
    )

    _limits_check = models.Constraint(
        "CHECK (least >= 0 AND most >= 0 AND (most = 0 OR least <= most))",
        "The least cannot be more than the most.",
    )
    _values_check = models.Constraint(
        "CHECK (NOT (has_minimum AND has_maximum) OR minimum <= maximum)",
        "The lowest value cannot be higher than the highest.",
    )
    _days_check = models.Constraint(
        "CHECK (earliest IS NULL OR latest IS NULL OR earliest <= latest)",
        "The first day cannot be after the last.",
    )

    # No dependency: answers come while the form is open.
    def _compute_reply_count(self):
        counts = dict(
            self.env["crm.portal.reply"]._read_group(
                [("question_id", "in", self.ids)], ["question_id"], ["__count"]
            )
        )
        for question in self:
            question.reply_count = counts.get(question._origin, 0)

    @api.constrains("name")
    def _check_name(self):
        if any(not (question.name or "").strip() for question in self):
            raise ValidationError(self.env._("A question needs a text."))

    @api.constrains("question_type", "option_ids")
    def _check_options(self):
        for question in self:
            if question.question_type in CHOICES and not question.option_ids:
                raise ValidationError(
                    self.env._(
                        "Give “%(question)s” at least one choice.",
                        question=question.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        # the choices may be missing from the values altogether
        questions._check_options()
        return questions

    def write(self, vals):
        self._check_type_is_kept(vals)
        result = super().write(vals)
        if "sequence" in vals or "active" in vals:
            self.form_id.question_ids.sorted(
                lambda question: (question.sequence, question.id)
            )._check_order()
        if vals.get("active") is False:
            self._check_nothing_hangs()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked_by(self):
        self._check_nothing_hangs()

    def _check_type_is_kept(self, vals: dict) -> None:
        """Refuse another type or form once there are answers."""
        for name in ("question_type", "form_id"):
            if name not in vals:
                continue
            for question in self:
                before = question[name]
                before = before.id if name == "form_id" else before
                if before != vals[name] and question.reply_count:
                    raise UserError(
                        self.env._(
                            "“%(question)s” has answers already. Archive it and add a "
                            "new question instead.",
                            question=question.name,
                        )
                    )

    # -- limits --------------------------------------------------------------------

    def _get_limits(self) -> Limits:
        """Return what can be answered, days as they are today."""
        self.ensure_one()
        kind = self.question_type
        if kind in NUMBERS:
            return Limits(
                minimum=self.minimum if self.has_minimum else None,
                maximum=self.maximum if self.has_maximum else None,
            )
        if kind in DATES:
            return self._get_day_limits()
        most = self.most
        if kind == "file":
            most = min(most or 1, MOST_FILES)
        is_plain = kind in ("text", "long_text")
        return Limits(
            # only what has letters, choices or files to count
            least=self.least if is_plain or kind in ("choices", "file") else 0,
            most=min(most or LENGTHS[kind], LENGTHS[kind]) if is_plain else most,
            pattern=(self.pattern or "") if kind == "text" else "",
        )

    def _get_day_limits(self) -> Limits:
        today = fields.Date.context_today(self)
        firsts = [self.earliest, today if self.day_limit == "future" else None]
        lasts = [self.latest, today if self.day_limit == "past" else None]
        return Limits(
            earliest=max(filter(None, firsts), default=None),
            latest=min(filter(None, lasts), default=None),
        )
