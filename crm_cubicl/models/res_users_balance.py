from odoo import fields, models

from .res_partner_ledger import LEDGER_GROUP

ACCOUNTING = "account.group_account_invoice,account.group_account_readonly"


class ResUsers(models.Model):
    """Users inherit their partner's balance, with the rights of who asks.

    As inherited fields are, they would be searched by past all rights.
    """

    _inherit = "res.users"

    crm_balance = fields.Monetary(
        related="partner_id.crm_balance", related_sudo=False, groups=LEDGER_GROUP
    )
    crm_is_overdue = fields.Boolean(
        related="partner_id.crm_is_overdue", related_sudo=False, groups=LEDGER_GROUP
    )
    credit = fields.Monetary(
        related="partner_id.credit", related_sudo=False, groups=ACCOUNTING
    )
    debit = fields.Monetary(
        related="partner_id.debit", related_sudo=False, groups=ACCOUNTING
    )
