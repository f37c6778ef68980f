from odoo import models


class ReportProjectTaskUser(models.Model):
    """The analysis of tasks counts the tickets that the user may see."""

    _inherit = "report.project.task.user"

    _crm_ticket_rule_field = "task_id"
