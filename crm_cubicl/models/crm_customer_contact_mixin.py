from odoo import api, models


class CrmCustomerContactMixin(models.AbstractModel):
    """Keep contacts apart: what changes on one leaves its customer alone."""

    _name = "crm.customer.contact.mixin"
    _description = "Partner whose contacts stand apart"

    def _fields_sync(self, values):
        """Send nothing from a contact up to its customer, only down from it.

        Core writes a contact's address and tax number to its company. This does
        what core does, without that part.
        """
        if not (self.parent_id and self._is_below_customer()):
            return super()._fields_sync(values)
        if values.get("parent_id"):
            # sudo: res.partner - as core: all contacts follow their company
            self.sudo()._commercial_sync_from_company()
        if values.get("parent_id") or values.get("type") == "contact":
            address = self.parent_id._get_address_values()
            if address and self.type == "contact":
                self._update_address(address)
        self._children_sync(values)
        return None

    def _commercial_sync_to_descendants(self, fields_to_sync=None):
        """Leave contacts alone when nothing is for them, where core writes nothing."""
        if fields_to_sync is None or fields_to_sync:
            return super()._commercial_sync_to_descendants(fields_to_sync)
        return None

    def _handle_first_contact_creation(self):
        """Leave the customer's address empty until someone fills it in."""
        if self.parent_id and self._is_below_customer():
            return None
        return super()._handle_first_contact_creation()

    def _is_below_customer(self) -> bool:
        return bool(self.crm_customer_id or self.parent_id.crm_customer_id)

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "crm_tax_office"]
