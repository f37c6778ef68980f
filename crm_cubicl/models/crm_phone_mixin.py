from odoo import api, models

from ..tools.phone import format_phone


class CrmPhoneMixin(models.AbstractModel):
    """Keep phone numbers in one international format, whoever types them."""

    _name = "crm.phone.mixin"
    _description = "Record with phone numbers"

    @api.model
    def _get_phone_fields(self) -> list[str]:
        """Return the fields that hold a phone number. Override to add."""
        return ["phone", "fax"]

    @api.model
    def _prepare_phones(self, vals: dict, country) -> dict:
        """Return the values with their phone numbers as numbers of the country."""
        region = (country or self.env.company.country_id).code
        return vals | {
            name: format_phone(vals[name], region or None)
            for name in self._get_phone_fields()
            if isinstance(vals.get(name), str)
        }
