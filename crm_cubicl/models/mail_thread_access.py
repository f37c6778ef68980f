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

    def _message_create(self, values_list):
        """Write to hidden partners whom the document names.

        Core refuses recipients whom the user may not see, which goes for all others.
        """
        user = self.env.user
        if self.env.su or user.share or user._sees_all_customers():
            return super()._message_create(values_list)
        hidden = [self._get_hidden_recipients(values) for values in values_list]
        messages = super()._message_create(
            [
                {**values, "partner_ids": [*set(values["partner_ids"]) - set(ids._ids)]}
                if ids
                else values
                for values, ids in zip(values_list, hidden, strict=True)
            ]
        )
        for message, partners in zip(messages, hidden, strict=True):
            if partners:
                # sudo: mail.message - who is named on the document, see above
                message.sudo().partner_ids |= partners
        return messages

    def _get_hidden_recipients(self, values: dict):
        """Return those of a message whom the user may not see and may write to."""
        partners = self.env["res.partner"].browse(values.get("partner_ids") or ())
        return partners._get_hidden_from_user()._filter_named_on(self)
