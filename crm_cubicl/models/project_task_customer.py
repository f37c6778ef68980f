from odoo import api, fields, models

from ..tools.customer_field import prepare_customer_fields

# the task's own customer, and those of the tasks in its lists
CUSTOMER_FIELDS = (
    "//field[@name='partner_id'][not(ancestor::field)]"
    " | //field[@name='child_ids' or @name='depend_on_ids']//field[@name='partner_id']"
)


class ProjectTask(models.Model):
    """Tasks of any project have a customer, found by whatever is known of it."""

    _inherit = "project.task"

    crm_start_actions = fields.Json(
        compute="_compute_crm_start_actions", export_string_translation=False
    )

    @api.depends("project_id")
    def _compute_crm_start_actions(self):
        for task in self:
            task.crm_start_actions = task._get_task_start_actions()

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._qualify_customers()
        return tasks

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self._qualify_customers()
        return result

    def _compute_partner_id(self):
        """Keep the customer of a task whose project is not billable.

        ``sale_project`` takes it away: there a customer is who gets the invoice.
        """
        kept = {
            task: task.partner_id for task in self if task.project_id or task.parent_id
        }
        result = super()._compute_partner_id()
        for task, partner in kept.items():
            if not task.partner_id:
                task.partner_id = partner or task._get_default_partner_id(
                    task.project_id, task.parent_id
                )
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("form", "list"):
            prepare_customer_fields(arch, CUSTOMER_FIELDS)
        return arch, view

    def _qualify_customers(self) -> None:
        # sudo: res.partner - the customer of a task may be hidden from its author
        self.sudo().partner_id._qualify_as_customers(
            self.env._("Became a customer with the first task")
        )

    def _get_task_start_actions(self) -> list[dict]:
        """Return the actions that start something for this task, such as a session.

        Each is a window action with a ``name``, and shows as a button above the
        task; none, and there is no button. Called with one task, maybe a new one.
        Override to append::

            def _get_task_start_actions(self):
                return [*super()._get_task_start_actions(), self._get_visit_action()]
        """
        return []
