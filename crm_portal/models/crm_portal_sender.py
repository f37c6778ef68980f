from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
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
        known = self._find_known(
            values["email"], Domain("company_id", "in", [False, company.id])
        )
        return known or Sender(self._create_sender(values), False)

    @api.model
    def _find_known(self, email: str, domain: Domain) -> Sender | None:
        """Return whoever has the e-mail among some partners: a person, then a company.

        Of several the oldest.
        """
        # sudo: res.partner - a visitor reads no partners
        known_sudo = (
            self.env["res.partner"]
            .sudo()
            .search(
                Domain("email_normalized", "=", email_normalize(email)) & domain,
                order="is_company, id",
                limit=1,
            )
        )
        return Sender(known_sudo, True) if known_sudo else None

    @api.model
    def _prepare_person(self, values: dict) -> dict:
        return {
            "name": f"{values['first_name']} {values['last_name']}".strip(),
            "email": values["email"],
            "phone": values.get("phone"),
            "lang": self.env.lang,
            "crm_is_unchecked": True,
        }

    @api.model
    def _create_sender(self, values: dict):
        # sudo: res.partner - a visitor makes no partners
        partners_sudo = self.env["res.partner"].sudo()
        person = self._prepare_person(values)
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
