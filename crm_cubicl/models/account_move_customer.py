from odoo import models


class AccountMove(models.Model):
    """The first invoice makes a customer."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        invoices = posted.filtered(lambda move: move.is_sale_document())
        invoices.partner_id._qualify_as_customers(
            self.env._("Became a customer with the first invoice")
        )
        return posted
