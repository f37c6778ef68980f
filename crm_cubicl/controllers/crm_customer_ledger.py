import json
from io import BytesIO
from tempfile import TemporaryFile

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .crm_customer_export import send_file

REPORT = "crm_cubicl.crm_customer_ledger_report"


class CrmCustomerLedgerController(Controller):
    """Hand out the ledger of one customer; the customer says who may see it."""

    @route(
        "/crm/ledger/<int:customer_id>.xlsx", type="http", auth="user", readonly=True
    )
    def workbook(self, customer_id, options="{}", token=None):
        values = self._read_options(options)
        customer = self._get_customer(customer_id, values)
        files = customer.env["crm.customer.ledger.file"]
        statement = customer._get_ledger_statement(values)
        # closed by the response, once it is sent
        target = TemporaryFile()  # noqa: SIM115
        try:
            files._write_workbook(target, statement)
        except BaseException:
            target.close()
            raise
        target.seek(0, 2)
        return send_file(target, files._get_file_name(customer, "xlsx"))

    @route("/crm/ledger/<int:customer_id>.pdf", type="http", auth="user", readonly=True)
    def pdf(self, customer_id, options="{}", token=None):
        values = self._read_options(options)
        customer = self._get_customer(customer_id, values)
        content, _kind = customer.env["ir.actions.report"]._render_qweb_pdf(
            REPORT, customer.ids, data={"ledger_options": values}
        )
        target = BytesIO(content)
        target.seek(0, 2)
        files = customer.env["crm.customer.ledger.file"]
        return send_file(target, files._get_file_name(customer, "pdf"))

    def _get_customer(self, customer_id, values):
        """Return the customer in the language of the file, or refuse."""
        customer = request.env["res.partner"].browse(customer_id)
        customer, settings = customer._check_ledger(values)
        return customer._with_ledger_language(settings.language)

    def _read_options(self, options):
        try:
            return json.loads(options)
        except ValueError as error:
            raise UserError(
                request.env._("The address of the file is damaged. Download it again.")
            ) from error
