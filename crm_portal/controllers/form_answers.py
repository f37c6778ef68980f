from tempfile import TemporaryFile

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.crm_cubicl.controllers.crm_customer_export import send_file


class FormAnswers(http.Controller):
    """The answers to a form as a workbook."""

    @http.route(
        "/crm/portal/form/<int:form_id>/answers.xlsx",
        type="http",
        auth="user",
        readonly=True,
        methods=["GET"],
    )
    def answers(self, form_id, **_query):
        """Hand out a row per ticket that the user may read."""
        form = request.env["crm.portal.form"].browse(form_id).exists()
        if not form or not form.has_access("read") or not form._may_export():
            raise NotFound
        # closed by the response, once it is sent
        target = TemporaryFile()  # noqa: SIM115
        try:
            request.env["crm.portal.form.file"]._write_workbook(form, target)
        except BaseException:
            target.close()
            raise
        target.seek(0, 2)
        return send_file(target, form._get_file_name())
