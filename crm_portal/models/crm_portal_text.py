from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import is_html_empty
from odoo.tools.mail import html_to_inner_content

from .crm_portal_site import TEXTS

LONGEST_LINE = 80


class CrmPortalText(models.Model):
    """What visitors read in one language; a row for every language of the website."""

    _name = "crm.portal.text"
    _description = "Texts of the portal in a language"
    _order = "site_id, id"
    _rec_name = "lang_id"

    site_id = fields.Many2one(
        "crm.portal.site",
        string="Form",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    lang_id = fields.Many2one(
        "res.lang",
        string="Language",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    language = fields.Char(string="Name of the language", compute="_compute_language")
    is_used = fields.Boolean(
        compute="_compute_language",
        search="_search_is_used",
        export_string_translation=False,
    )
    is_default = fields.Boolean(
        compute="_compute_language", export_string_translation=False
    )
    organisation = fields.Char(string="Organisation's name")
    form_name = fields.Char(string="Form's name")
    note = fields.Html(string="Note above the form", translate=False)
    consent = fields.Html(string="Consent text", translate=False)
    consent_id = fields.Many2one(
        "crm.portal.consent",
        string="Version that holds",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    # what visitors read instead of what is missing
    organisation_shown = fields.Char(
        compute="_compute_shown", export_string_translation=False
    )
    form_name_shown = fields.Char(
        compute="_compute_shown", export_string_translation=False
    )
    note_shown = fields.Html(compute="_compute_shown", export_string_translation=False)
    consent_shown = fields.Html(
        compute="_compute_shown", export_string_translation=False
    )
    note_line = fields.Char(compute="_compute_shown", export_string_translation=False)
    consent_line = fields.Char(
        compute="_compute_shown", export_string_translation=False
    )
    # the same for the list, with a mark on what stands in
    organisation_cell = fields.Html(
        compute="_compute_cells", sanitize=False, export_string_translation=False
    )
    form_name_cell = fields.Html(
        compute="_compute_cells", sanitize=False, export_string_translation=False
    )
    note_cell = fields.Html(
        compute="_compute_cells", sanitize=False, export_string_translation=False
    )
    consent_cell = fields.Html(
        compute="_compute_cells", sanitize=False, export_string_translation=False
    )
    missing = fields.Char(compute="_compute_shown")
    fallback_language = fields.Char(
        compute="_compute_shown", export_string_translation=False
    )
    snippet = fields.Text(compute="_compute_snippet", export_string_translation=False)

    _lang_unique = models.UniqueIndex("(site_id, lang_id)")

    @api.depends("lang_id", "site_id")
    def _compute_language(self):
        for text in self:
            # sudo: res.lang, website - which languages the website has
            website_sudo = text.sudo().site_id.website_id
            lang_sudo = text.sudo().lang_id
            text.language = lang_sudo.name.split("/")[-1].strip()
            text.is_used = lang_sudo in website_sudo.language_ids
            text.is_default = lang_sudo == website_sudo.default_lang_id

    def _search_is_used(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: crm.portal.site - which languages the websites have
        sites_sudo = self.env["crm.portal.site"].sudo().search([("id", "!=", False)])
        used = Domain.OR(
            Domain("site_id", "=", site_sudo.id)
            & Domain("lang_id", "in", site_sudo.website_id.language_ids.ids)
            for site_sudo in sites_sudo
        )
        return used if True in value else ~used

    @api.depends(
        *TEXTS, "site_id.website_id", *(f"site_id.text_ids.{name}" for name in TEXTS)
    )
    @api.depends_context("lang")
    def _compute_shown(self):
        labels = self.fields_get(TEXTS, ["string"])
        for text in self:
            # sudo: website - its name and language stand in for what is missing
            website_sudo = text.sudo().site_id.website_id
            shown = text.sudo().site_id._get_texts(website_sudo, text.lang_id.code)
            text.organisation_shown = shown.organisation
            text.form_name_shown = shown.form_name
            text.note_shown = shown.note
            text.consent_shown = shown.consent.text
            text.note_line = self._shorten(shown.note)
            text.consent_line = self._shorten(shown.consent.text)
            gaps = [name for name in TEXTS if text._is_missing(name, shown)]
            text.missing = ", ".join(labels[name]["string"] for name in gaps) or False
            language = website_sudo.default_lang_id.name.split("/")[-1].strip()
            text.fallback_language = language

    @api.depends("missing", "organisation_shown", "form_name_shown", "note_line")
    @api.depends_context("lang")
    def _compute_cells(self):
        lines = {
            "organisation": "organisation_shown",
            "form_name": "form_name_shown",
            "note": "note_line",
            "consent": "consent_line",
        }
        badge = Markup('<span class="badge text-bg-warning me-1">%s</span>')
        muted = Markup('%s<span class="text-muted">%s</span>')
        mark = badge % self.env._("missing")
        for text in self:
            for name, line in lines.items():
                shown = text[line] or ""
                is_own = not is_html_empty(text[name])
                cell = muted % (mark, shown) if shown and not is_own else escape(shown)
                text[f"{name}_cell"] = cell

    @api.model
    def _shorten(self, html) -> str:
        """Return the beginning of a text, on one line."""
        line = " ".join(html_to_inner_content(html or "").split())
        return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"

    def _is_missing(self, name: str, shown) -> bool:
        """Return whether visitors read another language, or a name of core, instead."""
        if not is_html_empty(self[name]):
            return False
        return name in ("organisation", "form_name") or bool(getattr(shown, name))

    @api.depends("site_id.frame_origins", "site_id.resizes", *TEXTS)
    def _compute_snippet(self):
        for text in self:
            site = text.site_id
            text.snippet = (
                site._get_snippet(text.sudo().lang_id)
                if site._get_frame_origins()
                else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        texts._keep_consent()
        self.env.registry.clear_cache("templates")
        return texts

    def write(self, vals):
        result = super().write(vals)
        if "consent" in vals:
            self._keep_consent()
        # what pages show
        self.env.registry.clear_cache("templates")
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache("templates")
        return result

    def _keep_consent(self) -> None:
        """Keep a text that differs from the last one as a new version."""
        for text in self:
            if is_html_empty(text.consent):
                if text.consent_id:
                    text.consent_id = False
                continue
            if text.consent_id.text == text.consent:
                continue
            text.consent_id = text._add_version()

    def _add_version(self):
        # sudo: crm.portal.consent - versions are made by changing the text alone
        consents_sudo = self.env["crm.portal.consent"].sudo()
        mine = [("site_id", "=", self.site_id.id), ("lang_id", "=", self.lang_id.id)]
        last_sudo = consents_sudo.search(mine, order="version DESC", limit=1)
        if last_sudo.text == self.consent:
            # the text was taken away and is back
            return last_sudo
        return consents_sudo.create(
            {
                "site_id": self.site_id.id,
                "company_id": self.sudo().site_id.company_id.id,
                "lang_id": self.lang_id.id,
                "version": last_sudo.version + 1,
                "text": self.consent,
            }
        )

    def action_preview(self) -> dict:
        """Open the form in this language; nothing is filed there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/support/preview?lang={self.sudo().lang_id.code}",
            "target": "new",
        }
