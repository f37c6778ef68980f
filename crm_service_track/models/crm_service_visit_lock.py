from odoo import models
from odoo.exceptions import UserError

from odoo.addons.crm_cubicl.tools.marks import has_marks

WAY = {"crm_service_visit_way": object()}
# set by the steps of a form alone, never by hand
PROTECTED = {
    "name",
    "state",
    "corrects_id",
    "sent_date",
    "reminder_count",
    "reminded_date",
    "score",
    "answer",
    "customer_comment",
    "objection_line",
    "answered_date",
    "answered_by",
    "answer_address",
    "answer_agent",
    "answer_partner_id",
    "signature",
    "signer_name",
    "evidence_text",
    "evidence_hash",
    "evidence_pdf_hash",
    "evidence_id",
    "closed_date",
    "closed_by_id",
    "billing_state",
    "is_replaced",
    "was_billed",
    "invoice_line_ids",
}
# what the customer is shown and approves
DETAILS = {
    "company_id",
    "customer_id",
    "email",
    "email_known",
    "type_id",
    "contact_id",
    "contact_name",
    "user_id",
    "date_start",
    "date_end",
    "duration",
    "client_uid",
    "fee_kind",
    "fee_amount",
    "fee_hours",
    "hourly_rate",
    "fee_untaxed",
    "fee_tax",
    "fee_total",
    "contract_id",
    "covered_hours",
    "currency_id",
    "tax_ids",
    "result",
    "photo_ids",
}
OPEN = ("draft", "objected")


class CrmServiceVisit(models.Model):
    """What was sent or approved stays as it is, whoever asks."""

    _inherit = "crm.service.visit"

    def write(self, vals):
        self._refuse_protected(vals)
        if vals.keys() & DETAILS:
            self._refuse_locked()
        return super().write(vals)

    def _on_its_way(self):
        """Return the forms in a step of their way, where all may be written."""
        return self.with_context(**WAY)

    def _set(self, vals: dict) -> None:
        """Write as a step of the form's way; the rights are still the user's."""
        self._on_its_way().write(vals)

    def _refuse_protected(self, vals: dict) -> None:
        if self._is_on_its_way():
            return
        if bad := vals.keys() & PROTECTED:
            labels = self.fields_get(sorted(bad), ["string"])
            raise UserError(
                self.env._(
                    "This is set by sending, approving and closing a form and cannot "
                    "be entered: %(fields)s",
                    fields=", ".join(
                        labels[name]["string"] if name in labels else name
                        for name in sorted(bad)
                    ),
                )
            )

    def _is_on_its_way(self) -> bool:
        return has_marks(self.env.context, WAY)

    def _refuse_locked(self) -> None:
        if self._is_on_its_way():
            return
        waiting = self.filtered(lambda v: v.state == "waiting")
        if waiting:
            raise UserError(
                self.env._(
                    "The customer is looking at these forms: %(names)s. Take them back "
                    "first; their links end with that.",
                    names=", ".join(waiting.mapped("name")),
                )
            )
        if done := self.filtered(lambda v: v.state not in OPEN):
            raise UserError(
                self.env._(
                    "These forms are answered and can no longer be changed by anybody: "
                    "%(names)s. Make a corrected form from them instead.",
                    names=", ".join(done.mapped("name")),
                )
            )

    def _get_given_defaults(self) -> dict:
        """Return the defaults that whoever makes a form has given."""
        return {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }
