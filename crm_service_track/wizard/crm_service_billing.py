from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.durations import DAY, get_day_start


class CrmServiceBilling(models.TransientModel):
    """Bill the visits of a period, those that the user may see."""

    _name = "crm.service.billing"
    _description = "Bill On-Site Services"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_until = fields.Date(
        string="Services Until",
        required=True,
        default=lambda self: self._get_last_month_end(),
    )
    way = fields.Selection(
        [
            ("all", "All"),
            ("month", "Customers Billed Once a Month"),
            ("visit", "Customers Billed for Each Visit"),
        ],
        string="Which Ones",
        default="all",
        required=True,
    )
    customer_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain=[("is_crm_customer", "=", True)],
        help="Empty means all of them.",
    )
    visit_ids = fields.Many2many(
        "crm.service.visit", string="On-Site Services", compute="_compute_visit_ids"
    )
    visit_count = fields.Integer(
        string="Number of On-Site Services", compute="_compute_visit_ids"
    )
    draft_count = fields.Integer(
        string="Number of Draft Invoices", compute="_compute_visit_ids"
    )

    @api.model
    def _get_last_month_end(self):
        return fields.Date.context_today(self).replace(day=1) - relativedelta(days=1)

    @api.depends("company_id", "date_until", "way", "customer_ids")
    def _compute_visit_ids(self):
        for wizard in self:
            visits = wizard._find_visits()
            monthly = visits.filtered(lambda v: v._get_billing_way() == "month")
            months = {visit._get_month_key() for visit in monthly}
            wizard.visit_ids = visits
            wizard.visit_count = len(visits)
            wizard.draft_count = len(visits - monthly) + len(months)

    def action_bill(self):
        """Make the drafts of what is shown, as it is now."""
        self.ensure_one()
        visits = self._find_visits()
        if not visits:
            raise UserError(
                self.env._("Nothing is to be billed until then. Choose a later day.")
            )
        return visits.action_bill()

    def _find_visits(self):
        """Return what is to be billed of what the user may see."""
        self.ensure_one()
        if not (self.date_until and self.company_id):
            return self.env["crm.service.visit"]
        domain = [
            ("billing_state", "=", "to_bill"),
            ("company_id", "=", self.company_id.id),
            ("date_start", "<", self._get_end()),
        ]
        if customers := self.customer_ids._origin:
            domain.append(("customer_id", "in", customers.ids))
        visits = self.env["crm.service.visit"].search(domain)
        if self.way == "all":
            return visits
        return visits.filtered(lambda v: v._get_billing_way() == self.way)

    def _get_end(self):
        """Return the end of the last day, on the clock of the company, as kept."""
        return get_day_start(self.date_until + DAY, self.company_id._get_service_zone())
