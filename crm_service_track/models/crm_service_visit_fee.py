from odoo import api, fields, models


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

    @api.depends("company_id")
    def _compute_currency_id(self):
        for visit in self:
            visit.currency_id = (visit.company_id or self.env.company).currency_id

    @api.depends("duration")
    def _compute_fee_hours(self):
        for visit in self:
            visit.fee_hours = visit._get_fee_hours()

    def _get_fee_hours(self) -> float:
        """Return the hours to be paid. Override to take off what is covered."""
        return self.duration

    @api.depends("company_id", "fee_kind")
    def _compute_tax_ids(self):
        for visit in self:
            if visit.fee_kind == "none":
                visit.tax_ids = False
            elif not visit.tax_ids:
                # sudo: res.company - the tax that the company sells with
                visit.tax_ids = visit.company_id.sudo().account_sale_tax_id

    @api.depends(
        "fee_kind", "fee_amount", "fee_hours", "hourly_rate", "tax_ids", "currency_id"
    )
    def _compute_fee(self):
        for visit in self:
            untaxed = {
                "amount": visit.fee_amount,
                "hours": visit.fee_hours * visit.hourly_rate,
            }.get(visit.fee_kind, 0)
            # sudo: account.tax - how a tax is computed is no secret
            totals = visit.tax_ids.sudo().compute_all(untaxed, visit.currency_id)
            visit.fee_untaxed = totals["total_excluded"]
            visit.fee_total = totals["total_included"]
            visit.fee_tax = visit.fee_total - visit.fee_untaxed
