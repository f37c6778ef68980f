from odoo import api, models
from odoo.tools import html2plaintext

from ..tools.file_size import format_size

# what core refuses to track
OTHER_TYPES = {"html", "binary"}


class MailTrackingValue(models.Model):
    """Keep changes of formatted texts and files too, as text."""

    _inherit = "mail.tracking.value"

    @api.model
    def _create_tracking_values(
        self, initial_value, new_value, col_name, col_info, record
    ):
        kind = col_info["type"]
        if kind not in OTHER_TYPES:
            return super()._create_tracking_values(
                initial_value, new_value, col_name, col_info, record
            )
        return {
            "field_id": self.env["ir.model.fields"]._get(record._name, col_name).id,
            "old_value_char": self._get_tracked_text(kind, initial_value),
            "new_value_char": self._get_tracked_text(kind, new_value),
        }

    @api.model
    def _get_tracked_text(self, kind: str, value) -> str:
        if not value:
            return ""
        if kind == "html":
            return html2plaintext(value)
        # of a file its size tells more than that there is one; base64 is a third longer
        size = format_size(self.env, len(value) * 3 // 4)
        return self.env._("File (%(size)s)", size=size)
