import hashlib
import json

from odoo import api, fields, models
from odoo.tools import format_amount, format_duration

from ..tools.visit_pages import get_pages


class CrmServiceVisit(models.Model):
    """What the customer is shown: the same on the page, in the mail and on paper."""

    _inherit = "crm.service.visit"

    def _get_activity_customer(self):
        self.ensure_one()
        return self.customer_id

    def _get_lang(self) -> str:
        """Return the language of the customer."""
        self.ensure_one()
        # sudo: res.partner - the language alone, of whoever is written to
        visit_sudo = self.sudo()
        partners_sudo = visit_sudo.contact_id | visit_sudo.customer_id
        langs = [partner.lang for partner in partners_sudo if partner.lang]
        known = self.env["res.lang"]._get_data
        fallback = visit_sudo.company_id.partner_id.lang or self.env.lang or "en_US"
        return next((lang for lang in langs if known(code=lang).active), fallback)

    def _for_customer(self):
        """Return the form as it is shown to the customer: their language, as system."""
        self.ensure_one()
        lang = self._get_lang()
        # sudo: crm.service.visit - the customer sees it by their link, not by rights
        return self.sudo().with_context(lang=lang)

    def _get_details(self) -> list[dict]:
        """Return the lines of a form. Override to show more.

        Each has a key, a label and a text, and whether the customer can object to it.
        """
        self.ensure_one()
        lines = [
            ("number", self.env._("Number"), self.name),
            ("customer", self.env._("Customer"), self._get_customer_name()),
            ("type", self.env._("Service"), self.type_id.name),
            ("contact", self.env._("Authorised person"), self.contact_name or ""),
            ("technician", self.env._("Technician"), self.user_id.name),
            ("times", self.env._("Time"), self._format_stretch(self._get_stretch())),
            ("duration", self.env._("Duration"), format_duration(self.duration)),
            ("fee", self.env._("Fee"), self._format_fee()),
            ("result", self.env._("What was done"), self.result or ""),
        ]
        return [
            {"key": key, "label": label, "text": text}
            for key, label, text in lines
            if text
        ]

    def _get_customer_name(self) -> str:
        # sudo: res.partner - the name on a document of theirs
        return self.sudo().customer_id.with_context(**_PLAIN).display_name

    def _format_fee(self) -> str:
        if self.fee_kind == "none":
            return self.env._("No fee")

        def money(amount: float) -> str:
            return format_amount(self.env, amount, self.currency_id)

        values = {
            "untaxed": money(self.fee_untaxed),
            "tax": money(self.fee_tax),
            "total": money(self.fee_total),
        }
        text = self.env._("%(untaxed)s + tax %(tax)s = %(total)s", **values)
        if self.fee_kind == "hours":
            hours, rate = format_duration(self.fee_hours), money(self.hourly_rate)
            return self.env._(
                "%(hours)s hours × %(rate)s: %(sum)s", hours=hours, rate=rate, sum=text
            )
        return text

    @api.model
    def _get_answer_words(self) -> dict[str, str]:
        return {
            "approve": self.env._("Approved"),
            "remark": self.env._("Approved with a remark"),
            "object": self.env._("Objected"),
        }

    # -- evidence ----------------------------------------------------------------

    def _get_evidence_values(self) -> dict:
        """Return what the customer was shown, in a form that does not change."""
        self.ensure_one()
        stamp = fields.Datetime.to_string
        photos = self.photo_ids.sorted("id")
        return {
            "number": self.name,
            "company": self.company_id.name,
            "customer": self._get_customer_name(),
            "customer_id": self.customer_id.id,
            "service": self.type_id.with_context(lang="en_US").name,
            "authorised_person": self.contact_name or "",
            "technician": self.user_id.name,
            "start_utc": stamp(self.date_start),
            "end_utc": stamp(self.date_end),
            "fee": {
                "currency": self.currency_id.name,
                "untaxed": self.currency_id.round(self.fee_untaxed),
                "tax": self.currency_id.round(self.fee_tax),
                "total": self.currency_id.round(self.fee_total),
            },
            "result": self.result or "",
            "photos": [photo.checksum for photo in photos],
            "email": self.email or "",
        }

    def _get_details_hash(self) -> str:
        """Return what tells whether the form is still the one that was shown."""
        return self._hash(self._to_text(self._get_evidence_values()))

    @api.model
    def _to_text(self, values: dict) -> str:
        return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1)

    @api.model
    def _hash(self, content: str | bytes) -> str:
        raw = content.encode() if isinstance(content, str) else content
        return hashlib.sha256(raw).hexdigest()

    # -- paper -------------------------------------------------------------------

    def _get_printable(self):
        """Return the forms, if whoever prints may read them.

        Anybody who is signed in can ask core for any report, and the form shows itself
        as the customer sees it: as the system.
        """
        self.check_access("read")
        return self

    def _get_pages(self) -> list[dict]:
        """Return the pages of the PDF."""
        self.ensure_one()
        return get_pages(self.result, list(self.photo_ids.sorted("id")))

    def _get_pdf(self) -> bytes:
        """Return the form as a PDF in the customer's language."""
        visit = self._for_customer()
        # sudo: ir.actions.report - as above
        report_sudo = self.env["ir.actions.report"].sudo()
        report_sudo = report_sudo.with_context(lang=visit.env.lang)
        return report_sudo._render_qweb_pdf(
            "crm_service_track.crm_service_visit_report", visit.ids
        )[0]

    def _get_pdf_name(self) -> str:
        number = (self.name or "").replace("/", "-")
        return self.env._("Service form %(number)s", number=number) + ".pdf"


_PLAIN = {"show_address": False, "show_email": False, "show_vat": False}
