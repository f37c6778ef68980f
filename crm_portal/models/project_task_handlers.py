from odoo import api, models

from odoo.addons.crm_cubicl.tools.marks import has_marks

from .crm_portal_handler_mixin import Handlers

ASSIGNED = "assigned"
# no client can send this
NO_FOLLOWERS = {"crm_no_project_followers": object()}


class ProjectTask(models.Model):
    """Who works on a ticket is told, once, and nobody else is."""

    _inherit = "project.task"

    def write(self, vals):
        """Keep core from telling a project's followers of a ticket that comes to it."""
        tickets = self.browse()
        if vals.get("project_id"):
            tickets = self.filtered("crm_topic_id")
        if not tickets:
            return super().write(vals)
        if rest := self - tickets:
            super(ProjectTask, rest).write(dict(vals))
        return super(ProjectTask, tickets.with_context(**NO_FOLLOWERS)).write(vals)

    def message_notify(self, **kwargs):
        if has_marks(self.env.context, NO_FOLLOWERS):
            return self.env["mail.message"]
        return super().message_notify(**kwargs)

    @api.model
    def _task_message_auto_subscribe_notify(self, users_per_task):
        """Tell of a ticket in our way; those who are new to it are told once."""
        tickets = {t: users for t, users in users_per_task.items() if t.crm_topic_id}
        rest = {t: u for t, u in users_per_task.items() if t not in tickets}
        result = super()._task_message_auto_subscribe_notify(rest)
        if self.env.context.get("mail_auto_subscribe_no_notify"):
            return result
        for ticket, users in tickets.items():
            # one without a number is new: it is handed out when it has one
            if ticket.crm_number:
                ticket._tell_assigned(users)
        return result

    def _tell_assigned(self, users) -> None:
        """Tell who was assigned by somebody, unless they know."""
        self.ensure_one()
        # sudo: crm.portal.notice - the log is kept whoever assigns
        ticket_sudo = self.sudo().with_context(crm_no_project_followers=False)
        known = ticket_sudo.crm_notice_ids.filtered("is_assigned").user_id
        if new := users - known:
            ticket_sudo._tell(Handlers(new, ASSIGNED, True))
