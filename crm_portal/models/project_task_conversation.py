from odoo import models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty, plaintext2html

from ..tools.audience import KEY, VISIBLE
from .project_task_ticket import CUSTOMER, US

# what the page of a ticket needs of its posts
POST_FIELDS = (
    "author_id",
    "body",
    "crm_visible_text",
    "date",
    "email_from",
    "message_type",
)


class ProjectTask(models.Model):
    """What a customer and the staff say to each other on a ticket."""

    _inherit = "project.task"

    # -- posts -------------------------------------------------------------------

    def _answer(self, body, attachment_ids=()):
        """Post what the customer reads, and mail it with everyone's own link."""
        self.ensure_one()
        self.check_access("write")
        self._share_with_customer()
        message = self._post_visible(
            body=body,
            attachment_ids=list(attachment_ids),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            # who has stopped following reads it on the page, and gets no mail
            partner_ids=self._get_open_shares().partner_id.ids,
        )
        self._note_answer(message)
        return message

    def _share_with_customer(self) -> None:
        """Let the customer see the ticket, and whom it is shared with see it longer."""
        # sudo: project.task, crm.portal.share - who answers shares the ticket
        shares_sudo, partner_sudo = self._get_shares(), self.sudo().partner_id
        if not partner_sudo and not shares_sudo:
            raise UserError(
                self.env._("Name the customer or a contact on the ticket first.")
            )
        # who has lost access gets it back by choice of somebody alone
        if not shares_sudo and partner_sudo not in self.sudo().crm_share_ids.partner_id:
            shares_sudo = self.env["crm.portal.share"].sudo()._share(self, partner_sudo)
            shares_sudo = shares_sudo.filtered(lambda share: share._is_open())
        if not shares_sudo:
            raise UserError(
                self.env._(
                    "Nobody outside sees this ticket: %s has no access any more. Give "
                    "it again under “Customer access” first.",
                    partner_sudo.name or partner_sudo.email,
                )
            )
        shares_sudo._renew()

    def _note_answer(self, message) -> None:
        """Note that the customer was answered and has to do something now."""
        # sudo: project.task - notes of ours that follow what is said
        task_sudo = self.sudo()
        task_sudo._wait_for(CUSTOMER)
        if not task_sudo.crm_first_answer_date:
            task_sudo.crm_first_answer_date = message.date

    def _post_visible(self, **kwargs):
        """Post what the customer reads; the only way to do so."""
        ticket = self.with_context(**{KEY: VISIBLE})
        return ticket.message_post(crm_is_visible=True, **kwargs).with_env(self.env)

    def _get_readers(self) -> list[dict]:
        """Return who reads an answer: name, address, language, whether by mail too."""
        self.ensure_one()
        # sudo: crm.portal.share, res.partner - staff on the ticket may know who reads
        shares_sudo = self._get_shares()
        rows = [(share.partner_id, share.follows) for share in shares_sudo]
        partner_sudo = self.sudo().partner_id
        known_sudo = self.sudo().crm_share_ids.partner_id
        if not rows and partner_sudo and partner_sudo not in known_sudo:
            rows = [(partner_sudo, True)]
        languages = dict(self.env["res.lang"].get_installed())
        return [
            {
                "id": partner.id,
                "name": partner.name or partner.email or "",
                "label": f"{partner.name} <{partner.email}>"
                if partner.email
                else partner.name or "",
                "language": languages.get(partner.lang) or "",
                "follows": follows and bool(partner.email_normalized),
            }
            for partner, follows in rows
        ]

    def _hear(self, share, body, attachment_ids=()):
        """Post what a person outside has written; handlers are told of it."""
        self.ensure_one()
        # sudo: project.task - the share has given access, and only this is done
        task_sudo = self.sudo()
        message = task_sudo._post_visible(
            body=body,
            author_id=share.partner_id.id,
            attachment_ids=list(attachment_ids),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        # nobody waits on a closed ticket
        if not task_sudo.is_closed:
            task_sudo._wait_for(US)
        return message

    def _receive_question(self, partner, text: str, files: list[dict]) -> None:
        """Post what a visitor asked, and send them the link to it."""
        # sudo: crm.portal.share - who files a ticket sees it
        share = self.env["crm.portal.share"].sudo()._share(self, partner)
        self._post_visible(
            body=plaintext2html(text),
            author_id=partner.id,
            attachment_ids=self._keep_files(files),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self._send_link(share)

    def _keep_files(self, files: list[dict]) -> list[int]:
        """Keep files that were judged already, for the next post; return their ids."""
        # sudo: ir.attachment - whoever writes on a ticket may add files to it
        attachments_sudo = self.env["ir.attachment"].sudo()
        pending = {"res_model": "mail.compose.message", "res_id": 0}
        return attachments_sudo.create([{**file, **pending} for file in files]).ids

    def _act_for(
        self, share, do: str, text: str, files: list[dict], reason: str = ""
    ) -> None:
        """Do what a person outside has asked for on the page of the ticket."""
        # sudo: project.task - the share has given access, and only this is done
        task_sudo = self.sudo()
        task_sudo._note_verified(share.partner_id.id)
        if text or files:
            task_sudo._hear(share, plaintext2html(text), task_sudo._keep_files(files))
        if do == "answer" and task_sudo.is_closed and task_sudo._is_reopenable():
            do = "reopen"
        task_sudo._change_state_for(share, do, reason)

    def _note_verified(self, partner_id: int) -> None:
        """Note that whose ticket it is has read what went to their address."""
        if self.crm_is_unverified and self.partner_id.id == partner_id:
            self.crm_is_unverified = False

    def _send_link(self, share) -> None:
        """Mail a person the link to the ticket, in their language."""
        share._renew()
        if self._leave_to_queue():
            share.link_lang = self.env.lang or "en_US"
        else:
            self._mail_link(share)

    def _mail_link(self, share) -> None:
        partner = share.partner_id
        ticket = self.with_context(lang=partner.lang or self.env.lang)
        ticket._mail_outside().message_notify(
            partner_ids=partner.ids,
            email_from=ticket._get_brand_sender(ticket.env.lang),
            subject=ticket.display_name,
            body=ticket.env["ir.qweb"]._render(
                "crm_portal.ticket_received", {"ticket": ticket}
            ),
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=ticket.env._("ticket"),
            # programs that answer mails by themselves do not answer this one
            mail_headers={
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )

    def _get_question(self):
        """Return what the customer has asked, as far as they read it on the page.

        Not the description, in which colleagues write what they like.
        """
        asked = self._get_visible_messages()[:1]
        return asked._get_text_for_customer() if asked else ""

    def _get_visible_messages(self):
        """Return what the customer reads, the oldest first."""
        self.ensure_one()
        # sudo: mail.message - visible to the customer by choice of somebody
        messages_sudo = self.env["mail.message"].sudo()
        found = messages_sudo.search_fetch(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("crm_is_visible", "=", True),
            ],
            POST_FIELDS,
            order="id",
        )
        # of a post that was deleted, an empty one is left
        return found.filtered(
            lambda m: (
                m.crm_visible_text or m.attachment_ids or not is_html_empty(m.body)
            )
        )
