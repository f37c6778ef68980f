from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.permission_level import LEVELS, MANAGE, NONE, Door, rank
from .crm_level_mixin import ACCOUNTING, MANAGE_ONLY


class CrmLevelGuardMixin(models.AbstractModel):
    """Change levels from the Permissions page: only our groups, only by Manage."""

    _name = "crm.level.guard.mixin"
    _description = "User whose level only Manage changes"

    @api.model
    def _check_may_set_levels(self) -> None:
        """Refuse whoever is below Manage."""
        if not (self.env.su or self.env.user.has_group(MANAGE_ONLY)):
            raise AccessError(
                self.env._(
                    "Levels are changed by colleagues with Manage. Ask one of them "
                    "or an administrator."
                )
            )

    def _set_permissions(self, level=None, assigned_only=None) -> None:
        """Give these users a level, the limit to their own customers, or both."""
        self._check_may_set_levels()
        self._check_permissions(level, assigned_only)
        commands = self._get_level_commands(level, assigned_only)
        if not commands or not self:
            return
        # sudo: res.users - Manage is no administrator of Odoo: checked above, and
        # only the groups of levels move
        users_sudo = self.sudo().with_context(
            crm_level_door=Door.PERMISSIONS,
            # nobody gets into the portal or out of it by a level
            mail_notrack=True,
        )
        users_sudo.write({"group_ids": commands})
        if level:
            users_sudo.crm_level_chosen = True

    def _check_permissions(self, level=None, assigned_only=None) -> None:
        """Refuse what cannot be, with a sentence that says what to do instead."""
        self._check_level_name(level)
        # sudo: res.users - the rules ask for groups, which one need not be able to read
        users_sudo = self.sudo()
        users_sudo._check_are_colleagues()
        users_sudo._check_not_oneself(level, assigned_only, self.env)
        if level:
            users_sudo._check_administrators(level)
            users_sudo._check_accounting(level)
            users_sudo._check_level_floor(level)
        if assigned_only:
            users_sudo._check_assigned_only()

    @api.model
    def _check_level_name(self, level) -> None:
        if level is not None and level not in LEVELS:
            raise ValidationError(
                self.env._(
                    "%(level)s is not a level. Choose one of: %(levels)s.",
                    level=level,
                    levels=", ".join(LEVELS),
                )
            )

    def _check_are_colleagues(self) -> None:
        if strangers := self.filtered("share"):
            raise UserError(
                self.env._(
                    "%(names)s: only colleagues have a level. Portal users see what "
                    "the portal shows them.",
                    names=", ".join(strangers.mapped("name")),
                )
            )

    def _check_not_oneself(self, level, assigned_only, env) -> None:
        """Refuse raising one's own level or taking off one's own limit."""
        me = self.filtered(lambda user: user.id == env.uid)
        if env.su or not me:
            return
        raised = level is not None and rank(level) > rank(me.crm_level)
        if raised or (assigned_only is False and me.crm_assigned_only):
            raise AccessError(self._get_own_level_sentence())

    def _check_administrators(self, level: str) -> None:
        admin = self._get_crm_groups("base.group_system")
        found = self.filtered(lambda user: admin & user.all_group_ids)
        if found and level != MANAGE:
            raise UserError(
                self.env._(
                    "%(names)s: administrators of Odoo always have Manage. First an "
                    "administrator has to take that role away, in Settings › Users.",
                    names=", ".join(found.mapped("name")),
                )
            )

    def _check_accounting(self, level: str) -> None:
        accounting = self._get_crm_accounting_groups()
        found = self.filtered(lambda user: user.all_group_ids & accounting)
        if found and level == NONE:
            raise UserError(
                self.env._(
                    "%(names)s: who works in accounting reads customers to post "
                    "invoices and payments, so View is the least. For None, an "
                    "administrator first takes the accounting rights away, in "
                    "Settings › Users.",
                    names=", ".join(found.mapped("name")),
                )
            )

    def _check_level_floor(self, level: str) -> None:
        """Refuse a level below the one that another group of the user brings."""
        level_groups = self._get_crm_level_groups()
        own = self.env["res.groups"].union(*level_groups.values())
        above = self.env["res.groups"].union(
            *(group for name, group in level_groups.items() if rank(name) > rank(level))
        )
        for user in self:
            bringing = (user.group_ids - own).filtered(
                lambda group: group.all_implied_ids & above
            )
            if bringing:
                raise UserError(
                    self.env._(
                        "%(name)s has more than that by another group: %(groups)s. "
                        "An administrator has to take it away first, in "
                        "Settings › Users.",
                        name=user.name,
                        groups=", ".join(bringing.mapped("full_name")),
                    )
                )

    def _check_assigned_only(self) -> None:
        """Refuse the limit for those it can do nothing to."""
        exempt = self._get_crm_groups("base.group_system", *ACCOUNTING)
        if found := self.filtered(lambda user: user.all_group_ids & exempt):
            raise UserError(
                self.env._(
                    "%(names)s: administrators and who works in accounting see every "
                    "customer, so they cannot be limited to their own.",
                    names=", ".join(found.mapped("name")),
                )
            )
