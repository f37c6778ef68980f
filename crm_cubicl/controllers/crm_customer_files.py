import zipfile
from tempfile import TemporaryFile

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Controller, request, route

from .crm_customer_export import send_file

CONFLICT = 409


class CrmCustomerFilesController(Controller):
    """Take the files that are put into a customer's folders, and hand folders out."""

    @route("/crm_cubicl/files/upload", type="http", auth="user", methods=["POST"])
    def upload(self, ufile, customer_id, folder_id="0", on_conflict=""):
        """Store one file; core's limit of the size has been applied by now."""
        try:
            customer = request.env["res.partner"].browse(int(customer_id)).exists()
            if not customer.crm_customer_id:
                raise UserError(request.env._("The customer is gone."))
            file = customer._add_customer_file(
                ufile.filename, ufile.read(), int(folder_id or 0), on_conflict
            )
        except AccessError:
            message = request.env._("You may not add files here.")
            return request.make_json_response({"error": message}, status=403)
        except (UserError, MissingError, ValueError) as error:
            return request.make_json_response({"error": str(error)}, status=400)
        if file is None:
            return request.make_json_response({"conflict": True}, status=CONFLICT)
        return request.make_json_response({"id": file.id, "name": file.name})

    @route(
        "/crm_cubicl/files/zip/<int:folder_id>",
        type="http",
        auth="user",
        methods=["POST"],
        readonly=True,
    )
    def download_folder(self, folder_id, token=None):
        folder = request.env["crm.customer.folder"].search([("id", "=", folder_id)])
        if not folder:
            raise request.not_found()
        files = folder._get_zip_files()
        # closed by the response, once it is sent
        target = TemporaryFile()  # noqa: SIM115
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, file in files:
                    with archive.open(path, "w", force_zip64=True) as entry:
                        for chunk in file._iterate_content():
                            entry.write(chunk)
        except BaseException:
            target.close()
            raise
        target.seek(0, 2)
        return send_file(target, f"{folder.name}.zip")
