from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


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
            & (
                Domain("date_deadline", "=", False) | Domain("date_deadline", ">=", now)
            ),
            "completed": Domain("is_closed", "=", True),
        }[group]
        return (
            Domain("partner_id.crm_customer_id", "=", customer.id)
            & Domain("active", "=", True)
            & Domain("is_template", "=", False)
            & in_group
        )

    @api.model
    def _get_work_labels(self, query):
        # a task names its project to whoever may read the task
        join = (query.table, "project_id", "project_project", "id", "project")
        project = query.left_join(*join)
        name = self.env["project.project"]._field_to_sql(project, "name", query)
        return name, SQL("NULL")

    def _get_work_rows(self):
        self.fetch(["name", "date_deadline", "state", "priority", "user_ids"])
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            task.id: {
                "name": task.name,
                "due": task.date_deadline,
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
