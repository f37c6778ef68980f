from odoo import models

from ..tools.roles import TECHNICIAN


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client who has a timer, and how times are shown."""
        info = super().session_info()
        user = self.env.user
        if user._is_internal() and user.has_group(TECHNICIAN):
            info["crm_service"] = {
                "autostart": user.crm_service_autostart,
                "rounding": self.env.company._get_service_rounding(),
                **user._get_service_timer(),
            }
        return info
