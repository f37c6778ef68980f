from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..tools.roles import TECHNICIAN
from .account_move_line_visit import BILLING


class AccountMove(models.Model):
    """An invoice that bills visits."""

    _inherit = "account.move"

    crm_service_month = fields.Date(
        string="Month of the Services",
        readonly=True,
        copy=False,
        help="The first day of the month whose visits are billed together.",
    )
    # held while the month is open: two at once make no second draft of it
    crm_service_key = fields.Char(
        readonly=True, copy=False, export_string_translation=False
    )
    crm_service_visit_count = fields.Integer(
        string="Number of On-Site Services",
        compute="_compute_crm_service_visit_count",
        groups=TECHNICIAN,
    )

    _crm_service_key_uniq = models.UniqueIndex(
        "(crm_service_key) WHERE crm_service_key IS NOT NULL",
        "There is already a draft invoice of this customer and month.",
    )

    @api.depends("invoice_line_ids.crm_service_visit_id")
    def _compute_crm_service_visit_count(self):
        for move in self:
            move.crm_service_visit_count = len(move._get_service_visits())

    def button_draft(self):
        self._check_services_free()
        return super().button_draft()

    def button_cancel(self):
        result = super().button_cancel()
        self._release_service_month()
        return result

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._release_service_month()
        posted._note_other_amounts()
        return posted

    def action_view_crm_service_visits(self) -> dict:
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_service_track.crm_service_visit_action"
        )
        return action | {
            "domain": [("id", "in", self._get_service_visits().ids)],
            "context": {"create": False},
        }

    def _on_billing_way(self):
        """Return the invoices in the step that puts visits on them."""
        return self.with_context(**BILLING)

    def _get_service_visits(self):
        """Return the visits of the lines, as the user may see them."""
        # sudo: account.move.line - which visits; who sees them their own rules say
        visits = self.invoice_line_ids.sudo().crm_service_visit_id.sudo(self.env.su)
        return visits._filtered_access("read")

    def _is_service_reversed(self) -> bool:
        """Return whether credit notes take the whole of the invoice back.

        Part of it does not count: what else is owed is the accounting's to say.
        """
        self.ensure_one()
        credits = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        if not credits:
            return False
        credited = sum(credits.mapped("amount_total"))
        return self.currency_id.compare_amounts(credited, self.amount_total) >= 0

    @api.model
    def _free_service_key(self, key: str) -> None:
        """Take the month from a draft that was made into something else by hand."""
        # sudo: account.move - whoever made it, it is no draft of this month any more
        holders_sudo = self.sudo().search([("crm_service_key", "=", key)])
        holders_sudo.crm_service_key = False
        holders_sudo.flush_recordset(["crm_service_key"])

    def _note_other_amounts(self) -> None:
        """Keep with the visit that something else was billed than was approved."""
        # sudo: account.move.line, crm.service.visit - whoever posts, it is kept
        lines_sudo = self.sudo().invoice_line_ids.filtered("crm_service_visit_id")
        for line_sudo in lines_sudo:
            visit_sudo = line_sudo.crm_service_visit_id
            billed, currency = line_sudo.price_total, line_sudo.currency_id
            if (
                currency != visit_sudo.currency_id
                or currency.compare_amounts(billed, visit_sudo.fee_total) != 0
            ):
                visit_sudo._message_log(
                    body=self.env._(
                        "Billed %(billed)s; the customer approved %(approved)s.",
                        billed=format_amount(self.env, billed, currency),
                        approved=format_amount(
                            self.env, visit_sudo.fee_total, visit_sudo.currency_id
                        ),
                    )
                )

    def _release_service_month(self) -> None:
        self.filtered("crm_service_key").crm_service_key = False

    def _check_services_free(self) -> None:
        """Refuse to bring a line back whose visit was billed again since then."""
        # sudo: account.move.line - also of drafts that the user does not see
        lines_sudo = (self | self.reversed_entry_id).sudo().invoice_line_ids
        found_sudo = lines_sudo.filtered("crm_service_visit_id")
        gone_sudo = found_sudo.filtered(lambda line: not line._bills_service())
        others_sudo = gone_sudo.crm_service_visit_id.invoice_line_ids - gone_sudo
        if taken_sudo := others_sudo.filtered(lambda line: line._bills_service()):
            raise UserError(
                self.env._(
                    "These on-site forms have been billed again since: %(visits)s. "
                    "Remove them from %(moves)s first.",
                    visits=", ".join(taken_sudo.crm_service_visit_id.mapped("name")),
                    moves=", ".join(taken_sudo.move_id.mapped("display_name")),
                )
            )
