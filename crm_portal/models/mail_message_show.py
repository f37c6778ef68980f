from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from odoo.addons.mail.tools.discuss import Store

from ..tools.audience import KEY, VISIBLE

# changes of a ticket that a customer may read; all others are among colleagues
SHOWN_CHANGES = ("stage_id", "state", "crm_topic_id", "date_deadline")


class MailMessage(models.Model):
    """A post can be shown to the customer later, and hidden again."""

    _inherit = "mail.message"

    def action_show_to_customer(self, is_mailed=False) -> dict:
        """Let the customer read a post, with its files and what changed.

        :param is_mailed: whether to write to the customer as well
        :return: the post, for the page
        """
        ticket = self._get_ticket_to_change()
        if not self.crm_is_visible:
            text = self._get_changes_for_customer(ticket)
            if is_html_empty(self.body) and not self.attachment_ids and not text:
                raise UserError(
                    self.env._("Nothing of this may be read by the customer.")
                )
            ticket._share_with_customer()
            self._set_visible(True, text)
            ticket._log_shown(self, self.env._("Shown to the customer:"))
        if is_mailed:
            ticket._mail_shown(self)
        return Store().add(self).get_result()

    def action_hide_from_customer(self) -> dict:
        """Take a post from the customer's page; return it, for the page."""
        ticket = self._get_ticket_to_change()
        if self.crm_is_visible:
            if self.author_id in ticket._get_shares().partner_id:
                raise UserError(self.env._("The customer has written this."))
            self._set_visible(False, False)
            ticket._log_shown(self, self.env._("Hidden from the customer:"))
        return Store().add(self).get_result()

    def _get_ticket_to_change(self):
        """Return the ticket of a post, if the user may change it and the post."""
        self.ensure_one()
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues show posts to customers."))
        self.check_access("read")
        ticket = self.env["project.task"]
        if self.model == ticket._name and self.message_type != "user_notification":
            ticket = ticket.browse(self.res_id).exists()
        if not ticket:
            raise UserError(self.env._("This is no post on a ticket."))
        ticket.check_access("write")
        if not ticket.crm_topic_id:
            raise UserError(self.env._("This is no post on a ticket."))
        return ticket

    def _set_visible(self, is_visible: bool, text) -> None:
        # sudo: mail.message - the user may write the ticket, whoever wrote the post
        self.sudo().with_context(**{KEY: VISIBLE}).write(
            {
                "crm_is_visible": is_visible,
                "crm_visible_text": text,
                "is_internal": not is_visible,
            }
        )

    # -- what changed, in words --------------------------------------------------

    def _get_changes_for_customer(self, ticket):
        """Return what changed as the customer may read it, in their language."""
        lang = ticket.sudo().partner_id.lang or self.env.lang
        # sudo: mail.tracking.value - those that the user may read, as filtered
        values_sudo = self.sudo().tracking_value_ids
        values_sudo = values_sudo._filter_has_field_access(self.env).filtered(
            lambda value: value.field_id.name in SHOWN_CHANGES
        )
        fields_ = ticket.with_context(lang=lang).fields_get(SHOWN_CHANGES, ["string"])
        lines = [
            Markup("<li>%s: %s → %s</li>")
            % (
                fields_[value.field_id.name]["string"],
                value._get_text_for_customer(lang, "old") or "–",
                value._get_text_for_customer(lang, "new") or "–",
            )
            for value in values_sudo
        ]
        return lines and Markup("<ul>%s</ul>") % Markup("").join(lines)
