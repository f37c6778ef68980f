from odoo import models
from odoo.exceptions import UserError


class ProjectTask(models.Model):
    """A task becomes a ticket and a ticket a task."""

    _inherit = "project.task"

    def _become_ticket(self, topic, partner) -> None:
        """Make a ticket of a task, on a topic that its customer may ask about."""
        self.ensure_one()
        self.check_access("write")
        if self.crm_topic_id:
            raise UserError(self.env._("This is a ticket already."))
        if not partner:
            raise UserError(self.env._("A ticket needs a customer."))
        # tickets have nobody outside among their followers
        self._drop_outside_followers()
        values = {"partner_id": partner.id, "crm_topic_id": topic.id}
        # as the customer has the topic
        project = topic._for_customer(partner.crm_customer_id or partner).project
        if self.project_id != project:
            values["project_id"] = project.id
        self.write(values)
        # sudo: crm.portal.share - whoever is chosen now sees it, also if it was a
        # ticket before; by a link of now
        shares_sudo = self.sudo().crm_share_ids
        mine_sudo = shares_sudo.filtered(lambda s: s.partner_id == partner)
        mine_sudo.write({"is_revoked": False, "nonce": mine_sudo._make_nonce()})

    def _drop_outside_followers(self) -> None:
        # sudo: mail.followers - some may be hidden from whoever does this
        followers_sudo = self.sudo().message_follower_ids
        outside = followers_sudo.partner_id.filtered("partner_share")
        self.sudo().message_unsubscribe(outside.ids)

    def _become_task(self) -> None:
        """Make a task of a ticket: nobody outside sees it, the number stays."""
        self.ensure_one()
        self.check_access("write")
        if not self.crm_topic_id:
            raise UserError(self.env._("This task is no ticket."))
        # sudo: crm.portal.share, mail.message - the right to change was checked
        ticket_sudo = self.sudo()
        ticket_sudo.crm_share_ids.is_revoked = True
        ticket_sudo._get_visible_messages()._set_visible(False, False)
        ticket_sudo.write(
            {
                "crm_topic_id": False,
                "crm_waiting_for": False,
                "crm_waiting_since": False,
            }
        )
        ticket_sudo._set_deadline(False, False)
        ticket_sudo._message_log(
            body=self.env._("No ticket any more: nobody outside sees it.")
        )

    def action_turn(self) -> dict:
        """Open the window that makes a ticket of a task, or a task of a ticket."""
        self.ensure_one()
        is_ticket = bool(self.crm_topic_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make it a task")
            if is_ticket
            else self.env._("Make it a ticket"),
            "res_model": "crm.portal.turn",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_task_id": self.id},
        }
