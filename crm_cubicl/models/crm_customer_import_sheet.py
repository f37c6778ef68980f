from odoo import fields, models


class CrmCustomerImportSheet(models.Model):
    """A sheet of an imported workbook, to choose from."""

    _name = "crm.customer.import.sheet"
    _description = "Sheet of an import"
    _order = "import_id, id"

    import_id = fields.Many2one(
        "crm.customer.import", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, readonly=True)
