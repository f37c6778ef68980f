from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.permission_level import LEVEL_SELECTION, SOURCE_SELECTION

EDITABLE = {"level", "assigned_only"}


class CrmPermission(models.Model):
    """Line of the Permissions page: a colleague as Manage sees and changes it.

    Manage is not an administrator of Odoo and cannot write users. Here Manage reads
    every colleague and writes nothing but the level, through the guarded methods.
    """

    _name = "crm.permission"
    _description = "Permission of a colleague"
    _auto = False
    _order = "name, id"
    _rec_name = "name"
    _depends = {
        "res.users": [
            "active",
            "crm_assigned_only",
            "crm_level",
            "crm_level_source",
            "login",
            "partner_id",
            "share",
        ],
        "res.partner": ["name"],
        "crm.level.change": ["user_id"],
    }

    user_id = fields.Many2one("res.users", readonly=True)
    name = fields.Char(readonly=True)
    login = fields.Char(readonly=True)
    active = fields.Boolean(readonly=True)
    level = fields.Selection(LEVEL_SELECTION, required=True)
    source = fields.Selection(SOURCE_SELECTION, string="Comes from", readonly=True)
    assigned_only = fields.Boolean(
        string="Assigned customers only",
        help="Sees only the customers whose account manager they are.",
    )
    changed_on = fields.Datetime(string="Last change", readonly=True)

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            SELECT u.id, u.id AS user_id, p.name, u.login, u.active,
                   COALESCE(u.crm_level, 'none') AS level,
                   u.crm_level_source AS source,
                   COALESCE(u.crm_assigned_only, FALSE) AS assigned_only,
                   (SELECT MAX(c.create_date) FROM crm_level_change c
                     WHERE c.user_id = u.id) AS changed_on
              FROM res_users u
              JOIN res_partner p ON p.id = u.partner_id
             WHERE u.share IS NOT TRUE AND u.id != %s
            """,
            SUPERUSER_ID,
        )

    def write(self, vals):
        # there is no table behind it: the level goes to the groups of the user
        if unknown := vals.keys() - EDITABLE:
            raise UserError(
                self.env._(
                    "Only the level and the limit to assigned customers are changed "
                    "here, not: %(names)s.",
                    names=", ".join(sorted(unknown)),
                )
            )
        # nothing to store, but the rights are checked
        result = super().write({})
        self.user_id._set_permissions(vals.get("level"), vals.get("assigned_only"))
        self.env.invalidate_all()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Users are archived in Settings › Users."))

    def action_open_history(self):
        """Open the history of the levels of these colleagues, or of all."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_level_change_action"
        )
        if self:
            action["domain"] = [("user_id", "in", self.user_id.ids)]
        return action
