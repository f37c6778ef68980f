from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.permission_level import LEVEL_SELECTION


class CrmLevelChange(models.Model):
    """History of levels: who got which level, from whom, when and by which door."""

    _name = "crm.level.change"
    _description = "Change of a permission level"
    _order = "id DESC"
    _rec_name = "user_name"
    _log_access = True

    user_id = fields.Many2one(
        "res.users", index="btree_not_null", ondelete="set null", readonly=True
    )
    # kept apart: the history outlives the user
    user_name = fields.Char(string="User name", required=True, readonly=True)
    login = fields.Char(readonly=True)
    old_level = fields.Selection(LEVEL_SELECTION, string="Level before", readonly=True)
    new_level = fields.Selection(LEVEL_SELECTION, string="Level after", readonly=True)
    old_assigned_only = fields.Boolean(
        string="Assigned customers only before", readonly=True
    )
    new_assigned_only = fields.Boolean(
        string="Assigned customers only after", readonly=True
    )
    author_id = fields.Many2one(
        "res.users", string="Changed by", ondelete="set null", readonly=True
    )
    create_date = fields.Datetime(string="Changed on")
    door = fields.Selection(
        [
            ("permissions", "Permissions page"),
            ("users", "Settings of the user"),
            ("groups", "Settings of a group"),
            ("default", "Default for a new colleague"),
            ("install", "Installation"),
        ],
        string="Where",
        readonly=True,
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The history of levels cannot be deleted."))
