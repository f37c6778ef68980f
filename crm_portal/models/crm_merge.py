from odoo import models


class CrmMerge(models.Model):
    """Whoever merges or attaches a new sender of tickets has checked who it is."""

    _inherit = "crm.merge"

    def _merge(self, source, target, *, values=(), accept_losses=False):
        self._check_may_merge(source + target)
        # the target does not become a stranger by it
        source.action_mark_checked()
        return super()._merge(
            source, target, values=values, accept_losses=accept_losses
        )

    def _attach(self, source, target):
        self._check_may_merge(source + target)
        source.action_mark_checked()
        merge = super()._attach(source, target)
        # sudo: res.partner - in the company there may be the very person already
        source_sudo = source.sudo()
        if source_sudo._has_twin():
            source_sudo.crm_is_unchecked = True
        return merge
