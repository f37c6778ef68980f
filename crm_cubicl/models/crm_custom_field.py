from odoo import models


class CrmCustomField(models.Model):
    _inherit = "crm.custom.field"

    def _after_change(self, search_changed):
        result = super()._after_change(search_changed)
        if search_changed:
            self.env["res.partner"]._crm_search_fields_changed()
        return result
