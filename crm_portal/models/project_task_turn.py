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

    def _become_task(self, project=None) -> None:
        """Make a task of a ticket: nobody outside sees it, the number stays.

        :param project: where it goes; stays where it is by itself
        """
        self.ensure_one()
        self.check_access("write")
        if not self.crm_topic_id:
            raise UserError(self.env._("This task is no ticket."))
        is_moved = project and project != self.project_id
        if is_moved:
            project.check_access("read")
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
        if is_moved:
            ticket_sudo.project_id = project
        ticket_sudo._message_log(
            body=self.env._("No ticket any more: nobody outside sees it.")
        )

    def _get_former_project(self):
        """Return the project that the ticket came from as a task; else its own.

        Known by what core notes of changes, in the same note as the topic.
        """
        self.ensure_one()
        # sudo: mail.tracking.value, project.project - read only as far as the user may
        changes_sudo = self.env["mail.tracking.value"].sudo()
        fields_sudo = self.env["ir.model.fields"].sudo()
        turned_sudo = changes_sudo.search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", self.id),
                ("field_id", "=", fields_sudo._get(self._name, "crm_topic_id").id),
                ("old_value_integer", "in", [0, False]),
            ],
            order="id DESC",
            limit=1,
        ).mail_message_id
        moved_sudo = turned_sudo.tracking_value_ids.filtered(
            lambda change: change.field_id.name == "project_id"
        )
        project = self.env["project.project"].browse(moved_sudo.old_value_integer or [])
        former = project.exists().filtered("active")._filtered_access("read")
        return former or self.project_id

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
