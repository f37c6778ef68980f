from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        """Propose only recipients whom the user may see.

        Core reads every follower as the user: one hidden follower and the composer
        does not open. So the system proposes, and the user gets what they may see.
        """
        if self.env.su:
            return super()._message_get_suggested_recipients_batch(*args, **kwargs)
        # sudo: res.partner - what is proposed is filtered below
        found = super(Base, self.sudo())._message_get_suggested_recipients_batch(
            *args, **kwargs
        )
        ids = {row["partner_id"] for rows in found.values() for row in rows}
        partners = self.env["res.partner"].browse(ids - {False, None})
        seen = {False, None, *partners._filtered_access("read").ids}
        return {
            res_id: [row for row in rows if row["partner_id"] in seen]
            for res_id, rows in found.items()
        }


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    # cached per user: else the short list would reach the system's own work
    @api.depends("message_follower_ids")
    @api.depends_context("uid")
    def _compute_message_partner_ids(self):
        """Show the followers whom the user may see; the others stay followers."""
        if self.env.su:
            return super()._compute_message_partner_ids()
        partners = self.env["res.partner"]
        for thread in self:
            # sudo: mail.followers - who follows; only whom the user may see is shown
            followers_sudo = thread.sudo().message_follower_ids
            found = partners.browse(followers_sudo.partner_id.ids)
            thread.message_partner_ids = found._filtered_access("read")
        return None
