from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.permission_level import LEVEL_SELECTION


class CrmPermissionSet(models.TransientModel):
    """Set the level of many colleagues at once."""

    _name = "crm.permission.set"
    _description = "Set the level of colleagues"

    user_ids = fields.Many2many("res.users", default=lambda self: self._default_users())
    level = fields.Selection(
        LEVEL_SELECTION,
        string="New level",
        help="Empty: the levels stay as they are.",
    )
    assigned_only = fields.Selection(
        [
            ("yes", "Only customers they are assigned to"),
            ("no", "All customers of their level"),
        ],
        string="Which customers",
        help="Empty: stays as it is.",
    )

    @api.model
    def _default_users(self):
        if self.env.context.get("active_model") != "crm.permission":
            return self.env["res.users"]
        ids = self.env.context.get("active_ids") or []
        return self.env["crm.permission"].browse(ids).exists().user_id

    def action_apply(self):
        """Set what was chosen, for all of them or, when one is refused, for none."""
        self.ensure_one()
        if not self.user_ids:
            raise UserError(self.env._("Choose at least one colleague."))
        if not self.level and not self.assigned_only:
            raise UserError(
                self.env._("Choose a new level or which customers are seen.")
            )
        self.user_ids._set_permissions(
            self.level or None,
            self.assigned_only == "yes" if self.assigned_only else None,
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
