from odoo import fields, models
from odoo.exceptions import UserError


class CrmCustomerProposalLine(models.Model):
    """A partner that may become a customer, and why."""

    _name = "crm.customer.proposal.line"
    _description = "Partner who may be a customer"
    _order = "id"
    _rec_name = "partner_id"

    proposal_id = fields.Many2one(
        "crm.customer.proposal", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", index=True
    )
    has_invoice = fields.Boolean(string="Customer invoices", readonly=True)
    has_quote = fields.Boolean(string="Quotes and orders", readonly=True)
    has_task = fields.Boolean(string="Tasks", readonly=True)
    is_supplier = fields.Boolean(string="Vendor bills", readonly=True)
    is_archived = fields.Boolean(string="Archived", readonly=True)
    is_chosen = fields.Boolean(string="Becomes a customer")
    done_at = fields.Datetime(string="Done on", readonly=True)

    _partner_uniq = models.UniqueIndex("(proposal_id, partner_id)")

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        return super().write(vals)

    def _check_writable(self, vals: dict) -> None:
        if vals.keys() - {"is_chosen"} or self.proposal_id.filtered(
            lambda proposal: proposal.state != "draft"
        ):
            raise UserError(
                self.env._(
                    "Only the choices of a proposal can be changed, before it runs."
                )
            )

    def _is_supplier_only(self) -> bool:
        return self.is_supplier and not (
            self.has_invoice or self.has_quote or self.has_task
        )
