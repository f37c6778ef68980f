from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["crm.activity.document.mixin", "account.move"]
