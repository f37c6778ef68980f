from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..tools.upload import ALLOWED, MOST_BYTES, MOST_FILES


class Website(models.Model):
    _inherit = "website"

    crm_support_is_open = fields.Boolean(
        string="Public support form",
        help="Visitors file tickets at /support without an account.",
    )
    crm_signup_waits = fields.Boolean(
        string="New portal users wait for approval",
        default=True,
        help="Whoever signs up with an address that no contact has. A contact with the "
        "address gets its account at once, as soon as the address is confirmed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        websites = super().create(vals_list)
        websites._get_support_sites()
        return websites

    def write(self, vals):
        if vals.get("crm_support_is_open"):
            self.filtered(lambda site: not site.crm_support_is_open)._check_topics()
        result = super().write(vals)
        if "language_ids" in vals:
            self._get_support_sites(only_existing=True)._add_missing_texts()
        if {"name", "default_lang_id"} & vals.keys():
            self.env.registry.clear_cache("templates")
        return result

    def _check_topics(self) -> None:
        """Refuse to open a form on which there is nothing to ask about."""
        # sudo: website - of which company it is, whoever opens the form
        for site_sudo in self.sudo():
            company = site_sudo.company_id
            topics = self.env["crm.portal.topic"].with_company(company)
            if not topics._get_public_topics():
                raise UserError(
                    self.env._(
                        "%(company)s has no topic that visitors could ask about. Make "
                        "one under Customers › Portal › Support Topics, then open "
                        "the form.",
                        company=company.name,
                    )
                )

    @api.model
    def _make_support_sites(self):
        """Have the settings of the form for the websites that are there already."""
        # sudo: website - of every company
        self.sudo().search([("id", "!=", False)])._get_support_sites()

    def _get_support_sites(self, only_existing: bool = False):
        """Return the settings of these websites' forms, made where there are none."""
        # sudo: crm.portal.site - what the form is like decides what visitors get
        sites_sudo = self.env["crm.portal.site"].sudo()
        found_sudo = sites_sudo.search([("website_id", "in", self.ids)])
        missing = self - found_sudo.website_id
        if missing and not only_existing:
            found_sudo |= sites_sudo.create([{"website_id": w.id} for w in missing])
        return found_sudo

    def _get_portal_texts(self, lang_code: str = ""):
        """Return the organisation's texts in a language, the visitor's by itself.

        :rtype: .crm_portal_site.Texts
        """
        self.ensure_one()
        texts = self._get_cached_portal_texts(lang_code or self.env.lang)
        # sudo: crm.portal.consent - the text is for everybody
        consents_sudo = self.env["crm.portal.consent"].sudo()
        return texts._replace(consent=consents_sudo.browse(texts.consent))

    @ormcache("self.id", "lang_code", cache="templates")
    def _get_cached_portal_texts(self, lang_code: str):
        """Return the texts that every page shows, the consent by its id."""
        # sudo: crm.portal.site - the texts are for everybody
        site_sudo = self.env["crm.portal.site"].sudo()._find(self)
        texts = site_sudo._get_texts(self, lang_code)
        return texts._replace(consent=texts.consent.ids)

    @api.model
    def _get_upload_limits(self) -> dict:
        """Return what files strangers may send, for pages to say and to check it."""
        endings = ",".join(f".{ending}" for ending in ALLOWED)
        hint = self.env._(
            "At most %(count)s files of %(limit)s MB each.",
            count=MOST_FILES,
            limit=MOST_BYTES // 1024**2,
        )
        return {
            "files": MOST_FILES,
            "bytes": MOST_BYTES,
            "endings": endings,
            "hint": hint,
        }
