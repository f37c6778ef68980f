from odoo import fields, models


class Website(models.Model):
    _inherit = "website"

    crm_support_is_open = fields.Boolean(
        string="Public support form",
        help="Visitors file tickets at /support without an account.",
    )
    crm_signup_waits = fields.Boolean(
        string="New portal users wait for approval",
        default=True,
        help="Whoever signs up with an address that no contact has. A contact with the "
        "address gets its account at once, as soon as the address is confirmed.",
    )
