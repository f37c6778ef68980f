from odoo import api, models
from odoo.tools import email_normalize

from .crm_portal_sender import Sender


class CrmPortalSender(models.AbstractModel):
    """Whoever files a ticket by a customer's own link belongs to that customer."""

    _inherit = "crm.portal.sender"

    @api.model
    def _get_sender_of(self, customer, values: dict) -> Sender:
        """Return the customer's contact with the e-mail, or a new, incomplete one.

        :param values: first_name, last_name, email, phone
        """
        # sudo: res.partner - a visitor reads and makes no partners
        partners_sudo = self.env["res.partner"].sudo()
        known = partners_sudo.search(
            [
                ("email_normalized", "=", email_normalize(values["email"])),
                ("crm_customer_id", "=", customer.id),
            ],
            # a person before their company, the oldest first
            order="is_company, id",
            limit=1,
        )
        if known:
            return Sender(known, True)
        person = self._prepare_contact_values(customer, values)
        return Sender(partners_sudo.create(person), False)

    @api.model
    def _prepare_contact_values(self, customer, values: dict) -> dict:
        return {
            "name": f"{values['first_name']} {values['last_name']}".strip(),
            "email": values["email"],
            "phone": values.get("phone"),
            "lang": self.env.lang,
            "parent_id": customer.id,
            "company_id": customer.company_id.id,
            "crm_is_unchecked": True,
        }
