import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from ..tools.roles import MANAGER

REMINDERS = 2
REMINDER_DAYS = "crm_service_track.reminder_days"
DEFAULT_REMINDER_DAYS = 3
# an answer to a form that is sent again after an objection
UNANSWERED = {
    "answer": False,
    "customer_comment": False,
    "objection_line": False,
    "answered_date": False,
    "answered_by": False,
    "answer_address": False,
    "answer_agent": False,
    "answer_partner_id": False,
}


class CrmServiceVisit(models.Model):
    """Send a form to the customer, once more, and no longer."""

    _inherit = "crm.service.visit"

    link_ids = fields.One2many(
        "crm.service.visit.link",
        "visit_id",
        string="Links",
        groups=MANAGER,
    )
    hit_ids = fields.One2many(
        "crm.service.visit.hit", "visit_id", string="Openings", groups=MANAGER
    )
    machine_hit_count = fields.Integer(
        string="Openings by programs",
        compute="_compute_machine_hit_count",
        compute_sudo=True,
    )
    sent_date = fields.Datetime(string="Sent on", readonly=True, copy=False)
    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    reminded_date = fields.Datetime(string="Reminded on", readonly=True, copy=False)
    is_unanswered = fields.Boolean(
        string="No answer after the reminders",
        compute="_compute_is_unanswered",
        search="_search_is_unanswered",
    )

    @api.depends("hit_ids")
    def _compute_machine_hit_count(self):
        counts = dict(
            self.env["crm.service.visit.hit"]._read_group(
                [("visit_id", "in", self.ids), ("is_machine", "=", True)],
                ["visit_id"],
                ["__count"],
            )
        )
        for visit in self:
            visit.machine_hit_count = counts.get(visit._origin, 0)

    @api.depends("state", "reminder_count", "reminded_date")
    def _compute_is_unanswered(self):
        limit = self._get_reminder_limit()
        for visit in self:
            visit.is_unanswered = bool(
                visit.state == "waiting"
                and visit.reminder_count >= REMINDERS
                and visit.reminded_date
                and visit.reminded_date < limit
            )

    def _search_is_unanswered(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "=", "waiting"),
            ("reminder_count", ">=", REMINDERS),
            ("reminded_date", "<", self._get_reminder_limit()),
        ]

    # -- sending -----------------------------------------------------------------

    def action_send(self):
        """Send the forms to their customers for approval."""
        self.check_access("write")
        if wrong := self.filtered(lambda v: v.state not in ("draft", "objected")):
            raise UserError(
                self.env._(
                    "These forms have been sent already: %(names)s",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        self._check_sendable()
        self._check_times()
        self._forget_answers()
        for visit in self:
            visit._set(
                {
                    "state": "waiting",
                    "sent_date": fields.Datetime.now(),
                    "reminder_count": 0,
                    "reminded_date": False,
                }
            )
            visit._send_link()

    def _forget_answers(self) -> None:
        """Take off what came with an objection."""
        # sudo: crm.service.visit - a part is for managers, the step is not
        answered_sudo = self.sudo().filtered("answer")
        answered_sudo._set(UNANSWERED)
        if scored_sudo := answered_sudo.filtered("score"):
            # there is no score 0
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_service_visit SET score = NULL WHERE id IN %s",
                    tuple(scored_sudo.ids),
                )
            )
            scored_sudo.invalidate_recordset(["score"])

    def action_send_again(self):
        """Send a new link; the one sent before is worth nothing from then on."""
        self.check_access("write")
        self._check_waiting()
        for visit in self:
            visit._set({"sent_date": fields.Datetime.now(), "reminder_count": 0})
            visit._send_link()

    def action_take_back(self):
        """Cancel the link, as when it went to a wrong address, and open the form."""
        self.check_access("write")
        self._check_waiting()
        # sudo: crm.service.visit.link - no one has rights on links
        self.sudo().link_ids._end("cancelled")
        self._set({"state": "draft", "sent_date": False})

    def action_cancel(self):
        """Give the forms up; they stay to be read."""
        self.check_access("write")
        if wrong := self.filtered(lambda v: v.state in ("approved", "closed")):
            raise UserError(
                self.env._(
                    "These forms are approved by the customer: %(names)s. Make a "
                    "corrected form from them instead.",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        # sudo: crm.service.visit.link - as above
        self.sudo().link_ids._end("cancelled")
        self._set({"state": "cancelled"})

    def action_correct(self):
        """Make a new draft of an answered form; what was approved stays as it is.

        One not closed yet is cancelled with that; a closed one keeps its record.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("approved", "closed"):
            raise UserError(self.env._("Only an approved form needs a corrected one."))
        self._check_not_replaced()
        corrected = self._on_its_way().copy({"corrects_id": self.id})
        if self.state == "approved":
            self._set({"state": "cancelled"})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": corrected.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_waiting(self) -> None:
        if wrong := self.filtered(lambda v: v.state != "waiting"):
            raise UserError(
                self.env._(
                    "These forms do not wait for the customer: %(names)s",
                    names=", ".join(wrong.mapped("name")),
                )
            )

    def _check_sendable(self) -> None:
        if bad := self.filtered(lambda v: not email_normalize(v.email or "")):
            raise UserError(
                self.env._(
                    "Please enter where the form is to be sent: %(names)s has no "
                    "e-mail address. Or let the customer sign here.",
                    names=", ".join(bad.mapped("name")),
                )
            )

    def _send_link(self) -> None:
        """Send a new link with the form as a PDF."""
        self.ensure_one()
        # sudo: crm.service.visit.link - as above
        link = self.env["crm.service.visit.link"].sudo()._issue(self.sudo())
        self._mail("crm_service_track.mail_template_visit", link.email, link)
        self._message_log(
            body=self.env._("Sent to %(mail)s for approval.", mail=self.email)
        )

    def _mail(self, template: str, email: str, link=None) -> None:
        """Write the mail, filed nowhere: whoever reads it could answer the form."""
        name, content = self._for_customer()._get_pdf_name(), self._get_pdf()
        technician = self.user_id
        values = {
            "model": False,
            "res_id": False,
            "email_to": email,
            "recipient_ids": [],
            "author_id": self.env.ref("base.partner_root").id,
            "reply_to": technician.email_formatted or False,
            "attachments": [(name, base64.b64encode(content))],
        }
        # sudo: mail.template - a mail of the system's; its link is for no one here
        template_sudo = self.env.ref(template).sudo()
        url = link._get_url() if link else ""
        mail_id = template_sudo.with_context(approval_url=url).send_mail(
            self.id, email_values=values
        )
        if link:
            link.mail_ids |= self.env["mail.mail"].sudo().browse(mail_id)

    # -- reminders ---------------------------------------------------------------

    @api.model
    def _get_reminder_limit(self):
        parameters = self.env["ir.config_parameter"]
        days = parameters._get_number(REMINDER_DAYS, DEFAULT_REMINDER_DAYS)
        return fields.Datetime.now() - timedelta(days=max(days, 1))

    @api.model
    def _cron_remind(self) -> None:
        """Remind of forms that wait; each at most twice, however often this runs."""
        limit = self._get_reminder_limit()
        found = self.search(
            [
                ("state", "=", "waiting"),
                ("reminder_count", "<", REMINDERS),
                ("sent_date", "<", limit),
                "|",
                ("reminded_date", "=", False),
                ("reminded_date", "<", limit),
            ],
            order="id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(found))
        for visit in found:
            # another worker may be at it
            if locked := visit.try_lock_for_update(allow_referencing=True):
                locked._remind(limit)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _remind(self, limit) -> None:
        self.invalidate_recordset()
        late = self.state == "waiting" and (
            not self.reminded_date or self.reminded_date < limit
        )
        link = self.link_ids.filtered(lambda found: found.state == "active")
        if not late or not link or self.reminder_count >= REMINDERS:
            return
        self._set(
            {
                "reminder_count": self.reminder_count + 1,
                "reminded_date": fields.Datetime.now(),
            }
        )
        if link._is_expired():
            # whoever is reminded has to be able to answer
            link = link._issue(self)
        self._mail("crm_service_track.mail_template_visit_reminder", link.email, link)
        visit = self.with_context(lang=self.company_id._get_log_lang())
        visit._message_log(body=visit.env._("Reminded the customer."))

    def _send_signed(self) -> None:
        """Send the customer what was signed, where there is an address."""
        for visit in self.filtered(lambda v: email_normalize(v.email or "")):
            visit._mail("crm_service_track.mail_template_visit_signed", visit.email)
