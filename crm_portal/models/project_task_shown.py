from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import html2plaintext


class ProjectTask(models.Model):
    """What becomes of posts that are shown to the customer later, or hidden."""

    _inherit = "project.task"

    def crm_show_file(self, attachment_id, is_mailed=False) -> None:
        """Show a file of the ticket that was on no post to the customer.

        :param is_mailed: whether to write to the customer as well
        """
        self.ensure_one()
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues show posts to customers."))
        self.check_access("write")
        file = self.env["ir.attachment"].browse(int(attachment_id)).exists()
        file.check_access("read")
        # sudo: project.task - one that the user may write, as just checked
        is_of_ticket = self.sudo().crm_topic_id and file.res_model == self._name
        if not file or not is_of_ticket or file.res_id != self.id:
            raise UserError(self.env._("This is no file of a ticket."))
        self._share_with_customer()
        message = self._post_visible(
            attachment_ids=file.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self._log_shown(message, self.env._("Shown to the customer:"))
        if is_mailed:
            self._mail_shown(message)

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
