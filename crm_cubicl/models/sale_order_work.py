from odoo import api, models
from odoo.fields import Domain

from .crm_customer_work_mixin import QUOTES

QUOTES_GROUP = "sales_team.group_sale_salesman"


class SaleOrder(models.Model):
    """Quotes stand on the page of their customer, for those who may see quotes."""

    _name = "sale.order"
    _inherit = ["sale.order", "crm.customer.work.mixin"]

    _work_groups = (QUOTES,)
    _work_due_field = "validity_date"
    _work_done_field = "create_date"

    @api.model
    def _may_see_work(self):
        # other applications open single orders to their users: not the list of all
        return super()._may_see_work() and self.env.user.has_group(QUOTES_GROUP)

    @api.model
    def _get_work_domain(self, customer, group):
        return Domain("partner_id.crm_customer_id", "=", customer.id)

    def _get_work_rows(self):
        self.fetch(["name", "amount_total", "currency_id", "create_date", "state"])
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            order.id: {
                "name": order.name,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "created": order.create_date,
                "state": order.state,
                "state_label": states.get(order.state),
            }
            for order in self
        }

    @api.model
    def _get_work_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_quote_action"
        )
