from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date, format_duration


class CrmServiceVisit(models.Model):
    """The draft invoices of visits."""

    _inherit = "crm.service.visit"

    def _bill(self) -> None:
        """Make the draft invoices, or go on with those of the month."""
        monthly = self.filtered(lambda v: v._get_billing_way() == "month")
        for visit in (self - monthly).sorted("date_start"):
            visit._make_invoice()
        groups = monthly.grouped(lambda v: v._get_month_key())
        for key in sorted(groups):
            visits = groups[key].sorted("date_start")
            visits._add_to_month(key)

    def _get_billing_way(self) -> str:
        """Return whether the visit is billed on its own or with its month's."""
        self.ensure_one()
        # sudo: res.partner, crm.service.contract - how one is billed is no secret here
        visit_sudo = self.sudo()
        return (
            visit_sudo.contract_id.service_billing
            or visit_sudo.customer_id.crm_service_billing
            or visit_sudo.company_id.crm_service_billing
        )

    def _get_month_key(self) -> tuple:
        """Return what visits on one monthly invoice have in common."""
        self.ensure_one()
        month = self._get_service_day().replace(day=1)
        return (self.customer_id.id, self.company_id.id, self.currency_id.id, month)

    def _add_to_month(self, key: tuple) -> None:
        """Add the visits to the draft of their month, made when there is none."""
        if move := self._find_month_draft(*key):
            names = [*filter(None, (move.invoice_origin,)), *self.mapped("name")]
            move._on_billing_way().write(
                {
                    "invoice_origin": ", ".join(names),
                    "invoice_line_ids": self._prepare_invoice_lines(),
                }
            )
            return
        text = "-".join(map(str, key))
        self.env["account.move"]._free_service_key(text)
        try:
            with self.env.cr.savepoint():
                self._make_invoice(crm_service_month=key[-1], crm_service_key=text)
        except UniqueViolation as error:
            # somebody else began the month at the same moment: asked again, it is found
            raise ConcurrencyError(str(error)) from error

    def _find_month_draft(self, customer_id, company_id, currency_id, month):
        return self.env["account.move"].search(
            [
                ("move_type", "=", "out_invoice"),
                ("state", "=", "draft"),
                ("crm_service_month", "=", month),
                ("commercial_partner_id.crm_customer_id", "=", customer_id),
                ("company_id", "=", company_id),
                ("currency_id", "=", currency_id),
            ],
            order="id",
            limit=1,
        )

    def _make_invoice(self, **values):
        return (
            self.env["account.move"]
            .with_company(self.company_id)
            ._on_billing_way()
            .create(self._prepare_invoice_values() | values)
        )

    def _prepare_invoice_values(self) -> dict:
        """Return the values of the draft of these visits. Override to add."""
        billed, delivery = self.customer_id._get_billing_partners()
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": billed.id,
            "partner_shipping_id": delivery.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": ", ".join(self.mapped("name")),
            "invoice_line_ids": self._prepare_invoice_lines(),
        }

    def _prepare_invoice_lines(self) -> list:
        return [Command.create(visit._prepare_invoice_line()) for visit in self]

    def _prepare_invoice_line(self) -> dict:
        """Return the line that bills the visit: what was approved, to the cent."""
        self.ensure_one()
        values = {
            "crm_service_visit_id": self.id,
            "product_id": self._get_billing_product().id,
            "name": self._get_invoice_text(),
            "quantity": 1,
            "price_unit": self._get_fee_price(),
            "discount": 0,
            # sudo: account.tax - those that the customer approved
            "tax_ids": [Command.set(self.sudo().tax_ids.ids)],
            "extra_tax_data": self._get_approved_taxes(),
        }
        # sudo: crm.service.contract - where its income is counted
        contract_sudo = self.contract_id.sudo()
        if analytic := (
            contract_sudo.analytic_distribution or self.type_id.analytic_distribution
        ):
            values["analytic_distribution"] = analytic
        return values

    def _get_billing_product(self):
        self.ensure_one()
        product = self.type_id._get_product()
        # sudo: product.product - whose it is, to say so where it is another company's
        company = product.sudo().company_id
        if not product or (company and company != self.company_id):
            raise UserError(
                self.env._(
                    "The service “%(service)s” has no product that %(company)s sells. "
                    "Please choose one on the service type.",
                    service=self.type_id.name,
                    company=self.company_id.name,
                )
            )
        return product

    def _get_approved_taxes(self) -> dict | bool:
        """Return the approved amounts as the accounting keeps given ones.

        Otherwise several visits on one invoice would be rounded together, and a tax
        changed since then would change what was approved.
        """
        base = self._get_tax_base()
        taxes_sudo = self.tax_ids.sudo()
        if not taxes_sudo:
            return False
        given = taxes_sudo._flatten_taxes_and_sort_them()[0]
        amounts = {str(tax.id): {} for tax in given}
        rest = self.fee_tax
        data = [one for one in base["tax_details"]["taxes_data"] if one["tax"] in given]
        plain = [one for one in data if not one["is_reverse_charge"]]
        for number, one in enumerate(plain, 1):
            last = number == len(plain)
            amount = rest if last else one["tax_amount_currency"]
            rest -= amount
            amounts[str(one["tax"].id)] = {
                "tax_amount_currency": self.currency_id.round(amount),
                "base_amount_currency": one["base_amount_currency"],
            }
        return {
            "currency_id": self.currency_id.id,
            "price_unit": self._get_fee_price(),
            "discount": 0.0,
            "quantity": 1.0,
            "rate": 1.0,
            "manual_total_excluded_currency": self.fee_untaxed,
            "manual_tax_amounts": amounts,
        }

    def _get_invoice_text(self) -> str:
        """Return what the customer reads on the invoice, in their language."""
        visit = self._for_customer()
        day = format_date(visit.env, visit._get_service_day(), visit.env.lang)
        lines = [
            f"{visit.name} · {day} · {visit.user_id.name}",
            visit.type_id.name,
        ]
        if visit.fee_kind == "hours":
            lines.append(
                visit.env._(
                    "%(hours)s hours × %(rate)s",
                    hours=format_duration(visit.fee_hours),
                    rate=format_amount(visit.env, visit.hourly_rate, visit.currency_id),
                )
            )
        if visit.covered_hours and visit.contract_id:
            lines.append(visit._get_cover_text())
        return "\n".join(lines)
