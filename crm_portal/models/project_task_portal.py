from odoo import api, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from .crm_portal_share import ALL


class ProjectTask(models.Model):
    """Which tickets a person outside sees on the portal."""

    _inherit = "project.task"

    @api.model
    def _get_portal_ticket_domain(self, partner) -> Domain:
        """Return the tickets that a person sees: shared ones, or all of the customer.

        Those of colleagues only when it is sure that a colleague filed them. It names
        what holds now, so it is to be asked for each time and never kept.
        """
        # sudo: res.partner - what the person may see is asked for whoever looks
        partner_sudo = partner.sudo()
        if not partner_sudo or not partner_sudo.partner_share:
            return Domain.FALSE
        if not partner_sudo._is_on_portal():
            return Domain.FALSE
        mine = Domain("partner_id", "=", partner_sudo.id)
        own = mine & self.env["crm.portal.share"]._get_open_domain(partner_sudo)
        domain = Domain("crm_share_ids", "any", own)
        if partner_sudo.crm_ticket_access == ALL and partner_sudo.crm_customer_id:
            revoked = mine & Domain("is_revoked", "=", True)
            domain |= self._get_company_ticket_domain(
                partner_sudo.crm_customer_id
            ) & ~Domain("crm_share_ids", "any", revoked)
        return Domain("crm_topic_id", "!=", False) & domain

    @api.model
    def _get_company_ticket_domain(self, customer_sudo) -> Domain:
        """Return the customer's tickets that all of its people may be shown.

        A ticket stays behind when its person moves to another customer.
        """
        brought_along = Domain("partner_id.crm_customer_id", "=", customer_sudo.id)
        brought_along &= Domain("customer_id", "not in", [False, customer_sudo.id])
        return (
            Domain("partner_id.crm_customer_id", "=", customer_sudo.id)
            & Domain("crm_is_unverified", "=", False)
            & ~Domain("crm_share_ids", "any", brought_along)
        )

    def _get_handler_partners(self):
        """Return who is told of what happens on a ticket: who works on it, or chooses.

        Exactly these: neither followers nor whoever is in charge of other tickets.
        """
        self.ensure_one()
        # sudo: project.task, res.users - asked for whoever acts from outside
        ticket_sudo = self.sudo()
        users = ticket_sudo.crm_topic_id._filter_at_work(ticket_sudo.user_ids)
        if not users:
            customer = ticket_sudo._get_ticket_customer()
            users = ticket_sudo.crm_topic_id._get_handlers(customer).users
        return users.partner_id

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Tell exactly the handlers of what somebody outside has said.

        Also those who do not follow, such as whoever is to choose who works on it; but
        nobody else who follows.
        """
        if not self._is_said_outside(message):
            return super()._notify_get_recipients(message, msg_vals, **kwargs)
        handlers = self._get_handler_partners()
        values = dict(msg_vals or {})
        if message.subtype_id != self.env.ref("mail.mt_note"):
            values["partner_ids"] = handlers.ids
        recipients = super()._notify_get_recipients(message, values, **kwargs)
        return [person for person in recipients if person["id"] in handlers.ids]

    def _is_said_outside(self, message) -> bool:
        """Return whether the customer reads a message that came from outside."""
        if not (self and self.crm_topic_id and message.crm_is_visible):
            return False
        # sudo: res.partner - only to learn who works here
        author_sudo = message.sudo().author_id
        return not author_sudo or (
            author_sudo.partner_share and author_sudo != self._get_house()
        )

    def _tell_of_act(self, partner, do: str, reason: str = "") -> None:
        """Tell the handlers that a person outside has closed the ticket or reopened it.

        Each in their language; what was written along with it is told on its own. It is
        noted on the ticket too, for whoever works on it later, in the language of the
        house.
        """
        lang = self._get_house().lang or self.env.lang
        note = self.with_context(lang=lang)._describe_act(partner, do, reason)
        self._message_log(body=note, author_id=partner.id)
        # sudo: res.users - they are told, whoever acts
        users_sudo = self._get_handler_partners().sudo().user_ids
        for lang in set(users_sudo.mapped("lang")):
            ticket = self.with_context(lang=lang)
            ticket.message_notify(
                partner_ids=users_sudo.filtered(
                    lambda user, lang=lang: user.lang == lang
                ).partner_id.ids,
                author_id=partner.id,
                subject=ticket.display_name,
                body=ticket._describe_act(partner, do, reason),
                email_layout_xmlid="mail.mail_notification_layout",
                model_description=ticket.env._("ticket"),
            )

    def _describe_act(self, partner, do: str, reason: str):
        # sudo: res.partner - the name is told to those who work on the ticket
        name = partner.sudo().name
        what = {
            "close": self.env._("%s has closed the ticket.", name),
            "reopen": self.env._("%s has opened the ticket again.", name),
        }[do]
        why = reason and self.env._("Reason: %s", reason)
        return plaintext2html("\n".join(filter(None, (what, why))))
