from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_service_visit_lock import OPEN


class CrmServiceVisit(models.Model):
    """What a visit costs: nothing, an amount, or hours at a rate."""

    _inherit = "crm.service.visit"

    fee_kind = fields.Selection(
        [("none", "No fee"), ("amount", "An amount"), ("hours", "Hours at a rate")],
        string="Fee",
        required=True,
        default="none",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    fee_amount = fields.Monetary(string="Amount")
    hourly_rate = fields.Monetary(string="Rate per hour")
    fee_hours = fields.Float(
        string="Hours to be paid",
        compute="_compute_fee_hours",
        store=True,
        readonly=False,
        help="The length of the service unless changed, as when a contract covers a "
        "part.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        ondelete="restrict",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        domain=[("type_tax_use", "=", "sale")],
    )
    fee_untaxed = fields.Monetary(
        string="Fee without tax", compute="_compute_fee", store=True
    )
    fee_tax = fields.Monetary(string="Tax", compute="_compute_fee", store=True)
    fee_total = fields.Monetary(
        string="Fee with tax", compute="_compute_fee", store=True
    )

    _fee_positive = models.Constraint(
        "CHECK (fee_amount >= 0 AND hourly_rate >= 0 AND fee_hours >= 0)",
        "A fee cannot be negative.",
    )

    @api.constrains("tax_ids")
    def _check_tax_ids(self):
        # sudo: account.tax - of which kind they are
        taxes_sudo = self.sudo().tax_ids
        if bad_sudo := taxes_sudo.filtered(lambda tax: tax.type_tax_use != "sale"):
            raise ValidationError(
                self.env._(
                    "A service is sold, which these taxes are not for: %(names)s",
                    names=", ".join(bad_sudo.mapped("name")),
                )
            )

    @api.depends("company_id", "customer_id")
    def _compute_currency_id(self):
        for visit in self.filtered(lambda v: not v._is_fee_settled()):
            visit.currency_id = visit._get_fee_currency()

    def _get_fee_currency(self):
        """Return the currency of the customer's own prices, else the company's."""
        self.ensure_one()
        company = self.company_id or self.env.company
        # sudo: product.pricelist - the currency alone
        customer_sudo = self.customer_id.sudo().with_company(company)
        pricelist_sudo = customer_sudo.property_product_pricelist
        return pricelist_sudo.currency_id or company.currency_id

    def _is_fee_settled(self) -> bool:
        """Return whether the customer is looking at the fee, or has answered."""
        self.ensure_one()
        return self.state not in OPEN and bool(self._origin)

    @api.depends("duration")
    def _compute_fee_hours(self):
        for visit in self.filtered(lambda v: not v._is_fee_settled()):
            visit.fee_hours = visit._get_fee_hours()

    def _get_fee_hours(self) -> float:
        """Return the hours to be paid. Override to take off what is covered."""
        return self.duration

    @api.depends("company_id", "customer_id", "type_id")
    def _compute_tax_ids(self):
        for visit in self.filtered(lambda v: not v._is_fee_settled()):
            visit.tax_ids = visit._get_usual_taxes()

    def _get_usual_taxes(self):
        """Return what is usually sold with, as the customer's invoice would have it.

        The taxes of the service's own product, else those of the company, through the
        fiscal position of the customer: what they approve is what they are billed.
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        # sudo: account.tax - which tax the company sells with
        visit_sudo = self.sudo().with_company(company)
        product_sudo = visit_sudo.type_id.product_id
        taxes_sudo = product_sudo.taxes_id._filter_taxes_by_company(company)
        if not product_sudo:
            taxes_sudo = company.sudo().account_sale_tax_id
        positions_sudo = visit_sudo.env["account.fiscal.position"]
        partners_sudo = visit_sudo.customer_id._origin._get_billing_partners()
        return positions_sudo._get_fiscal_position(*partners_sudo).map_tax(taxes_sudo)

    @api.depends(
        "fee_kind", "fee_amount", "fee_hours", "hourly_rate", "tax_ids", "currency_id"
    )
    def _compute_fee(self):
        for visit in self:
            details = visit._get_tax_base()["tax_details"]
            visit.fee_untaxed = details["total_excluded_currency"]
            visit.fee_total = details["total_included_currency"]
            visit.fee_tax = visit.fee_total - visit.fee_untaxed

    def _get_fee_price(self) -> float:
        """Return the fee as it is asked for, taxes included in prices and all."""
        self.ensure_one()
        price = {
            "amount": self.fee_amount,
            "hours": self.fee_hours * self.hourly_rate,
        }.get(self.fee_kind, 0)
        return self.currency_id.round(price) if self.currency_id else price

    def _get_tax_base(self) -> dict:
        """Return the fee as the accounting computes an invoice of this one line."""
        self.ensure_one()
        company = self.company_id or self.env.company
        # sudo: account.tax - how a tax is computed is no secret
        taxes_sudo = self.env["account.tax"].sudo()
        base = taxes_sudo._prepare_base_line_for_taxes_computation(
            None,
            partner_id=self.customer_id,
            currency_id=self.currency_id or company.currency_id,
            tax_ids=self.tax_ids._origin.sudo(),
            price_unit=self._get_fee_price(),
            quantity=1.0,
        )
        taxes_sudo._add_tax_details_in_base_lines([base], company)
        taxes_sudo._round_base_lines_tax_details([base], company)
        return base
