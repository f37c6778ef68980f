from odoo import api, fields, models
from odoo.fields import Domain


class ProjectTask(models.Model):
    """Tasks are work for their customer."""

    _name = "project.task"
    _inherit = ["project.task", "crm.customer.work.mixin"]

    _work_done_field = "date_last_stage_update"

    @api.model
    def _get_work_domain(self, customer, group):
        now = fields.Datetime.now()
        late = Domain("date_deadline", "<", now)
        in_group = {
            "overdue": Domain("is_closed", "=", False) & late,
            "pending": Domain("is_closed", "=", False)
            & (Domain("date_deadline", "=", False) | Domain("date_deadline", ">=", now)),
            "completed": Domain("is_closed", "=", True),
        }[group]
        return (
            Domain("partner_id.crm_customer_id", "=", customer.id)
            & Domain("active", "=", True)
            & Domain("is_template", "=", False)
            & in_group
        )

    def _get_work_rows(self):
        names = ["name", "date_deadline", "state", "priority", "user_ids", "project_id"]
        self.fetch(names)
        # sudo: project.project - a task names its project to whoever may read the task
        projects_sudo = self.project_id.sudo()
        projects_sudo.fetch(["name"])
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            task.id: {
                "name": task.name,
                "due": task.date_deadline,
                "detail": task.project_id.sudo().name or "",
                "state": task.state,
                "state_label": states.get(task.state),
                "priority": int(task.priority or 0),
                "users": task.user_ids.ids,
            }
            for task in self
        }

    @api.model
    def _get_work_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_task_action"
        )
