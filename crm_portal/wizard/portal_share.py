from odoo import models


class PortalShare(models.TransientModel):
    """Core's window “Share”: for a ticket it gives everyone their own link."""

    _inherit = "portal.share"

    def action_send_mail(self):
        record = self.resource_ref
        if record and record._name == "project.task" and record.crm_topic_id:
            record._share_with(self.partner_ids)
            return {"type": "ir.actions.act_window_close"}
        return super().action_send_mail()
