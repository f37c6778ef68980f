from contextlib import contextmanager

from odoo import api, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.permission_level import Door

# what changes who is in a group, with the groups that it brings
MEMBER_FIELDS = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    """Keep the history of levels when they change by way of a group."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        if not any(MEMBER_FIELDS & vals.keys() for vals in vals_list):
            return super().create(vals_list)
        with self._following_levels():
            return super().create(vals_list)

    def write(self, vals):
        if not MEMBER_FIELDS & vals.keys():
            return super().write(vals)
        with self._following_levels():
            return super().write(vals)

    def unlink(self):
        with self._following_levels():
            return super().unlink()

    @api.model
    @contextmanager
    def _following_levels(self):
        """Compare the levels of all colleagues before and after."""
        if not self.env.registry.ready or self.env.context.get(MODULE_UNINSTALL_FLAG):
            # an addon that comes or goes sets its groups up or takes them along
            yield
            return
        before = self._get_colleagues()._get_level_states()
        yield
        after = self._get_colleagues() | self.env["res.users"].browse(before)
        after.with_context(crm_level_door=Door.GROUPS)._settle_levels(before)

    @api.model
    def _get_colleagues(self):
        """Return all internal users, archived ones too."""
        # sudo: res.users - whoever changes a group need not see all users
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        return users_sudo.search([("share", "=", False)]).sudo(self.env.su)
