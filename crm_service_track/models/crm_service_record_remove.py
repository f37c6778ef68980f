from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.roles import MANAGER


class CrmServiceRecord(models.Model):
    """What was begun by mistake, its technician deletes; what was worked, nobody."""

    _inherit = "crm.service.record"

    # the history tells of times that were removed, and would go with the record
    had_times = fields.Boolean(
        readonly=True, copy=False, export_string_translation=False
    )

    def _has_field_access(self, field, operation):
        """Whether it had times is nobody's to write."""
        if operation == "write" and field.name == "had_times" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked(self):
        """Refuse technicians what has times, or had some; managers delete it."""
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        # sudo: crm.service.record - its times, whoever may see them
        worked_sudo = self.sudo().filtered(
            lambda row: row.had_times or row.state != "new"
        )
        if worked_sudo:
            raise AccessError(
                self.env._(
                    "%(names)s: time was kept on it. Only a manager of services "
                    "deletes such a support record.",
                    names=", ".join(worked_sudo.mapped("name")),
                )
            )
