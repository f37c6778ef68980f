from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ..tools.origins import MOST_ORIGINS, read_origins
from .crm_portal_attempt import MOST

TEXTS = ("organisation", "form_name", "note", "consent")


class Texts(NamedTuple):
    """What a visitor reads, in one language; "" and none where there is nothing."""

    organisation: str
    form_name: str
    note: object  # Markup or ""
    consent: object  # crm.portal.consent, the version that holds


class CrmPortalSite(models.Model):
    """What the support form of a website is like; one record for each website."""

    _name = "crm.portal.site"
    _description = "Support form of a website"
    _rec_name = "website_id"
    _order = "website_id"

    website_id = fields.Many2one(
        "website", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="website_id.company_id", store=True)
    is_open = fields.Boolean(
        string="Open to visitors",
        compute="_compute_is_open",
        inverse="_inverse_is_open",
        help="Visitors file tickets at /support without an account.",
    )
    network_limit = fields.Integer(
        string="Tickets an hour from one network",
        required=True,
        default=MOST["network"],
    )
    address_limit = fields.Integer(
        string="Tickets an hour with one e-mail address",
        required=True,
        default=MOST["address"],
    )
    frame_origins = fields.Text(
        string="May be shown in these sites",
        help="One a line, such as https://www.example.com. All others are refused.",
    )
    resizes = fields.Boolean(
        string="With a script that fits the height",
        default=True,
        help="Without it the frame keeps its height and scrolls.",
    )
    snippet = fields.Text(compute="_compute_snippet", export_string_translation=False)
    text_ids = fields.One2many("crm.portal.text", "site_id", string="Texts")
    missing_count = fields.Integer(
        compute="_compute_missing_count", export_string_translation=False
    )
    consent_count = fields.Integer(
        compute="_compute_consent_count", export_string_translation=False
    )

    _website_unique = models.UniqueIndex("(website_id)")
    _limits_positive = models.Constraint(
        "CHECK(network_limit > 0 AND address_limit > 0)",
        "At least one ticket an hour has to be possible.",
    )

    @api.depends("website_id")
    def _compute_is_open(self):
        for site in self:
            # sudo: website - the switch is shown to whoever may turn it
            site.is_open = site.sudo().website_id.crm_support_is_open

    def _inverse_is_open(self):
        # a manager of customers may not change websites, but may open this form
        self.check_access("write")
        for site in self:
            # sudo: website - the switch and nothing else
            site.sudo().website_id.crm_support_is_open = site.is_open

    @api.depends("frame_origins", "resizes", "website_id")
    def _compute_snippet(self):
        for site in self:
            site.snippet = (
                site._get_snippet(site.website_id.sudo().default_lang_id)
                if site._get_frame_origins()
                else False
            )

    def _compute_missing_count(self):
        for site in self:
            gaps = site.text_ids.filtered(lambda t: t.is_used and t.missing)
            site.missing_count = len(gaps)

    def _compute_consent_count(self):
        counts = dict(
            self.env["crm.portal.consent"]._read_group(
                [("site_id", "in", self.ids)], ["site_id"], ["__count"]
            )
        )
        for site in self:
            site.consent_count = counts.get(site, 0)

    @api.constrains("frame_origins")
    def _check_frame_origins(self):
        for site in self:
            good, bad = read_origins(site.frame_origins)
            if bad:
                raise ValidationError(
                    self.env._(
                        "These are no addresses of sites: %(words)s. Write them as "
                        "https://www.example.com, one a line.",
                        words=", ".join(bad),
                    )
                )
            if len(good) > MOST_ORIGINS:
                raise ValidationError(
                    self.env._("At most %s sites can be named.", MOST_ORIGINS)
                )

    @api.model_create_multi
    def create(self, vals_list):
        sites = super().create(vals_list)
        sites._add_missing_texts()
        self.env.registry.clear_cache("templates")
        return sites

    # -- frames ------------------------------------------------------------------

    def _get_frame_origins(self) -> list[str]:
        """Return the sites that may show the form in a frame."""
        return read_origins(self.frame_origins or "")[0]

    def _get_snippet(self, lang) -> str:
        """Return the lines that show the form in another site, in a language."""
        self.ensure_one()
        website_sudo = self.sudo().website_id
        base = website_sudo.get_base_url()
        is_default = lang == website_sudo.default_lang_id
        path = "" if is_default else f"/{lang.url_code}"
        texts = website_sudo._get_portal_texts(lang.code)
        # sudo: ir.ui.view - lines to copy, of the settings that are shown with them
        return str(
            self.env["ir.qweb"]
            .sudo()
            ._render(
                "crm_portal.support_snippet",
                {
                    "src": f"{base}{path}/support/embed",
                    "script": self.resizes
                    and f"{base}/crm_portal/static/src/embed/embed.js",
                    "title": texts.form_name,
                },
            )
        ).strip()

    # -- texts -------------------------------------------------------------------

    @api.model
    def _find(self, website):
        """Return the settings of a website's form; none before anybody opened them."""
        return self.search([("website_id", "=", website.id)], limit=1)

    def _add_missing_texts(self) -> None:
        """Have a row of texts for every language of the websites."""
        # sudo: crm.portal.text, website - empty rows that are to be filled in
        for site_sudo in self.sudo():
            there = site_sudo.with_context(active_test=False).text_ids.lang_id
            missing = site_sudo.website_id.language_ids - there
            self.env["crm.portal.text"].sudo().create(
                [{"site_id": site_sudo.id, "lang_id": lang.id} for lang in missing]
            )

    def _get_texts(self, website, lang_code: str) -> Texts:
        """Return the texts in a language; what it lacks, in the website's own.

        Not by the languages of a field: core falls back to English alone.
        """
        rows = {text.lang_id.code: text for text in self.text_ids}
        order = [rows.get(lang_code), rows.get(website.default_lang_id.code)]
        found = {name: self._pick(order, name) for name in TEXTS}
        is_installed = self.env["res.lang"]._get_data(code=lang_code)
        lang = lang_code if is_installed else website.default_lang_id.code
        lang_env = self.with_context(lang=lang).env
        return Texts(
            found["organisation"] or website.name,
            found["form_name"] or lang_env._("How can we help?"),
            found["note"] or "",
            self._pick_consent(order),
        )

    @api.model
    def _pick(self, order, name: str):
        values = (text[name] for text in order if text)
        return next((v for v in values if not is_html_empty(v)), "")

    @api.model
    def _pick_consent(self, order):
        none = self.env["crm.portal.consent"]
        return next((t.consent_id for t in order if t and t.consent_id), none)

    # -- what is opened ----------------------------------------------------------

    @api.model
    def action_open(self) -> dict:
        """Open the settings of the form of the website, or the list of several."""
        sites = self.search([("company_id", "in", self.env.companies.ids)])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_site_action"
        )
        if len(sites) == 1:
            action.update(views=[[False, "form"]], res_id=sites.id)
        return action

    def action_preview(self) -> dict:
        """Open the form as visitors would see it; nothing is filed there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": "/support/preview",
            "target": "new",
        }

    def action_check(self) -> dict:
        """Show who would be told, and what is missing before the form is opened."""
        self.ensure_one()
        check = self.env["crm.portal.check"].create({"site_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who is told"),
            "res_model": "crm.portal.check",
            "res_id": check.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def action_texts(self) -> dict:
        """List what visitors read, language by language."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_text_action"
        )
        domain = [("site_id", "=", self.id), ("is_used", "=", True)]
        return {**action, "domain": domain}

    def action_consents(self) -> dict:
        """List the versions of the consent text."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_consent_action"
        )
        return {**action, "domain": [("site_id", "=", self.id)]}
