from odoo import SUPERUSER_ID, models

from odoo.addons.mail.tools.discuss import Store

from ..tools.document_at_work import is_looking

# what the chatter of the web client tells of a partner beside the name
DETAILS = {"email", "phone"}
# comes with a token that opens the picture
PICTURES = {"avatar_128", "avatar_128_access_token"}


def _get_name(field) -> str | None:
    """Return the name of what a store is asked for: a name or one of its objects."""
    return field if isinstance(field, str) else getattr(field, "field_name", None)


class ResPartner(models.Model):
    """Mail and chatter tell of a customer what the reader may see of it."""

    _inherit = "res.partner"

    @property
    def _mail_post_access(self):
        # core asks this also to find the activities of a record
        return "read" if is_looking(self.env.context) else "write"

    def _to_store(self, store, fields, **kwargs):
        """Hand over partners, those whom the user may not see without their details."""
        told = [field for field in fields if _get_name(field) in DETAILS | PICTURES]
        hidden = self.browse()
        if told and self.env.uid != SUPERUSER_ID:
            hidden = self._get_hidden_from_user()
        store.add_records_fields(self - hidden, fields, **kwargs)
        kept = [field for field in fields if field not in told]
        names = {_get_name(field) for field in told} & DETAILS
        bare = [Store.Attr(name, False) for name in names]
        store.add_records_fields(hidden, kept + bare, **kwargs)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out followers who may not see the customer any more.

        Whoever is written to by name is told all the same.
        """
        rows = super()._notify_get_recipients(message, msg_vals, **kwargs)
        # sudo: res.partner - only to learn whether it is a customer
        if not self.sudo().crm_customer_id:
            return rows
        named = set(
            (msg_vals or {}).get("partner_ids") or message.sudo().partner_ids.ids
        )
        return [row for row in rows if row["id"] in named or self._may_be_told(row)]

    def _may_be_told(self, row: dict) -> bool:
        user = self.env["res.users"].browse(row["uid"])
        return row["share"] or not user or self.with_user(user).has_access("read")
