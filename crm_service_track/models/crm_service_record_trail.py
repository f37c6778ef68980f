from odoo import fields, models
from odoo.tools import html2plaintext


class CrmServiceRecord(models.Model):
    """What was written of the work, also after the approval, leaves a trace."""

    _inherit = "crm.service.record"

    intervention = fields.Html(tracking=True)

    def _mail_track(self, tracked_fields, initial_values):
        """Keep the text before and after, but where only its look was changed."""
        values = dict(initial_values)
        if "intervention" in values:
            old = html2plaintext(values["intervention"] or "")
            if old == html2plaintext(self.intervention or ""):
                del values["intervention"]
        return super()._mail_track(tracked_fields, values)
