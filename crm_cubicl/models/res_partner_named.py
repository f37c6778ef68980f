from odoo import models

from ..tools.document_at_work import is_naming

NAME = "display_name"


class ResPartner(models.Model):
    """Whoever opens a document writes to those whom it names, seen or not."""

    _inherit = "res.partner"

    def _filter_named_on(self, documents):
        """Return those whom documents name to everyone who may open them."""
        if not self or not documents or not documents.has_access("read"):
            return self.browse()
        # sudo: mail.thread, mail.message - who is named on what the user may open
        documents_sudo = documents.sudo()
        customers = documents_sudo._mail_get_partners().values()
        named = documents_sudo.env["res.partner"].union(*customers)
        if "message_follower_ids" in documents:
            named |= documents_sudo.message_follower_ids.partner_id
            messages_sudo = (
                self.env["mail.message"]
                .sudo()
                .search(
                    [
                        ("model", "=", documents._name),
                        ("res_id", "in", documents.ids),
                        "|",
                        ("author_id", "in", self.ids),
                        ("partner_ids", "in", self.ids),
                    ]
                )
            )
            named |= messages_sudo.author_id | messages_sudo.partner_ids
        return self & named.with_env(self.env)

    def fetch(self, field_names=None):
        """A download of documents names their customers, as the screen does."""
        # may be read but once
        field_names = None if field_names is None else list(field_names)
        if field_names != [NAME] or not is_naming(self.env.context):
            return super().fetch(field_names)
        hidden = self._get_hidden_from_user()
        for partner in hidden:
            self._fields[NAME]._update_cache(partner, partner._get_plain_name())
        return super(ResPartner, self - hidden).fetch(field_names)
