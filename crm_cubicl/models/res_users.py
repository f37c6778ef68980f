from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("partner_id", "group_ids")
    def _check_partner_is_no_customer(self):
        internal = self.filtered(lambda user: not user.share)
        if customers := internal.partner_id.filtered("is_crm_customer"):
            raise ValidationError(
                self.env._(
                    "%(names)s: a customer cannot be an internal user. Give the "
                    "colleague a contact of their own.",
                    names=", ".join(customers.mapped("name")),
                )
            )
