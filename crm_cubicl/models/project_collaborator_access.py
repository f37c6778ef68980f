from odoo import models


class ProjectCollaborator(models.Model):
    _inherit = "project.collaborator"

    def _compute_display_name(self):
        # sudo: res.partner - as elsewhere: who reads a record reads the names in it
        return super(ProjectCollaborator, self.sudo())._compute_display_name()
