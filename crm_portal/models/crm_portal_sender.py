from typing import NamedTuple

from odoo import api, models
from odoo.tools import email_normalize


class Sender(NamedTuple):
    """Who filed a ticket by the public form."""

    partner: object  # res.partner
    is_known: bool


class CrmPortalSender(models.AbstractModel):
    """Find or make the partner of whoever fills in the public form.

    Anybody can type any address: a known one only sets the contact, and nothing of it
    is told or changed.
    """

    _name = "crm.portal.sender"
    _description = "Sender of a ticket"

    @api.model
    def _get_sender(self, values: dict, company) -> Sender:
        """Return the partner with the e-mail, or a new customer that is incomplete.

        :param values: first_name, last_name, email, phone, company_name
        """
        # sudo: res.partner - a visitor reads and makes no partners
        partners_sudo = self.env["res.partner"].sudo()
        known = partners_sudo.search(
            [
                ("email_normalized", "=", email_normalize(values["email"])),
                ("company_id", "in", [False, company.id]),
            ],
            # a person before their company, the oldest first
            order="is_company, id",
            limit=1,
        )
        if known:
            return Sender(known, True)
        return Sender(self._create_sender(partners_sudo, values), False)

    @api.model
    def _create_sender(self, partners_sudo, values: dict):
        person = {
            "name": f"{values['first_name']} {values['last_name']}".strip(),
            "email": values["email"],
            "phone": values.get("phone"),
            "lang": self.env.lang,
            "crm_is_unchecked": True,
        }
        if not values.get("company_name"):
            return partners_sudo.create({**person, "is_crm_customer": True})
        customer = partners_sudo.create(
            {
                "name": values["company_name"],
                "is_company": True,
                "is_crm_customer": True,
                "lang": self.env.lang,
                "crm_is_unchecked": True,
            }
        )
        return partners_sudo.create({**person, "parent_id": customer.id})
