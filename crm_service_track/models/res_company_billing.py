from odoo import api, fields, models
from odoo.exceptions import ValidationError

# of a company, a customer or a contract
BILLING_WAYS = [("visit", "Each Visit"), ("month", "Once a Month")]
BILLING = "account.group_account_invoice"


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
    crm_service_biller_id = fields.Many2one(
        "res.users",
        string="Monthly Drafts in the Name of",
        groups="base.group_user",
        domain=[("share", "=", False)],
        help="When a month has ended, the drafts of those who are billed once a month "
        "are made by themselves, with the rights of this user, who is told what cannot "
        "be billed. What was on a draft before, and was deleted from it or credited, "
        "is billed again by hand alone. Without a user all drafts are made by hand.",
    )

    @api.constrains("crm_service_biller_id")
    def _check_crm_service_biller(self):
        for company in self:
            # sudo: res.users - which rights somebody has who is chosen here
            user_sudo = company.crm_service_biller_id.sudo()
            if user_sudo and not user_sudo.has_group(BILLING):
                raise ValidationError(
                    self.env._(
                        "%(name)s makes no invoices. Choose somebody with the "
                        "accounting's role Invoicing.",
                        name=user_sudo.name,
                    )
                )
