from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_general_manager_ids = fields.Many2many(
        "res.users",
        "crm_company_general_manager_rel",
        "company_id",
        "user_id",
        string="General account managers",
        domain=[("share", "=", False)],
        groups="base.group_user",
        help="Look after the customers that have no account manager of their own.",
    )

    @api.constrains("partner_id")
    def _check_partner_is_no_customer(self):
        if customers := self.partner_id.filtered("is_crm_customer"):
            raise ValidationError(
                self.env._(
                    "%(names)s: a customer cannot be one of your own companies.",
                    names=", ".join(customers.mapped("name")),
                )
            )

    @api.constrains("crm_general_manager_ids")
    def _check_crm_general_manager_ids(self):
        if strangers := self.crm_general_manager_ids.filtered("share"):
            raise ValidationError(
                self.env._(
                    "%(names)s: only colleagues can be account managers.",
                    names=", ".join(strangers.mapped("name")),
                )
            )

    def _get_general_account_managers(self):
        """Return the general account managers that still work here."""
        return self.crm_general_manager_ids.filtered(
            lambda user: user.active and not user.share
        )
