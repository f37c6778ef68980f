import json

from odoo import fields, models

from odoo.addons.crm_cubicl.tools.marks import has_marks

# no client can send this
LATER = {"crm_notify_later": object()}


class ProjectTask(models.Model):
    """Whoever sends a form waits for the page, not for the mails it brings about."""

    _inherit = "project.task"

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """Leave it to the queue, which begins at once, who is told and how."""
        if not has_marks(self.env.context, LATER):
            return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        values = msg_vals or {}
        is_comment = values.get("subtype_id") == self.env[
            "ir.model.data"
        ]._xmlid_to_res_id("mail.mt_comment")
        if not is_comment and not values.get("partner_ids"):
            # a note that names nobody
            return []
        # sudo: mail.message.schedule - core's queue, whoever writes
        self.env["mail.message.schedule"].sudo().create(
            {
                "mail_message_id": message.id,
                "notification_parameters": json.dumps(kwargs),
                "scheduled_datetime": fields.Datetime.now(),
            }
        )
        return []
