from odoo import api, models


class IrQwebFieldContact(models.AbstractModel):
    """Pages that core fills in as the system name a hidden customer and no more.

    What is printed or mailed tells all: there the document is at work.
    """

    _inherit = "ir.qweb.field.contact"

    @api.model
    def value_to_html(self, value, options):
        if value and self._is_hidden_from_reader(value):
            options = {**options, "fields": ["name"]}
        return super().value_to_html(value, options)

    @api.model
    def _is_hidden_from_reader(self, partner) -> bool:
        # pages of the portal are those of the superuser, shown to the user
        user = self.env.user
        # customers read their own pages, and the system reads for nobody
        if user.share or user._is_superuser() or user._sees_all_customers():
            return False
        return bool(partner.with_env(self.env)._get_hidden_from_user())
