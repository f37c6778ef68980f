from odoo import api, models

from ..models.crm_recipients_mixin import Recipients


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["crm.recipients.mixin", "mail.compose.message"]

    # archived ones are left out below
    partner_ids = Recipients()

    def _get_recipients_documents(self):
        if len(self) != 1 or self.model not in self.env:
            return None
        return self.env[self.model].browse(self._evaluate_res_ids())

    @api.depends("composition_mode", "model", "parent_id", "res_ids", "template_id")
    def _compute_partner_ids(self):
        result = super()._compute_partner_ids()
        for composer in self:
            # sudo: res.partner - which of them are archived
            archived = composer.partner_ids.sudo().filtered(lambda p: not p.active)
            if archived:
                composer.partner_ids -= archived.with_env(self.env)
        return result

    @api.depends("partner_ids")
    def _compute_partner_ids_all_have_email(self):
        for composer in self:
            # sudo: res.partner - whether mail reaches them, not where
            emails = composer.partner_ids.sudo().mapped("email")
            composer.partner_ids_all_have_email = all(emails)
