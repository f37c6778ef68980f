from odoo import fields, models


class CrmPortalConsent(models.Model):
    """A wording that visitors agreed to: never changed, a new text is a new version."""

    _name = "crm.portal.consent"
    _description = "Version of a consent text"
    _order = "date DESC, id DESC"

    site_id = fields.Many2one(
        "crm.portal.site",
        string="Form",
        readonly=True,
        # what somebody agreed to is kept when the website is gone
        ondelete="set null",
        index="btree_not_null",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="set null")
    lang_id = fields.Many2one(
        "res.lang", string="Language", required=True, readonly=True
    )
    version = fields.Integer(required=True, readonly=True)
    date = fields.Datetime(
        string="Valid from", required=True, readonly=True, default=fields.Datetime.now
    )
    text = fields.Html(required=True, readonly=True, translate=False)

    _version_unique = models.UniqueIndex(
        "(site_id, lang_id, version) WHERE site_id IS NOT NULL"
    )

    def _compute_display_name(self):
        # sudo: res.lang - the name of a language
        for consent in self:
            consent.display_name = self.env._(
                "Version %(number)s, %(language)s",
                number=consent.version,
                language=consent.sudo().lang_id.name.split("/")[0].strip(),
            )
