from odoo import api, fields, models


class CrmCustomerExportColumn(models.Model):
    """A column of a download."""

    _name = "crm.customer.export.column"
    _description = "Column of a download"
    _order = "export_id, sequence, id"
    _rec_name = "field_name"

    export_id = fields.Many2one(
        "crm.customer.export", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=1000)
    field_name = fields.Selection(
        selection="_selection_field_name", string="Column", required=True
    )

    @api.model
    def _selection_field_name(self):
        return list(self.env["crm.tabular.mixin"]._get_customer_columns("read").items())
