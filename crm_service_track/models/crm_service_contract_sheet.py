from odoo import models
from odoo.exceptions import AccessError

from ..tools.roles import MANAGER
from ..tools.visit_pages import split_rows

# rows on the first page of paper, below the sums, and on the others
FIRST_ROWS, OTHER_ROWS = 20, 34


class CrmServiceContract(models.Model):
    """The hours of a contract on paper, as the portal shows them."""

    _inherit = "crm.service.contract"

    def _get_hours_sheet(self) -> dict:
        """Return the contract's hours as they are printed, for managers alone.

        Anybody who is signed in can ask core for any report.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Ask a manager of services for this."))
        # sudo: crm.service.contract - the right to print it was checked
        contract_sudo = self.sudo()
        balance = contract_sudo._get_shown_balances()[self.id]
        hours = contract_sudo._get_hours_page()
        return {
            "contract": contract_sudo._get_portal_row(balance),
            "company": contract_sudo.company_id.name,
            "customer": contract_sudo.customer_id.name,
            "hours": hours,
            "pages": split_rows(hours.rows, FIRST_ROWS, OTHER_ROWS),
        }

    def _get_hours_pdf(self) -> bytes:
        """Return the contract's hours as a PDF, in the language of whoever looks."""
        # sudo: ir.actions.report - the caller has found out that they may be seen
        report_sudo = self.env["ir.actions.report"].sudo()
        return report_sudo._render_qweb_pdf(
            "crm_service_track.crm_service_contract_hours_report", self.ids
        )[0]

    def _get_hours_pdf_name(self) -> str:
        code = (self.code or "").replace("/", "-")
        return self.env._("Hours of contract %(code)s", code=code) + ".pdf"
