from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _log_merge_operation(self, src_partners, dst_partner):
        return super()._log_merge_operation(
            src_partners, dst_partner._as_activity(kind="merge", source="merge")
        )
