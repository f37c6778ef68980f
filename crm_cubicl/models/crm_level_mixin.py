from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..tools.permission_level import DEFAULT_LEVEL, LEVELS, NONE, Door, rank

MANAGE_ONLY = "crm_cubicl.crm_cubicl_group_manage"
ASSIGNED = "crm_cubicl.crm_cubicl_group_assigned"
ACCOUNTING = ("account.group_account_invoice", "account.group_account_readonly")


class CrmLevelMixin(models.AbstractModel):
    """Give new users the default level and keep the history, whatever the door."""

    _name = "crm.level.mixin"
    _description = "User with a permission level"

    @api.model
    def _get_crm_level_groups(self) -> dict:
        """Return the group of each level, of those that are there already."""
        found = {
            level: self._get_crm_groups(f"crm_cubicl.crm_cubicl_group_{level}")
            for level in LEVELS[1:]
        }
        return {level: group for level, group in found.items() if group}

    @api.model
    def _get_crm_accounting_groups(self):
        """Return the groups that read customers to post: they never go below View."""
        return self._get_crm_groups(*ACCOUNTING)

    @api.model
    def _get_crm_groups(self, *xmlids):
        """Return groups by name, those that are there already; asks no database."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        ids = [find(xmlid, raise_if_not_found=False) for xmlid in xmlids]
        # sudo: res.groups - which groups the levels are is no secret
        return self.env["res.groups"].sudo().browse(filter(None, ids))

    @api.model
    def _prepare_level_vals(self, vals: dict, new: bool = False) -> dict:
        """Return the values with a named level turned into its group."""
        if not {"crm_level", "crm_assigned_only"} & vals.keys():
            return vals
        vals = dict(vals)
        level, assigned = (
            vals.pop("crm_level", None),
            vals.pop("crm_assigned_only", None),
        )
        commands = list(vals.get("group_ids") or [])
        if new and "group_ids" not in vals:
            commands = [Command.set(self._default_groups().ids)]
        vals["group_ids"] = commands + self._get_level_commands(level, assigned)
        if level:
            vals["crm_level_chosen"] = True
        return vals

    @api.model
    def _get_level_commands(self, level=None, assigned=None) -> list:
        """Return the commands on groups that make a level and nothing else."""
        self._check_level_name(level)
        commands = []
        if level:
            commands.append(Command.link(self._get_crm_groups("base.group_user").id))
            for name, group in self._get_crm_level_groups().items():
                wanted = name == level
                commands.append((Command.link if wanted else Command.unlink)(group.id))
        if assigned is not None:
            group = self._get_crm_groups(ASSIGNED)
            commands.append((Command.link if assigned else Command.unlink)(group.id))
        return commands

    def _note_chosen_level(self, vals: dict) -> None:
        """Keep that a new user's level was chosen, None by a form that shows it too."""
        # sudo: res.users - the marker is ours, not something that is given
        user_sudo = self.sudo()
        if user_sudo.share or user_sudo.crm_level_chosen or "group_ids" not in vals:
            return
        named = user_sudo.crm_level not in (NONE, DEFAULT_LEVEL)
        if named or (user_sudo.crm_level == NONE and vals.get("crm_level_shown")):
            user_sudo.crm_level_chosen = True

    def _get_level_states(self) -> dict:
        """Return the level and the limit of each colleague among these users."""
        # sudo: res.users - levels are noted whoever changes groups
        return {
            user.id: (user.crm_level, user.crm_assigned_only)
            for user in self.sudo()
            if not user.share
        }

    @api.model
    def _get_level_door(self) -> Door:
        """Return the door of the change that is going on."""
        door = self.env.context.get("crm_level_door")
        if isinstance(door, Door):
            return door
        return Door.USERS if self.env.registry.ready else Door.INSTALL

    def _settle_levels(self, before: dict) -> None:
        """Give new colleagues the default, refuse raising oneself, keep the history."""
        # sudo: res.users - the same for everybody who may change groups
        users_sudo = self.sudo()
        new = users_sudo.filtered(lambda u: not u.share and u.id not in before)
        given = new._give_default_level()
        self._check_not_raised(before)
        changes = []
        for user in users_sudo:
            now = (NONE, False)
            if not user.share:
                now = (user.crm_level, user.crm_assigned_only)
            if now != before.get(user.id, (NONE, False)) or user in new:
                door = Door.DEFAULT if user in given else self._get_level_door()
                changes.append(self._prepare_level_change(user, before, now, door))
        self._mark_chosen(changes)
        # sudo: crm.level.change - the history is written by nobody else
        self.env["crm.level.change"].sudo().create(changes)

    def _check_not_raised(self, before: dict) -> None:
        """Refuse whoever gave themselves more than they had."""
        me = self.env.user
        if self.env.su or me.id not in before or me not in self:
            return
        level, assigned_only = before[me.id]
        # sudo: res.users - one's own level, which only Manage reads
        now_sudo = me.sudo()
        if rank(now_sudo.crm_level) > rank(level) or (
            assigned_only and not now_sudo.crm_assigned_only
        ):
            raise AccessError(self._get_own_level_sentence())

    @api.model
    def _get_own_level_sentence(self) -> str:
        return self.env._(
            "Nobody can give themselves more rights on customers. Ask a colleague "
            "with Manage or an administrator."
        )

    @api.model
    def _prepare_level_change(self, user, before: dict, now: tuple, door: Door) -> dict:
        old_level, old_assigned = before.get(user.id, (False, False))
        return {
            "user_id": user.id,
            "user_name": user.name,
            "login": user.login,
            "old_level": old_level,
            "new_level": now[0],
            "old_assigned_only": old_assigned,
            "new_assigned_only": now[1],
            "author_id": self.env.uid,
            "door": door.value,
        }

    def _mark_chosen(self, changes: list[dict]) -> None:
        """Keep that a level was chosen, also by taking a group away that brought it."""
        if self._get_level_door() is Door.INSTALL:
            return
        changed = [
            vals["user_id"]
            for vals in changes
            if vals["old_level"] and vals["old_level"] != vals["new_level"]
        ]
        # sudo: res.users - the marker is ours, not something that is given
        users_sudo = self.sudo().browse(changed)
        users_sudo.filtered(
            lambda u: not u.share and not u.crm_level_chosen
        ).crm_level_chosen = True

    @api.model
    def _give_default_levels(self) -> None:
        """Give View to all colleagues without a level, on an existing database."""
        # sudo: res.users - the same for everybody, archived colleagues too
        users_sudo = self.sudo().with_context(active_test=False)
        colleagues = users_sudo.search([("share", "=", False)])
        colleagues.filtered(
            lambda u: u.crm_level not in (NONE, DEFAULT_LEVEL)
        ).crm_level_chosen = True
        users = colleagues.filtered(lambda u: u.crm_level == NONE)
        before = users._get_level_states()
        users._give_default_level()
        users.with_context(crm_level_door=Door.INSTALL)._settle_levels(before)

    def _give_default_level(self):
        """Give View to the colleagues here without a level, not to a chosen None."""
        groups = self._get_crm_level_groups()
        users = self.filtered(
            lambda u: not u.share and u.crm_level == NONE and not u.crm_level_chosen
        )
        if not users or DEFAULT_LEVEL not in groups:
            return self.browse()
        users.with_context(crm_level_door=Door.DEFAULT).write(
            {"group_ids": [Command.link(groups[DEFAULT_LEVEL].id)]}
        )
        return users
