from odoo import fields, models


class CrmCustomerImportError(models.Model):
    """A cell that an import could not take."""

    _name = "crm.customer.import.error"
    _description = "Bad cell of an import"
    _order = "import_id, row, id"
    _rec_name = "heading"

    import_id = fields.Many2one(
        "crm.customer.import", required=True, index=True, ondelete="cascade"
    )
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True)
    heading = fields.Char(string="Column", readonly=True)
    value = fields.Char(string="Value in the file", readonly=True)
    expected = fields.Char(readonly=True)
