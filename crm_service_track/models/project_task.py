from odoo import models

from ..tools.roles import TECHNICIAN


class ProjectTask(models.Model):
    """A service can be started from the task that asks for it."""

    _inherit = "project.task"

    def _get_task_start_actions(self):
        actions = super()._get_task_start_actions()
        if self.is_template or not self.env.user.has_group(TECHNICIAN):
            return actions
        return [*actions, self._get_service_action()]

    def _get_service_action(self) -> dict:
        """Return the action that opens a new support record for this task."""
        # sudo: res.partner - the customer of a task may be hidden from its assignee
        partner_sudo = self.partner_id.sudo()
        customer_sudo = partner_sudo.crm_customer_id
        contact = partner_sudo != customer_sudo and partner_sudo.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Support Record"),
            "res_model": "crm.service.record",
            "views": [(False, "form")],
            "context": {
                "default_task_id": self.id or self._origin.id,
                "default_customer_id": customer_sudo.id,
                "default_contact_id": contact,
            },
        }
