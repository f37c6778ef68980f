from odoo import api, models

from ..tools.duplicate_contact import phones_of
from ..tools.duplicate_own import PREFIX
from ..tools.duplicate_settings import MOST_WEIGHT, number_of, read_json
from ..tools.duplicate_weights import Weights

# JSON: name of a field of customers -> [weight when different, weight when the same]
OWN = "crm_cubicl.duplicate_own_fields"


class CrmDuplicateEngine(models.AbstractModel):
    """Fields of one's own by which customers meet: equal values weigh as set."""

    _inherit = "crm.duplicate.engine"

    @api.model
    def _get_own_fields(self) -> Weights:
        """Return the fields that are chosen, with their weights.

        Those that are gone, or can be no key, are none any more.
        """
        # sudo: ir.config_parameter - names and numbers, shown to whoever may read them
        given = read_json(self.env["ir.config_parameter"].sudo().get_param(OWN))
        if not isinstance(given, dict):
            return {}
        candidates = self.env["res.partner"]._get_match_candidates()
        return {
            name: [float(weight) for weight in given[name]]
            for name in candidates
            if name in given and self._are_own_weights(given[name])
        }

    @api.model
    def _are_own_weights(self, weights) -> bool:
        """Return whether these are: not above 0 when different, not below when same."""
        if not isinstance(weights, list | tuple) or len(weights) != 2:
            return False
        different, same = map(number_of, weights)
        if different is None or same is None:
            return False
        return -MOST_WEIGHT <= different <= 0 <= same <= MOST_WEIGHT

    @api.model
    def _get_own_weights(self) -> Weights:
        """Return the same by the names that weights go by."""
        return {PREFIX + name: w for name, w in self._get_own_fields().items()}

    @api.model
    def _get_own_values(self, partner) -> dict[str, str]:
        """Return the values of the chosen fields of a customer, as texts."""
        # sudo: res.partner - compared by the system, shown to nobody
        partner_sudo = partner.sudo()
        phones = self.env["res.partner"]._get_own_phone_fields()
        region = partner.country_id.code or self.env.company.country_id.code or "TR"
        values = {}
        for name in self._get_own_fields():
            value = str(partner_sudo[name] or "")
            if name in phones:
                value = ",".join(phones_of(value, region)) or value
            values[name] = value
        return values

    @api.model
    def _may_read_own(self, name: str) -> bool:
        """Return whether the user, not whoever calls for him, may read the field."""
        partners = self.env["res.partner"].sudo(False)
        field = partners._fields.get(name)
        return bool(field) and partners._has_field_access(field, "read")

    @api.model
    def _get_own_label(self, name: str) -> str:
        """Return the name of the field in the user's language."""
        return self.env["res.partner"]._fields[name]._description_string(self.env)
