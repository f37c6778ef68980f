from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .res_company_billing import BILLING

ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class CrmServiceVisit(models.Model):
    """Whether the fee of a visit is billed, and billing it, once."""

    _inherit = "crm.service.visit"

    billing_state = fields.Selection(
        [
            ("none", "Nothing to Bill"),
            ("to_bill", "To Bill"),
            ("draft", "On a Draft Invoice"),
            ("billed", "Billed"),
        ],
        string="Billing",
        compute="_compute_billing_state",
        store=True,
        copy=False,
        tracking=True,
    )
    is_replaced = fields.Boolean(
        compute="_compute_is_replaced",
        store=True,
        recursive=True,
        copy=False,
        export_string_translation=False,
    )
    invoice_line_ids = fields.One2many(
        "account.move.line",
        "crm_service_visit_id",
        string="Lines of Invoices",
        copy=False,
        groups=ACCOUNTING,
    )
    invoice_id = fields.Many2one(
        "account.move",
        compute="_compute_invoice_id",
        groups=ACCOUNTING,
    )

    _to_bill_idx = models.Index(
        "(company_id, customer_id) WHERE billing_state = 'to_bill'"
    )

    @api.depends(
        "state",
        "fee_total",
        "is_replaced",
        "invoice_line_ids.move_id.state",
        "invoice_line_ids.move_id.move_type",
        "invoice_line_ids.move_id.reversal_move_ids.state",
    )
    def _compute_billing_state(self):
        for visit in self:
            states = set(visit._get_billing_lines().move_id.mapped("state"))
            if states:
                visit.billing_state = "billed" if "posted" in states else "draft"
            else:
                visit.billing_state = "to_bill" if visit._has_to_pay() else "none"

    @api.depends("corrected_by_ids.state", "corrected_by_ids.is_replaced")
    def _compute_is_replaced(self):
        """A corrected form that was given up may have been corrected itself."""
        for visit in self:
            visit.is_replaced = any(
                corrected.state != "cancelled" or corrected.is_replaced
                for corrected in visit.corrected_by_ids
            )

    @api.depends("invoice_line_ids.move_id.state", "billing_state")
    def _compute_invoice_id(self):
        for visit in self:
            visit.invoice_id = visit._get_billing_lines().move_id[:1]

    def _get_billing_lines(self):
        """Return the lines that bill the visit: not of cancelled or reversed ones."""
        self.ensure_one()
        return self.invoice_line_ids.filtered(lambda line: line._bills_service())

    def _has_to_pay(self) -> bool:
        """Return whether there is a fee that both sides have approved.

        One for which a corrected form is being made is not billed: that one is.
        """
        self.ensure_one()
        return self.state == "closed" and self.fee_total > 0 and not self.is_replaced

    # -- billing -----------------------------------------------------------------

    def action_bill(self):
        """Put the fees on draft invoices; those that are on one already stay there.

        Those that somebody else bills at the same moment are left to them.
        """
        self._check_may_bill()
        self._check_billable()
        # what was cancelled a moment ago is written before others are counted
        self.env.flush_all()
        locked = self.try_lock_for_update(allow_referencing=True)
        locked.invalidate_recordset(["state", "billing_state", "invoice_line_ids"])
        waiting = locked.filtered(lambda v: v.billing_state == "to_bill")
        waiting._check_original_not_billed()
        waiting._bill()
        return self.action_view_invoices()

    def action_unbill(self):
        """Take the fees off their draft invoices; a draft that is empty then, goes."""
        self._check_may_bill()
        if wrong := self.filtered(lambda v: v.billing_state != "draft"):
            raise UserError(
                self.env._(
                    "These forms are on no draft invoice: %(names)s. To take back what "
                    "is posted, make a credit note.",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        for visit in self:
            lines = visit._get_billing_lines()
            move = lines.move_id
            lines.unlink()
            if not move.invoice_line_ids and not move.posted_before:
                move.unlink()
            elif move.invoice_origin:
                names = move.invoice_origin.split(", ")
                move.invoice_origin = ", ".join(n for n in names if n != visit.name)

    def action_view_invoices(self) -> dict:
        """Open the invoices that bill the visits."""
        invoices = self.invoice_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        if len(invoices) == 1:
            return action | {"views": [(False, "form")], "res_id": invoices.id}
        return action | {"domain": [("id", "in", invoices.ids)], "context": {}}

    # -- who, and what -----------------------------------------------------------

    def _check_may_bill(self) -> None:
        if not (self.env.su or self.env.user.has_group(BILLING)):
            raise AccessError(
                self.env._(
                    "Only who makes invoices bills services. Ask an administrator for "
                    "the accounting's role Invoicing."
                )
            )
        self.check_access("read")
        self.env["account.move"].check_access("create")

    def _check_billable(self) -> None:
        """Refuse what has no fee that both sides have approved, and say what to do."""
        none = self.filtered(lambda v: v.billing_state == "none")
        if wrong := none.filtered(lambda v: v.state != "closed"):
            raise UserError(
                self.env._(
                    "These forms are not closed: %(names)s. A service is billed when "
                    "the customer and a manager have approved it.",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        if wrong := none.filtered(lambda v: v.fee_total <= 0):
            raise UserError(
                self.env._(
                    "These forms have no fee: %(names)s. If there should be one, make "
                    "a corrected form.",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        if none:
            raise UserError(
                self.env._(
                    "These forms are being corrected: %(names)s. Bill the corrected "
                    "form, or cancel it first.",
                    names=", ".join(none.mapped("name")),
                )
            )

    def _check_original_not_billed(self) -> None:
        """Refuse to bill a corrected form while the one it corrects is billed."""
        originals_sudo = self._get_corrected_sudo()
        if billed_sudo := originals_sudo.filtered(lambda v: v._get_billing_lines()):
            raise UserError(
                self.env._(
                    "These forms were corrected but are billed: %(names)s. Remove them "
                    "from the draft, or make a credit note, first.",
                    names=", ".join(billed_sudo.mapped("name")),
                )
            )
