from odoo import api, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.constrains("partner_id")
    def _check_partner_is_no_customer(self):
        if customers := self.partner_id.filtered("is_crm_customer"):
            raise ValidationError(
                self.env._(
                    "%(names)s: a customer cannot be one of your own companies.",
                    names=", ".join(customers.mapped("name")),
                )
            )
