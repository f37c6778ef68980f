from odoo import models

from ..models.account_move_line_visit import BILLING, REPLACING


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """Let the visits go over to the invoice that replaces the reversed one."""
        if is_modify:
            self = self.with_context(**BILLING, **REPLACING)
        return super().reverse_moves(is_modify)
