from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class FormPreview(http.Controller):
    """A form as visitors see it, for those who make it."""

    @http.route(
        "/crm/portal/form/<int:form_id>/preview",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def preview(self, form_id, lang="", **_query):
        """Show the questions in a language; nothing can be sent."""
        form = request.env["crm.portal.form"].browse(form_id).exists()
        if not form or not form.has_access("read"):
            raise NotFound
        known = dict(request.env["res.lang"].get_installed())
        if lang in known:
            request.update_context(lang=lang)
            form = form.with_env(request.env)
        response = request.render(
            "crm_portal.form_preview",
            {"form": form, "shown": form._get_shown(), "lang": lang},
        )
        response.headers["Cache-Control"] = "no-store"
        return response
