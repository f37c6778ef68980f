from odoo import models


class CrmSearchKeyMixin(models.AbstractModel):
    _name = "crm.search.key.mixin"
    _description = "search_key"
