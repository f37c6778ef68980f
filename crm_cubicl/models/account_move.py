from odoo import models

from .res_partner_ledger import LEDGER_GROUP


class AccountMove(models.Model):
    _inherit = "account.move"

    def _build_credit_warning_message(self, record, *args, **kwargs):
        """Warn salespeople of the limit without the amounts, which are the ledger's."""
        message = super()._build_credit_warning_message(record, *args, **kwargs)
        if not message or self.env.su or self.env.user.has_group(LEDGER_GROUP):
            return message
        return self.env._(
            "%(name)s has reached its credit limit.",
            name=record.partner_id.commercial_partner_id.name,
        )
