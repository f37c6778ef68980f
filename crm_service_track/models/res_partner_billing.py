from odoo import fields, models

from .res_company_billing import BILLING_WAYS


class ResPartner(models.Model):
    """How the services of a customer are billed."""

    _inherit = "res.partner"

    crm_service_billing = fields.Selection(
        BILLING_WAYS,
        string="Services Billed",
        # who copies a contact must be able to read all of it
        groups="base.group_user",
        help="Empty means as the company does.",
    )

    def _get_billing_partners(self) -> tuple:
        """Return to whom a service is billed, and where it counts as given."""
        billed = self.browse(self.address_get(["invoice"])["invoice"])
        return billed, self.browse(billed.address_get(["delivery"])["delivery"])
