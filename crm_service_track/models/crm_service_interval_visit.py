from odoo import api, models

from odoo.addons.crm_cubicl.tools.marks import has_marks

from .crm_service_record_visit import OF_VISIT


class CrmServiceInterval(models.Model):
    """Times that the customer has approved stay as they are."""

    _inherit = "crm.service.interval"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_records_open(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.record_id._check_not_of_visit()
        self._check_records_open([vals])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_visit(self):
        self.record_id._check_not_of_visit()

    @api.model
    def _check_records_open(self, vals_list: list[dict]) -> None:
        """Refuse times for a record of a form, but those that come with it."""
        if not has_marks(self.env.context, OF_VISIT):
            ids = [vals["record_id"] for vals in vals_list if vals.get("record_id")]
            self.env["crm.service.record"].browse(ids)._check_not_of_visit()
