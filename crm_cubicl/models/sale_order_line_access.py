from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _additional_name_per_id(self):
        """Leave out the code of a customer whom the user may not see."""
        names = super()._additional_name_per_id()
        hidden = self.order_partner_id._get_hidden_from_user()
        for line in self.filtered(lambda line: line.order_partner_id in hidden):
            names[line.id] = ""
        return names
