import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_qweb_fields import nl2br_enclose

from ..tools.roles import MANAGER
from .crm_service_visit import LOW_SCORE

LOW_SCORE_DAYS = "crm_service_track.low_score_days"
DEFAULT_LOW_SCORE_DAYS = 2
# answers whose comment is about the form, not about the score
REMARKS = ("remark", "object")


class CrmServiceVisit(models.Model):
    """What the customer answers, and what is kept of it.

    The score of a single service is for managers alone, with all that tells it: the
    comment to it, the evidence and its hashes. Technicians see averages over several
    answers (`crm.service.score`) and what is said of the form itself, a remark or an
    objection (`customer_remark`).
    """

    _inherit = "crm.service.visit"

    score = fields.Integer(readonly=True, copy=False, aggregator="avg", groups=MANAGER)
    answer = fields.Selection(
        [
            ("approve", "Approved"),
            ("remark", "Approved with a remark"),
            ("object", "Objected"),
        ],
        readonly=True,
        copy=False,
    )
    customer_comment = fields.Text(
        string="Customer's Comment", readonly=True, copy=False, groups=MANAGER
    )
    customer_remark = fields.Text(
        string="What the Customer Says",
        compute="_compute_customer_remark",
        compute_sudo=True,
        help="A remark or an objection to the form. What belongs to the score is for "
        "managers.",
    )
    objection_line = fields.Char(string="Objection to", readonly=True, copy=False)
    answered_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answered_by = fields.Selection(
        [("link", "By the link"), ("signature", "By signature")],
        readonly=True,
        copy=False,
    )
    answer_address = fields.Char(string="From address", readonly=True, copy=False)
    answer_agent = fields.Char(string="With program", readonly=True, copy=False)
    signature = fields.Image(max_width=1024, max_height=512, readonly=True, copy=False)
    signer_name = fields.Char(string="Signed by", readonly=True, copy=False)
    evidence_text = fields.Text(
        string="What was answered", readonly=True, copy=False, groups=MANAGER
    )
    # a hash tells the score to whoever tries the ten that are possible
    evidence_hash = fields.Char(
        string="Its SHA-256", readonly=True, copy=False, groups=MANAGER
    )
    evidence_pdf_hash = fields.Char(
        string="SHA-256 of the PDF", readonly=True, copy=False, groups=MANAGER
    )
    evidence_id = fields.Many2one(
        "ir.attachment",
        string="PDF of the answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=MANAGER,
    )

    _score_range = models.Constraint(
        "CHECK (score IS NULL OR score BETWEEN 1 AND 10)",
        "A score is a number from 1 to 10.",
    )
    _approved_with_evidence = models.Constraint(
        "CHECK (state NOT IN ('approved', 'closed') OR evidence_hash IS NOT NULL)",
        "A form is approved only by its customer.",
    )

    @api.depends("answer", "customer_comment")
    def _compute_customer_remark(self):
        for visit in self:
            said = visit.customer_comment if visit.answer in REMARKS else False
            visit.customer_remark = said

    def _is_score_shown(self) -> bool:
        """Return whether paper may show the score to whoever prints it.

        The paper itself is written as system: who may print it is checked here.
        """
        self.check_access("read")
        return self.env.su or self.env.user.has_group(MANAGER)

    def _answer(self, link, values: dict, info: dict) -> bool:
        """Take the answer that came by a link; return whether it was the first.

        Called as superuser. ``values`` are those of the page, checked before.
        """
        self.ensure_one()
        if not link.try_lock_for_update(allow_referencing=True):
            return False
        link.invalidate_recordset(["state"])
        if link._get_problem():
            return False
        self._keep_answer({**values, "answered_by": "link"}, info)
        link._end("used")
        self.env["crm.service.visit.hit"]._log(link, "answered", info)
        return True

    def _sign(self, signature: bytes, signer: str, info: dict, score=None) -> None:
        """Take the signature of the customer as their approval."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "objected", "waiting"):
            raise UserError(self.env._("This form is answered already."))
        if not signature or not signer.strip():
            raise UserError(
                self.env._("Please enter the name of whoever signs, and let them sign.")
            )
        # sudo: crm.service.visit.link - no one has rights on links
        self.sudo().link_ids._end("cancelled")
        values = {
            "answer": "approve",
            "answered_by": "signature",
            "signature": base64.b64encode(signature),
            "signer_name": signer.strip()[:120],
        }
        if score:
            values["score"] = score
        # sudo: crm.service.visit - evidence is written by nobody, also not by them
        self.sudo()._keep_answer(values, info)

    def _keep_answer(self, values: dict, info: dict) -> None:
        """Write the answer with its evidence, and tell whom it concerns.

        :param info: how it came; ``date`` is when, if not now
        """
        objected = values["answer"] == "object"
        self._set(
            {
                **values,
                "answered_date": info.get("date") or fields.Datetime.now(),
                "answer_address": info.get("address") or "",
                "answer_agent": (info.get("agent") or "")[:300],
            }
        )
        text = self._to_text(self._get_evidence_values() | self._get_answer_values())
        pdf = self._get_pdf()
        evidence = self._make_evidence(pdf)
        self._set(
            {
                "state": "objected" if objected else "approved",
                "evidence_text": text,
                "evidence_hash": self._hash(text),
                "evidence_pdf_hash": self._hash(pdf),
                "evidence_id": evidence.id,
            }
        )
        if not objected:
            kept = self.photo_ids | evidence | self._get_signature_file()
            kept._keep_as_evidence()
        self._tell_of_answer()

    def _get_answer_values(self) -> dict:
        """Return what the customer answered, as evidence."""
        return {
            "answer": self.answer,
            "score": self.score or None,
            "comment": self.customer_comment or "",
            "objection_to": self.objection_line or "",
            "answered_utc": fields.Datetime.to_string(self.answered_date),
            "answered_by": self.answered_by,
            "signer": self.signer_name or "",
            "signature_sha256": self._hash(self.signature) if self.signature else "",
            "address": self.answer_address or "",
            "program": self.answer_agent or "",
        }

    def _make_evidence(self, pdf: bytes):
        return self.env["ir.attachment"].create(
            {
                "name": self._for_customer()._get_pdf_name(),
                "raw": pdf,
                "res_model": self._name,
                "res_id": self.id,
                # read by whoever may read the field: it shows the score
                "res_field": "evidence_id",
            }
        )

    def _get_signature_file(self):
        """Return where the picture of the signature is kept, if there is one."""
        self.flush_recordset(["signature"])
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", "signature"),
            ]
        )

    # -- telling -----------------------------------------------------------------

    def _tell_of_answer(self) -> None:
        """Log the answer and give whom it concerns something to do.

        Everybody who reads the form reads its log: no word of the score there.
        """
        visit = self.with_context(lang=self.company_id._get_log_lang())
        words = visit._get_answer_words()[self.answer]
        remark = f" · {self.customer_remark}" if self.customer_remark else ""
        author = self._get_answer_author()
        self._message_log(body=f"{words}{remark}", author_id=author.id)
        self._track_set_author(author)
        if self.answer == "object":
            note = f"{self.objection_line or ''}: {self.customer_comment or ''}"
            self._plan(self.user_id, "objection", note.strip(": "))
        elif self.score and self.score <= LOW_SCORE:
            manager = self._get_manager()
            activity = self._plan(manager, "low", self.customer_comment or "")
            # sudo: mail.activity - the mark that leaves it to managers
            activity.sudo().crm_is_of_score = True

    def _get_answer_author(self):
        """Return who speaks in the history: a link is opened without signing in."""
        if self.answered_by != "link":
            return self.env.user.partner_id
        signed_in = self.answer_partner_id
        company = self.company_id.partner_id
        return signed_in or self.contact_id or self.customer_id or company

    def _in_words(self, key: str) -> str:
        return {
            "objection": self.env._("The customer objects to the service form"),
            "low": self.env._("Low score: call the customer back"),
        }[key]

    def _plan(self, user, key: str, note: str):
        """Give a user something to do, in that user's language.

        The note is what the customer wrote: text, whatever signs are in it.
        """
        summary = self.with_context(lang=user.lang)._in_words(key)
        return self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self)
            + timedelta(days=self._get_low_score_days()),
            summary=summary,
            note=nl2br_enclose(note, "p") if note else False,
            user_id=user.id,
            crm_visit_todo=key,
        )

    @api.model
    def _get_low_score_days(self) -> int:
        parameters = self.env["ir.config_parameter"]
        return parameters._get_number(LOW_SCORE_DAYS, DEFAULT_LOW_SCORE_DAYS)

    def _get_manager(self):
        """Return who looks into a low score: the one of the settings, else the first.

        Override to choose another.
        """
        chosen = self.company_id.crm_service_manager_id
        if chosen.active:
            return chosen
        managers = self.env.ref(MANAGER).all_user_ids.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids
        )
        plain = managers.filtered(lambda u: not u.has_group("base.group_system"))
        return (plain or managers or self.user_id).sorted("id")[:1]

    def _get_digits(self) -> str:
        """Return the digits that the second page asks for: the last of the number."""
        return "".join(filter(str.isdigit, self.name or ""))[-4:]
