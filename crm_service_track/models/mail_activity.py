from odoo import fields, models
from odoo.exceptions import AccessError

from ..tools.roles import MANAGER


class MailActivity(models.Model):
    """What a low score gives a manager to do tells the score: it is for managers."""

    _inherit = "mail.activity"

    crm_is_of_score = fields.Boolean(
        string="Of a Score",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )

    crm_visit_todo = fields.Char(
        string="To Do on a Form",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )

    def _has_field_access(self, field, operation):
        """What a form finishes by itself is the form's to say."""
        if operation == "write" and field.name == "crm_visit_todo" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def _check_access(self, operation):
        """Keep these activities from others, though they may write on the form."""
        result = super()._check_access(operation)
        if self.env.su or not self or self.env.user.has_group(MANAGER):
            return result
        # sudo: mail.activity - the mark alone
        kept = self.sudo().filtered("crm_is_of_score").sudo(False)
        if not kept:
            return result
        forbidden = (result[0] if result else self.browse()) | kept

        def error():
            return AccessError(
                self.env._("Only managers of the service tracking see this activity.")
            )

        return forbidden, result[1] if result else error

    def _action_done(self, feedback=False, attachment_ids=None):
        """Post nothing of the score: everybody who reads the form reads its log."""
        of_score = self.filtered("crm_is_of_score")
        for activity in of_score:
            activity.write({"summary": self.env._("Called back"), "note": False})
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
