from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .support_form import Place, SupportForm

PREVIEW = Place(action="", is_preview=True)
MANAGE_GROUP = "crm_cubicl.crm_cubicl_group_manage"
# what is called what, and how wide it is; 0 is as wide as there is room
WIDTHS = {"wide": 0, "phone": 390}


class SupportPreview(SupportForm):
    """The form as visitors would see it, for whoever may open it, before it is open."""

    @http.route(
        "/support/preview",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def support_preview(self, lang="", width="wide", **_query):
        """Show the form in a frame, with a choice of language and width."""
        self._check_may_preview()
        website = request.website
        # sudo: website - the languages that visitors can choose from
        langs_sudo = website.sudo().language_ids
        lang_sudo = langs_sudo.filtered(lambda x: x.code == lang)
        lang_sudo = lang_sudo or website.sudo().default_lang_id
        return self._guard(
            request.render(
                "crm_portal.support_preview",
                {
                    "langs": langs_sudo,
                    "lang_shown": lang_sudo,
                    "width": width if width in WIDTHS else "wide",
                    "pixels": WIDTHS.get(width, 0),
                    "src": request.env["ir.http"]._url_for(
                        "/support/preview/form", lang_sudo.code
                    ),
                },
            )
        )

    @http.route(
        "/support/preview/form",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def support_preview_form(self, **_query):
        """Show the form; it leads nowhere."""
        self._check_may_preview()
        return self._render({}, {}, PREVIEW)

    def _check_may_preview(self) -> None:
        if not request.env.user.has_group(MANAGE_GROUP):
            raise NotFound
