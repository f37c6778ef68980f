from odoo import api, fields, models
from odoo.tools import config

from ..models.crm_portal_handler_mixin import ADMINISTRATOR, FALLBACK

DOUBTFUL = {FALLBACK, ADMINISTRATOR}


class CrmPortalCheck(models.TransientModel):
    """Who would be told of a visitor's ticket, and what would keep them from it."""

    _name = "crm.portal.check"
    _description = "Who is told of a visitor's ticket"

    site_id = fields.Many2one(
        "crm.portal.site",
        required=True,
        ondelete="cascade",
        export_string_translation=False,
    )
    report = fields.Html(
        compute="_compute_report", sanitize=False, export_string_translation=False
    )

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Who is told")

    @api.depends("site_id")
    def _compute_report(self):
        for check in self:
            check.site_id.check_access("write")
            check.report = self.env["ir.qweb"]._render(
                "crm_portal.support_check",
                {
                    "rows": check._get_rows(),
                    "warnings": check._get_warnings(),
                    "site": check.site_id,
                },
            )

    def _get_rows(self) -> list[dict]:
        """Return the topics that a visitor may choose, with who would be told."""
        company = self.site_id.company_id
        topics_sudo = self.env["crm.portal.topic"].with_company(company)
        reasons = self.env["crm.portal.notice"].fields_get(["reason"])["reason"]
        words = dict(reasons["selection"])
        rows = []
        for topic_sudo in topics_sudo._get_public_topics():
            handlers = topic_sudo._get_handlers(self.env["res.partner"])
            rows.append(
                {
                    "topic": topic_sudo.name,
                    "project": topic_sudo.project_id.name,
                    "people": [self._prepare_person(u) for u in handlers.users.sudo()],
                    "reason": words[handlers.reason],
                    "is_assigned": handlers.is_assigned,
                    "is_doubtful": handlers.reason in DOUBTFUL,
                }
            )
        return rows

    @api.model
    def _prepare_person(self, user_sudo) -> dict:
        by_mail = user_sudo.notification_type == "email"
        return {
            "name": user_sudo.name,
            "by_mail": by_mail,
            "is_unreachable": by_mail and not user_sudo.partner_id.email_normalized,
        }

    def _get_warnings(self) -> list[str]:
        """Return what is missing, whatever the topic."""
        warnings = []
        if not self._has_mail_server():
            warnings.append(
                self.env._(
                    "No outgoing mail server is set up: neither the people in charge "
                    "nor the customers get a mail."
                )
            )
        # sudo: website - the address that links in mails begin with
        if "localhost" in self.sudo().site_id.website_id.get_base_url():
            warnings.append(
                self.env._(
                    "Links in mails lead to this computer alone: the address of the "
                    "website is “localhost”."
                )
            )
        return warnings

    @api.model
    def _has_mail_server(self) -> bool:
        # sudo: ir.mail_server - whether there is one, and nothing of it
        servers_sudo = self.env["ir.mail_server"].sudo()
        # or one that is named when the server is started, other than by itself
        named = config.get("smtp_server") not in (None, False, "", "localhost")
        return named or bool(servers_sudo.search_count([], limit=1))

    def action_topics(self) -> dict:
        """Open the topics, to change who is in charge."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_portal.crm_portal_topic_action"
        )
