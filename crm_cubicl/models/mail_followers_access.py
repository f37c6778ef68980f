from odoo import api, fields, models


class MailFollowers(models.Model):
    """Every internal user reads followers: a hidden one shows no e-mail there."""

    _inherit = "mail.followers"

    email = fields.Char(
        related=None,
        compute="_compute_email",
        compute_sudo=False,
        search="_search_email",
    )

    @api.depends("partner_id.email")
    @api.depends_context("uid")
    def _compute_email(self):
        visible = self.partner_id._filtered_access("read")
        for follower in self:
            follower.email = (
                follower.partner_id in visible and follower.partner_id.email
            )

    @api.model
    def _search_email(self, operator, value):
        return [("partner_id.email", operator, value)]
