from odoo import models


class CrmTaxNumberMixin(models.AbstractModel):
    _name = "crm.tax.number.mixin"
    _description = "tax_number"
