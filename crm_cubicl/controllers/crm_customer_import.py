from tempfile import TemporaryFile

from odoo.http import Controller, request, route

from .crm_customer_export import send_file

KINDS = ("company", "person")


class CrmCustomerImportController(Controller):
    """Hand out the sample workbook of a card."""

    @route(
        "/crm_cubicl/import/sample/<string:kind>",
        type="http",
        auth="user",
        readonly=True,
    )
    def sample(self, kind, token=None):
        if kind not in KINDS:
            raise request.not_found()
        Sample = request.env["crm.customer.import.sample"]
        # closed by the response, once it is sent
        target = TemporaryFile()  # noqa: SIM115
        try:
            Sample._write_sample(target, kind)
        except BaseException:
            target.close()
            raise
        target.seek(0, 2)
        return send_file(target, Sample._get_sample_name(kind))
