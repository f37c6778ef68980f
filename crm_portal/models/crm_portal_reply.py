from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date, format_datetime, formatLang

from ..tools.answers import CHOICES, NUMBERS, TYPES


class CrmPortalReply(models.Model):
    """What was answered to one question on one ticket.

    The question is kept as it was asked, so that what becomes of it later changes
    nothing here. Read by whoever may read the ticket; written by the server alone.
    """

    _name = "crm.portal.reply"
    _description = "Answer to a Question"
    _order = "task_id desc, sequence, id"
    _rec_name = "question_label"

    task_id = fields.Many2one(
        "project.task", string="Ticket", required=True, ondelete="cascade", index=True
    )
    form_id = fields.Many2one(
        "crm.portal.form", ondelete="set null", index="btree_not_null"
    )
    question_id = fields.Many2one(
        "crm.portal.question",
        ondelete="set null",
        index="btree_not_null",
    )
    topic_id = fields.Many2one(
        "crm.portal.topic",
        ondelete="set null",
        index="btree_not_null",
        help="The topic of the ticket when the question was answered.",
    )
    sequence = fields.Integer(export_string_translation=False)
    question_label = fields.Char(
        string="As it was asked", required=True, help="In the visitor's language."
    )
    lang = fields.Char(string="Language")
    question_type = fields.Selection(
        [(kind.key, kind.label) for kind in TYPES.values()],
        string="Type",
        required=True,
    )
    value_text = fields.Text(
        string="Answer",
        index="trigram",
        help="As a text, whatever the type: choices as they were named then.",
    )
    value_number = fields.Float(string="Number", aggregator="avg")
    currency_id = fields.Many2one("res.currency")
    value_date = fields.Date(string="Date")
    value_datetime = fields.Datetime(string="Date and Time")
    value_boolean = fields.Boolean(string="Yes / No")
    option_ids = fields.Many2many(
        "crm.portal.question.option",
        "crm_portal_reply_option_rel",
        "reply_id",
        "option_id",
        string="Choices",
        context={"active_test": False},
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "crm_portal_reply_attachment_rel",
        "reply_id",
        "attachment_id",
        string="Files",
    )
    display_value = fields.Char(
        string="Answer for reading",
        compute="_compute_display_value",
        export_string_translation=False,
    )

    _task_question_unique = models.UniqueIndex(
        "(task_id, question_id) WHERE question_id IS NOT NULL"
    )
    _option_idx = models.Index("(form_id, question_id, task_id)")

    @api.depends_context("lang", "tz")
    @api.depends("value_text", "value_number", "value_date", "value_datetime")
    def _compute_display_value(self):
        for reply in self:
            reply.display_value = reply._get_display_value()

    def _get_display_value(self) -> str:
        """Return the answer as the reader's language writes it."""
        kind = self.question_type
        if kind == "boolean":
            return self.env._("Yes") if self.value_boolean else self.env._("No")
        if kind in NUMBERS:
            return self._format_number()
        if kind == "date":
            return format_date(self.env, self.value_date)
        if kind == "datetime":
            zone = self.env.context.get("tz")
            return format_datetime(self.env, self.value_datetime, zone, "short")
        return self.value_text or ""

    def _format_number(self) -> str:
        if self.question_type == "amount" and self.currency_id:
            currency = self.sudo().currency_id
            return formatLang(self.env, self.value_number, currency_obj=currency)
        text = formatLang(self.env, self.value_number, digits=6)
        point = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        sign = point.decimal_point or "."
        return text.rstrip("0").removesuffix(sign) if sign in text else text

    # -- who reads it ---------------------------------------------------------------

    def _check_access(self, operation):
        """Whoever may read the ticket reads its answers."""
        result = super()._check_access(operation)
        rest = self - result[0] if result else self
        if not rest or (result and result[0] == self):
            return result
        # sudo: crm.portal.reply - only to learn of which tickets these are
        tasks = rest.sudo().task_id.with_env(self.env)
        readable = tasks._filtered_access("read")
        refused = rest.filtered(lambda r: r.sudo().task_id.id not in readable._ids)
        if not refused:
            return result
        forbidden = (result[0] if result else self.browse()) | refused
        make = self.env["ir.rule"]._make_access_error
        return forbidden, lambda: make(operation, forbidden)

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Find the answers on tickets that the user may read, and no others.

        Reading, groups and exports are found by it too.
        """
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _get_readable_domain(self) -> Domain:
        tasks = self.env["project.task"].with_context(active_test=False)
        if not tasks.has_access("read"):
            return Domain.FALSE
        return Domain("task_id", "in", tasks._search([]))

    # -- how it is kept -------------------------------------------------------------

    @api.model
    def _prepare_values(self, question, value) -> dict:
        """Return the row for a question's answer, in the visitor's language."""
        kind = question.question_type
        values = {
            "form_id": question.form_id.id,
            "question_id": question.id,
            "sequence": question.sequence,
            "question_label": question.name,
            "lang": self.env.lang,
            "question_type": kind,
        }
        return values | self._prepare_typed_values(question, kind, value)

    @api.model
    def _prepare_typed_values(self, question, kind: str, value) -> dict:
        if kind in CHOICES:
            names = question.option_ids.browse(value).mapped("name")
            chosen = [fields.Command.set(value)]
            return {"option_ids": chosen, "value_text": ", ".join(names)}
        if kind == "file":
            files = self._keep_files(value)
            names = ", ".join(files.mapped("name"))
            chosen = [fields.Command.set(files.ids)]
            return {"attachment_ids": chosen, "value_text": names}
        if kind == "boolean":
            text = self.env._("Yes") if value else self.env._("No")
            return {"value_boolean": value, "value_text": text}
        if kind in NUMBERS:
            currency = question.currency_id.id if kind == "amount" else False
            return {
                "value_number": value,
                "value_text": f"{value:.10g}" if abs(value) < 1e10 else f"{value:.0f}",
                "currency_id": currency,
            }
        if kind in ("date", "datetime"):
            return {f"value_{kind}": value, "value_text": str(value)}
        return {"value_text": value}

    @api.model
    def _keep_files(self, files: list[dict]):
        """Keep files that were judged already, for the ticket that is to come."""
        # sudo: ir.attachment - whoever asks may send files along
        attachments_sudo = self.env["ir.attachment"].sudo()
        pending = {"res_model": "mail.compose.message", "res_id": 0}
        return attachments_sudo.create([{**file, **pending} for file in files])

    def action_open_ticket(self) -> dict:
        """Open the ticket of the answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.task",
            "res_id": self.task_id.id,
            "views": [[False, "form"]],
        }
