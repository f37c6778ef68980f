from odoo import models


class CrmPhoneMixin(models.AbstractModel):
    _name = "crm.phone.mixin"
    _description = "phone"
