from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_service_manager_id = fields.Many2one(
        "res.users",
        string="Who looks into low scores",
        domain=[("share", "=", False)],
        groups="base.group_user",
        help="Without one, the first manager of the service tracking does.",
    )
