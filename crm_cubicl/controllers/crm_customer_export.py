from tempfile import TemporaryFile

from werkzeug.wsgi import wrap_file

from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route

from ..tools.tabular import TabularError

MIME_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def send_file(target, filename: str):
    """Return a response that streams an open file and closes it."""
    length = target.tell()
    target.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, target),
        headers=[
            ("Content-Type", MIME_TYPES[filename.rpartition(".")[2]]),
            ("Content-Length", str(length)),
            ("Content-Disposition", content_disposition(filename)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(target.close)
    return response


class CrmCustomerExportController(Controller):
    """Hand out the customers of a download that its owner has just started."""

    @route(
        "/crm_cubicl/export/<int:export_id>", type="http", auth="user", readonly=True
    )
    def download(self, export_id, token=None):
        export = request.env["crm.customer.export"].search([("id", "=", export_id)])
        if not export:
            raise request.not_found()
        export._check_link()
        # closed by the response, once it is sent
        target = TemporaryFile()  # noqa: SIM115
        try:
            export._write_to(target)
        except TabularError as error:
            target.close()
            raise UserError(export._get_file_message(error)) from error
        except BaseException:
            target.close()
            raise
        target.seek(0, 2)
        return send_file(target, export.filename)
