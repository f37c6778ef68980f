from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmCustomerListMixin(models.AbstractModel):
    """A short, ordered and translated list that customers choose from."""

    _name = "crm.customer.list.mixin"
    _description = "List customers choose from"
    _order = "sequence, name, id"

    # the field of res.partner that points here; set by each list
    _customer_field = ""

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    customer_count = fields.Integer(
        string="Customers", compute="_compute_customer_count"
    )

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                Domain("is_crm_customer", "=", True)
                & Domain(self._customer_field, "in", self.ids),
                [self._customer_field],
                ["__count"],
            )
        )
        for record in self:
            record.customer_count = counts.get(record, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: res.partner - a customer one may not see keeps its value too
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        groups = partners_sudo._read_group(
            Domain(self._customer_field, "in", self.ids), [self._customer_field]
        )
        # of several relations of a customer only those that are to go
        if used := self.browse(record.id for (record,) in groups) & self:
            names = ", ".join(used.mapped("display_name"))
            raise UserError(
                self.env._(
                    "%(names)s: still used by customers. Archive it instead; "
                    "then nobody can choose it any more and these customers keep it.",
                    names=names,
                )
            )

    def action_open_customers(self):
        """Open the customers that carry this value."""
        self.ensure_one()
        return self.env["res.partner"]._get_customers_action(
            Domain(self._customer_field, "in", self.ids)
        )
