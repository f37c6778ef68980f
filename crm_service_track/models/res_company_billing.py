from odoo import fields, models

# of a company, a customer or a contract
BILLING_WAYS = [("visit", "Each Visit"), ("month", "Once a Month")]


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_service_billing = fields.Selection(
        BILLING_WAYS,
        string="Services Billed",
        default="visit",
        required=True,
        help="Each visit makes its own draft invoice, or the visits of a month are "
        "lines of one. A customer or a contract can have it otherwise.",
    )
