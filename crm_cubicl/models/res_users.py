from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.permission_level import (
    DEFAULT_LEVEL,
    LEVEL_SELECTION,
    NONE,
    SOURCE_ACCOUNTING,
    SOURCE_ADMINISTRATOR,
    SOURCE_CHOSEN,
    SOURCE_DEFAULT,
    SOURCE_GROUP,
    SOURCE_SELECTION,
    Door,
    rank,
)
from .crm_level_mixin import ASSIGNED, MANAGE_ONLY


class ResUsers(models.Model):
    """Add the permission level: what it is and where it comes from."""

    _name = "res.users"
    _inherit = ["crm.level.guard.mixin", "crm.level.mixin", "res.users"]

    crm_level = fields.Selection(
        selection=LEVEL_SELECTION,
        string="Permission level",
        compute="_compute_crm_level",
        store=True,
        groups=MANAGE_ONLY,
    )
    crm_assigned_only = fields.Boolean(
        string="Assigned customers only",
        compute="_compute_crm_level",
        store=True,
        groups=MANAGE_ONLY,
    )
    crm_level_source = fields.Selection(
        selection=SOURCE_SELECTION,
        string="Where the level comes from",
        compute="_compute_crm_level",
        store=True,
        groups=MANAGE_ONLY,
    )
    # tells None that somebody chose from no level named; a copy keeps the choice
    crm_level_chosen = fields.Boolean(
        copy=True, groups=MANAGE_ONLY, export_string_translation=False
    )
    # sent by forms that show the levels: no level there is None, chosen
    crm_level_shown = fields.Boolean(
        store=False, copy=False, default=True, export_string_translation=False
    )

    @api.depends("all_group_ids", "share", "crm_level_chosen")
    def _compute_crm_level(self):
        groups = self._get_crm_level_groups()
        assigned = self._get_crm_groups(ASSIGNED)
        for user in self:
            held = user.all_group_ids
            user.crm_level = max(
                (level for level, group in groups.items() if group in held),
                key=rank,
                default=NONE,
            )
            user.crm_assigned_only = bool(assigned & held)
            user.crm_level_source = user._get_crm_level_source(groups)

    def _get_crm_level_source(self, groups: dict) -> str | bool:
        """Return where this colleague's level comes from."""
        if self.share:
            return False
        if self._get_crm_groups("base.group_system") & self.all_group_ids:
            return SOURCE_ADMINISTRATOR
        own = groups.get(self.crm_level)
        if self.crm_level == NONE or own in self.group_ids:
            return SOURCE_CHOSEN if self.crm_level_chosen else SOURCE_DEFAULT
        accounting = self._get_crm_accounting_groups()
        return (
            SOURCE_ACCOUNTING
            if accounting & self.all_group_ids and self.crm_level == DEFAULT_LEVEL
            else SOURCE_GROUP
        )

    @api.constrains("partner_id", "group_ids")
    def _check_partner_is_no_customer(self):
        internal = self.filtered(lambda user: not user.share)
        if customers := internal.partner_id.filtered("is_crm_customer"):
            raise ValidationError(
                self.env._(
                    "%(names)s: a customer cannot be an internal user. Give the "
                    "colleague a contact of their own.",
                    names=", ".join(customers.mapped("name")),
                )
            )

    def _default_groups(self):
        """Give new colleagues View, unless the default of the house names a level."""
        groups = super()._default_groups()
        levels = self._get_crm_level_groups()
        # sudo: res.groups - what a group brings is computed for everybody
        held = groups.sudo().all_implied_ids
        if not levels or any(group in held for group in levels.values()):
            return groups
        return groups + groups.browse(levels[DEFAULT_LEVEL].id)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_level_vals(vals, new=True) for vals in vals_list]
        users = super().create(vals_list)
        for user, vals in zip(users, vals_list, strict=True):
            user._note_chosen_level(vals)
        users._settle_levels({})
        return users

    def write(self, vals):
        if {"crm_level", "crm_assigned_only"} & vals.keys():
            self._check_permissions(
                vals.get("crm_level"), vals.get("crm_assigned_only")
            )
            vals = self._prepare_level_vals(vals)
        if "group_ids" not in vals or self._get_level_door() is Door.DEFAULT:
            return super().write(vals)
        before = self._get_level_states()
        result = super().write(vals)
        self._settle_levels(before)
        return result
