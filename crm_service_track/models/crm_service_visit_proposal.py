from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_duration, formatLang

TIMES = ("start", "end")
CHOSEN = {"type_id": "crm.service.type", "currency_id": "res.currency"}


class CrmServiceVisit(models.Model):
    """What a visit will cost, told on the phone while it is being entered."""

    _inherit = "crm.service.visit"

    @api.model
    def _get_fee_proposal(self, form: dict) -> dict:
        """Return what the fee of a form is unless changed; nothing is written.

        Run with the rights of the technician.
        """
        customer_id = self._read_number(form.get("customer_id"))
        customer = self.env["res.partner"].browse(customer_id or [])
        if not customer.exists():
            return {}
        customer.check_access("read")
        # what is there no more, or never was, is as if not chosen yet
        for name, model in CHOSEN.items():
            chosen = self.env[model].browse(self._read_number(form.get(name)) or [])
            if not chosen.exists():
                form = {key: form[key] for key in form if key != name}
        visit = self.new(self._read_proposal(form))
        usual = ", ".join(visit.tax_ids.sudo().mapped("name"))
        visit.update(self._read_tax(form))
        currency = visit.currency_id
        return {
            "currency_id": currency.id,
            "symbol": currency.symbol,
            "hours": format_duration(visit._get_fee_hours()) if visit.duration else "",
            "rate": formatLang(self.env, visit.hourly_rate)
            if visit.hourly_rate
            else "",
            "tax": usual,
            "total": visit._get_total_text(),
            "cover": visit._get_cover_text(),
            "warning": visit._get_beyond_text(),
        }

    @api.model
    def _read_proposal(self, form: dict) -> dict:
        values = {
            "company_id": self.env.company.id,
            "user_id": self.env.uid,
            "customer_id": self._read_number(form.get("customer_id")),
            "type_id": self._read_number(form.get("type_id")),
            "fee_kind": "none",
        }
        try:
            values |= self._read_fee({**form, "tax_id": "auto"})
            start, end = (self._read_moment(form.get(f"date_{n}")) for n in TIMES)
        except UserError:
            # not entered yet
            return values
        if end > start:
            values |= {"date_start": start, "date_end": end}
        return values

    def _get_total_text(self) -> str:
        """Return what the customer will have to pay, as the amounts were read."""
        if not self.fee_total:
            return ""
        total = format_amount(self.env, self.fee_total, self.currency_id)
        return self.env._("To be paid, with tax: %(total)s", total=total)

    def _get_beyond_text(self) -> str:
        """Return what whoever serves has to know of the hours beyond the contract."""
        self.ensure_one()
        beyond = self._get_beyond()
        if beyond["policy"] == "ask":
            return self.env._(
                "%(reason)s The contract asks to agree that first.",
                reason=beyond["reason"],
            )
        if beyond["policy"] == "block":
            return self.env._(
                "%(reason)s The contract allows no service beyond it: a manager of the "
                "services sends the form.",
                reason=beyond["reason"],
            )
        return ""

    # -- a form that is kept -----------------------------------------------------

    def _send_from_phone(self) -> None:
        """Send the form, or keep it as a draft that a manager has to look at."""
        self.ensure_one()
        if reason := self._get_block_reason():
            # sudo: mail.activity - for the manager, who need not be known to them
            visit_sudo = self.sudo()
            visit_sudo._plan(visit_sudo._get_manager(), "blocked", reason)
        else:
            self.action_send()

    def _sign(self, signature, signer, info, score=None):
        """Keep what the customer has signed, and tell a manager what it is beyond."""
        reason = self._get_block_reason()
        result = super()._sign(signature, signer, info, score)
        if reason:
            # sudo: mail.activity - as above
            visit_sudo = self.sudo()
            visit_sudo._plan(visit_sudo._get_manager(), "beyond", reason)
        return result

    def _in_words(self, key: str) -> str:
        if key == "blocked":
            return self.env._("Beyond the contract: agree it and send the service form")
        if key == "beyond":
            return self.env._("Beyond the contract, but signed on the spot: agree it")
        return super()._in_words(key)

    def _get_form_notice(self) -> dict:
        """Return why a form of the phone was kept and not sent."""
        self.ensure_one()
        # sudo: crm.service.visit - of one's own form
        is_kept = self.sudo().state == "draft" and self._get_block_reason()
        return {"notice": self._get_beyond_text()} if is_kept else {}
