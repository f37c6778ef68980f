from odoo import models
from odoo.tools.mail import email_normalize, formataddr


class ProjectTask(models.Model):
    """Mails to customers bear the name that the organisation has in their language."""

    _inherit = "project.task"

    def _get_portal_website(self):
        """Return the website of the ticket's company."""
        # sudo: website - to find it, whoever writes the mail
        websites_sudo = self.env["website"].sudo()
        company = self.sudo().company_id or self.env.company
        return (
            websites_sudo.search([("company_id", "=", company.id)], limit=1)
            or websites_sudo.get_current_website()
        )

    def _get_organisation(self, lang: str) -> str:
        """Return what the organisation is called on the portal, in a language."""
        return self._get_portal_website()._get_portal_texts(lang).organisation

    def _get_brand_sender(self, lang: str):
        """Return whom mails come from that nobody has written; none without address."""
        # sudo: res.company - its address stands in its mails
        company_sudo = self.sudo().company_id or self.env.company.sudo()
        address = email_normalize(
            company_sudo.email
            or company_sudo.default_from_email
            or company_sudo.catchall_email
            or ""
        )
        if not address:
            return None
        return formataddr((self._get_organisation(lang), address))

    def _get_house(self):
        """Return the partner of the ticket's company."""
        # sudo: res.company - which it is, whoever writes
        return (self.sudo().company_id or self.env.company.sudo()).partner_id

    def _get_house_author(self) -> dict:
        """Return who is the author of a post that nobody has written."""
        lang = self.sudo().partner_id.lang or self.env.lang
        return {
            "author_id": self._get_house().id,
            "email_from": self._get_brand_sender(lang),
        }

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        name = recipients_group.get("notification_group_name") or ""
        company = (render_values or {}).get("company")
        if len(self) == 1 and name.startswith("crm_share_") and company:
            lang = render_values.get("lang") or self.env.lang
            brand = {"name": self._get_organisation(lang)}
            # the same company by another name, kept nowhere
            branded = company.sudo().new(brand, origin=company)
            render_values = {**render_values, "company": branded}
        return super()._notify_by_email_render_layout(
            message, recipients_group, msg_vals, render_values
        )
