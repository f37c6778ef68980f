from odoo import api, models


class CrmCustomerDetailsMixin(models.AbstractModel):
    """Tidy up what is typed for a customer, through whatever door it comes."""

    _name = "crm.customer.details.mixin"
    _inherit = ["crm.phone.mixin", "crm.tax.number.mixin"]
    _description = "Partner with a customer's details"

    def _prepare_customer_vals_list(self, vals_list: list[dict]) -> list[dict]:
        """Return the values to create, those of customers and contacts tidied up."""
        default = self.env.context.get("default_is_crm_customer", False)
        parents = self.browse({v["parent_id"] for v in vals_list if v.get("parent_id")})
        prepared = []
        for vals in vals_list:
            parent = self.browse(vals.get("parent_id")).with_prefetch(parents.ids)
            if parent and not vals.get("is_company"):
                vals = {**vals, "is_crm_customer": False}
            if vals.get("is_crm_customer", default) or parent.crm_customer_id:
                country = self.env["res.country"].browse(vals.get("country_id"))
                vals = self._prepare_details(vals, country or parent.country_id)
            prepared.append(vals)
        return prepared

    def _split_customer_vals(self, vals: dict) -> list[tuple]:
        """Return records with the values to write to them.

        The same number typed for customers of several countries becomes several.
        """
        if not {"is_crm_customer", "vat", *self._get_phone_fields()} & vals.keys():
            return [(self, vals)]
        groups = {}
        for partner in self:
            values = partner._prepare_written_details(vals)
            key = repr(sorted(values.items()))
            partners, _values = groups.get(key, (self.browse(), values))
            groups[key] = (partners | partner, values)
        return list(groups.values()) or [(self, vals)]

    def _prepare_written_details(self, vals: dict) -> dict:
        """Return the values to write to this partner, its numbers tidied up."""
        if not (vals.get("is_crm_customer") or self.crm_customer_id):
            return vals
        if vals.get("is_crm_customer") and not self.is_crm_customer:
            # a contact that becomes a customer brings its numbers as typed
            vals = {name: self[name] for name in self._get_phone_fields()} | vals
        country = self.env["res.country"].browse(vals.get("country_id"))
        return self._prepare_details(vals, country or self._get_vat_country())

    @api.model
    def _prepare_details(self, vals: dict, country) -> dict:
        """Return the values with phone and tax numbers as they are kept."""
        return self._prepare_vat(self._prepare_phones(vals, country))
