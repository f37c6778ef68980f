from odoo import models

from ..tools.activity import ACTIVITY, Activity

AUTOMATIC = {"ir_cron", "base_automation"}


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def run(self):
        """Let the changes that automations make say so."""
        # sudo: ir.actions.server - as core runs it
        automatic = self.sudo().filtered(lambda action: action.usage in AUTOMATIC)
        if not automatic:
            return super().run()
        activity = Activity(source="automation", ref=automatic[:1].name)
        marked = self.with_context(**{ACTIVITY: activity})
        return super(IrActionsServer, marked).run()
