from odoo import api, models
from odoo.fields import Domain

from .crm_portal_sender import Sender


class CrmPortalSender(models.AbstractModel):
    """Whoever files a ticket by a customer's own link belongs to that customer."""

    _inherit = "crm.portal.sender"

    @api.model
    def _get_sender_of(self, customer, values: dict) -> Sender:
        """Return the customer's contact with the e-mail, or a new, incomplete one.

        :param values: first_name, last_name, email, phone
        """
        known = self._find_known(
            values["email"], Domain("crm_customer_id", "=", customer.id)
        )
        if known:
            return known
        # sudo: res.partner - a visitor makes no partners
        partners_sudo = self.env["res.partner"].sudo()
        person = {
            **self._prepare_person(values),
            "parent_id": customer.id,
            "company_id": customer.company_id.id,
        }
        return Sender(partners_sudo.create(person), False)
