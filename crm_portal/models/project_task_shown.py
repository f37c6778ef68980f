from markupsafe import Markup

from odoo import models
from odoo.fields import Command
from odoo.tools import html2plaintext


class ProjectTask(models.Model):
    """What becomes of posts that are shown to the customer later, or hidden."""

    _inherit = "project.task"

    def _log_shown(self, message, what: str) -> None:
        """Note who showed or hid a post, and which."""
        text = html2plaintext(message.body or message.crm_visible_text or "").strip()
        text = text or ", ".join(message.attachment_ids.mapped("name"))
        self._message_log(
            body=Markup("<p>%s <i>%s</i></p>") % (what, text[:120]),
            author_id=self.env.user.partner_id.id,
        )

    def _mail_shown(self, message) -> None:
        """Write to whom the ticket is shared with what was shown to them now."""
        readers = self._get_open_shares().partner_id
        if not readers:
            return
        # sudo: ir.attachment - files of a post that was made visible
        self._mail_outside().message_notify(
            partner_ids=readers.ids,
            subject=self.display_name,
            body=message.sudo()._get_text_for_customer(),
            attachment_ids=message.sudo().attachment_ids.ids,
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=self.env._("ticket"),
        )
        # sudo: mail.message - to whom it was written
        message.sudo().write(
            {"partner_ids": [Command.link(id_) for id_ in readers.ids]}
        )
