from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .project_task_ticket import CUSTOMER, US


class ProjectTask(models.Model):
    """What a customer and the staff say to each other on a ticket."""

    _inherit = "project.task"

    # -- who is written to -------------------------------------------------------

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody outside follow a ticket: shares say who sees what."""
        tickets = self.filtered("crm_topic_id")
        if tickets and partner_ids:
            # sudo: res.partner - only to learn who works here
            partners_sudo = self.env["res.partner"].sudo().browse(partner_ids)
            inside = partners_sudo.filtered(lambda p: not p.partner_share).ids
            super(ProjectTask, tickets).message_subscribe(inside, subtype_ids)
            self -= tickets
        if not self:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Let whoever follows a project follow none of its tickets by that."""
        tickets = self.filtered("crm_topic_id")
        if tickets:
            values = {k: v for k, v in updated_values.items() if k != "project_id"}
            super(ProjectTask, tickets)._message_auto_subscribe(
                values, followers_existing_policy
            )
        rest = self - tickets
        return super(ProjectTask, rest)._message_auto_subscribe(
            updated_values, followers_existing_policy
        )

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"crm_is_visible"}

    def _get_open_shares(self):
        """Return with whom the ticket is shared and who follows it."""
        # sudo: crm.portal.share - staff on the ticket may know who reads along
        return self.sudo().crm_share_ids.filtered(lambda s: s.follows and s._is_open())

    # -- posts -------------------------------------------------------------------

    def _answer(self, body, attachment_ids=()):
        """Post what the customer reads, and mail it with everyone's own link."""
        self.ensure_one()
        self.check_access("write")
        # sudo: crm.portal.share - staff on the ticket may know who sees it
        shares = self.sudo().crm_share_ids.filtered(lambda s: s._is_open())
        if not shares and self.partner_id:
            # sudo: crm.portal.share - who answers a customer shares the ticket
            shares = self.env["crm.portal.share"].sudo()._share(self, self.partner_id)
        if not shares:
            raise UserError(
                self.env._("Name the customer or a contact on the ticket first.")
            )
        shares = shares.filtered("follows")
        shares._renew()
        message = self.message_post(
            body=body,
            attachment_ids=list(attachment_ids),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=shares.partner_id.ids,
            crm_is_visible=True,
        )
        # sudo: project.task - notes of ours that follow what is said
        task_sudo = self.sudo()
        task_sudo._wait_for(CUSTOMER)
        if not task_sudo.crm_first_answer_date:
            task_sudo.crm_first_answer_date = message.date
        return message

    def _hear(self, share, body, attachment_ids=()):
        """Post what a person outside has written; handlers are told of it."""
        self.ensure_one()
        # sudo: project.task - the share has given access, and only this is done
        task_sudo = self.sudo()
        message = task_sudo.message_post(
            body=body,
            author_id=share.partner_id.id,
            attachment_ids=list(attachment_ids),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            crm_is_visible=True,
        )
        task_sudo._wait_for(US)
        return message

    def _receive_question(self, partner, text: str, files: list[dict]) -> None:
        """Post what a visitor asked, and send them the link to it."""
        # sudo: crm.portal.share - who files a ticket sees it
        share = self.env["crm.portal.share"].sudo()._share(self, partner)
        self.message_post(
            body=plaintext2html(text),
            author_id=partner.id,
            attachment_ids=self._keep_files(files),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            crm_is_visible=True,
        )
        self._send_link(share)

    def _keep_files(self, files: list[dict]) -> list[int]:
        """Keep files that were judged already, for the next post; return their ids."""
        # sudo: ir.attachment - whoever writes on a ticket may add files to it
        attachments_sudo = self.env["ir.attachment"].sudo()
        pending = {"res_model": "mail.compose.message", "res_id": 0}
        return attachments_sudo.create([{**file, **pending} for file in files]).ids

    def _act_for(self, share, do: str, text: str, files: list[dict]) -> None:
        """Do what a person outside has asked for on the page of the ticket."""
        # sudo: project.task - the share has given access, and only this is done
        task_sudo = self.sudo()
        if task_sudo.crm_is_unverified and share.partner_id == task_sudo.partner_id:
            task_sudo.crm_is_unverified = False
        if text or files:
            task_sudo._hear(share, plaintext2html(text), task_sudo._keep_files(files))
        if task_sudo.is_closed != (do == "close") and do in ("close", "reopen"):
            task_sudo.state = "1_done" if do == "close" else "01_in_progress"
            task_sudo._tell_of_act(share.partner_id, do)

    def _send_link(self, share) -> None:
        """Mail a person the link to the ticket, in their language."""
        share._renew()
        partner = share.partner_id
        ticket = self.with_context(lang=partner.lang or self.env.lang)
        ticket.message_notify(
            partner_ids=partner.ids,
            subject=ticket.display_name,
            body=ticket.env["ir.qweb"]._render(
                "crm_portal.ticket_received", {"ticket": ticket}
            ),
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=ticket.env._("ticket"),
        )

    def message_post(self, **kwargs):
        """Show a customer's own mail on the ticket's page, and note that they wait."""
        is_mail = kwargs.get("message_type") == "email"
        is_answer = is_mail and self._is_shared_with(kwargs.get("author_id"))
        if is_answer:
            kwargs["crm_is_visible"] = True
        message = super().message_post(**kwargs)
        if is_answer:
            # sudo: project.task - a note of ours that follows what is said
            self.sudo()._wait_for(US)
        return message

    def _is_shared_with(self, partner_id) -> bool:
        """Return whether a person outside may see this ticket."""
        if not partner_id or len(self) != 1 or not self.crm_topic_id:
            return False
        # sudo: crm.portal.share - only whether there is one
        shares_sudo = self.sudo().crm_share_ids.filtered(lambda s: s._is_open())
        return partner_id in shares_sudo.partner_id.ids

    def _get_visible_messages(self):
        """Return what the customer reads, the oldest first."""
        self.ensure_one()
        # sudo: mail.message - visible to the customer by choice of somebody
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("crm_is_visible", "=", True),
                ],
                order="id",
            )
        )

    # -- mails -------------------------------------------------------------------

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Give each person outside a button with the link that is theirs alone."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if not self or not self.crm_topic_id:
            return groups
        shares = self._get_open_shares()
        own = [
            (
                f"crm_share_{share.id}",
                lambda pdata, id_=share.partner_id.id: pdata["id"] == id_,
                {
                    "active": True,
                    "has_button_access": True,
                    "button_access": {
                        "url": f"{self.get_base_url()}{share._get_url()}",
                        "title": self.env._("Open the ticket"),
                    },
                },
            )
            for share in shares
        ]
        # core's links open more than the ticket, or ask for an account
        inside = [
            group for group in groups if group[0] in ("user", "group_project_user")
        ]
        outside = [group for group in groups if group not in inside]
        for _name, _method, data in outside:
            data["has_button_access"] = False
        return own + inside + outside
