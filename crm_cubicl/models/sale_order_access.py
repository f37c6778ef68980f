from odoo import models

from ..tools.document_at_work import AT_WORK


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_lang(self):
        # sudo: res.partner - the language that a quote is written in is no secret
        return super(SaleOrder, self.sudo())._get_lang()

    def _create_invoices(self, *args, **kwargs):
        """Bill a quote that the user may open, whoever its customer is."""
        self.check_access("write")
        orders = self.with_context(**AT_WORK)
        invoices = super(SaleOrder, orders)._create_invoices(*args, **kwargs)
        return invoices.with_env(self.env)
