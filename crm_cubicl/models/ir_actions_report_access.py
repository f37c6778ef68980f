from odoo import api, models

from ..tools.document_at_work import AT_WORK

# printing these is reading them
NO_DOCUMENTS = ("res.partner", "res.partner.bank", "res.users")


class IrActionsReport(models.Model):
    """Print a document with its customer's address for whoever may open it."""

    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        reports = self._get_reports_at_work(report_ref, res_ids)
        return super(IrActionsReport, reports)._render_qweb_pdf(
            report_ref, res_ids=res_ids, data=data
        )

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        reports = self._get_reports_at_work(report_ref, docids)
        return super(IrActionsReport, reports)._render_qweb_html(
            report_ref, docids, data=data
        )

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        reports = self._get_reports_at_work(report_ref, docids)
        return super(IrActionsReport, reports)._render_qweb_text(
            report_ref, docids, data=data
        )

    def _get_reports_at_work(self, report_ref, ids):
        """Return the reports, free to read the customers of what the user opens."""
        model = self._get_report(report_ref).model
        if self.env.su or not ids or model in NO_DOCUMENTS or model not in self.env:
            return self
        records = self.env[model].browse([ids] if isinstance(ids, int) else ids)
        return self.with_context(**AT_WORK) if records.has_access("read") else self
