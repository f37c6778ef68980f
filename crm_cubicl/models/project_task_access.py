from odoo import api, fields, models


class ProjectTask(models.Model):
    """A task tells of its customer what the reader may see of it."""

    _inherit = "project.task"

    # core keeps a copy of the phone number in the task, for all its readers
    partner_phone = fields.Char(
        store=False, compute_sudo=False, search="_search_partner_phone"
    )

    @api.depends_context("uid")
    def _compute_partner_phone(self):
        visible = self.partner_id._filtered_access("read")
        hidden = self.filtered(lambda task: task.partner_id not in visible)
        hidden.partner_phone = False
        return super(ProjectTask, self - hidden)._compute_partner_phone()

    @api.model
    def _search_partner_phone(self, operator, value):
        # what a stored field is checked for by itself
        self._check_field_access(self._fields["partner_phone"], "read")
        return [("partner_id.phone", operator, value)]
