from odoo import fields, models

from .crm_merge import DAYS, DEFAULT_DAYS
from .res_partner_qualify import BY_HAND


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_archive_alias_id = fields.Many2one(
        "crm.customer.alias",
        default=lambda self: self.env.ref(
            "crm_cubicl.crm_customer_alias_archive", raise_if_not_found=False
        ),
    )
    crm_archive_alias_name = fields.Char(
        string="Archive address",
        related="crm_archive_alias_id.alias_name",
        readonly=False,
    )
    crm_archive_alias_domain_id = fields.Many2one(
        string="Domain of the archive address",
        related="crm_archive_alias_id.alias_domain_id",
        readonly=False,
    )
    crm_general_manager_ids = fields.Many2many(
        related="company_id.crm_general_manager_ids", readonly=False
    )
    crm_customers_by_hand = fields.Boolean(
        string="Decide by hand who is a customer",
        config_parameter=BY_HAND,
        help="Otherwise a partner becomes a customer with its first task, quote or "
        "customer invoice.",
    )
    crm_merge_undo_days = fields.Integer(
        string="Days to take a merge back",
        config_parameter=DAYS,
        default=DEFAULT_DAYS,
        help="For so long is kept what is needed to take a merge back. 0: never kept.",
    )
