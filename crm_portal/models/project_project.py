from odoo import api, fields, models
from odoo.exceptions import UserError


class ProjectProject(models.Model):
    _inherit = "project.project"

    crm_topic_ids = fields.One2many(
        "crm.portal.topic",
        "project_id",
        string="Support Topics",
        export_string_translation=False,
    )

    crm_manager_ids = fields.Many2many(
        "res.users",
        "crm_portal_project_manager_rel",
        "project_id",
        "user_id",
        string="Other managers",
        domain=[("share", "=", False)],
        help="Told of the tickets of the project's topics, beside the project manager.",
    )

    def _get_ticket_managers(self):
        """Return who manages the project: its manager and the others."""
        return self.user_id | self.crm_manager_ids

    @api.ondelete(at_uninstall=False)
    def _unlink_except_topic(self):
        # sudo: crm.portal.topic - a topic of another company or an archived one
        # holds its project as well
        all_sudo = self.sudo().with_context(active_test=False)
        overrides_sudo = all_sudo.env["crm.portal.topic.override"].search(
            [("project_id", "in", self.ids)]
        )
        topics_sudo = all_sudo.crm_topic_ids | overrides_sudo.topic_id
        if topics_sudo:
            raise UserError(
                self.env._(
                    "These support topics put their work into the project. Choose "
                    "another project for them first: %(names)s",
                    names=", ".join(topics_sudo.mapped("name")),
                )
            )
