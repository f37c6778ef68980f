from odoo import models


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["crm.activity.document.mixin", "project.task"]
