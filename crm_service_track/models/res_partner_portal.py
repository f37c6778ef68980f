from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Whose services a person outside sees on the portal."""

    _inherit = "res.partner"

    def _get_own_services_domain(self, companies) -> Domain:
        """Return the documents of the customer that a person outside belongs to.

        It names what holds now, so it is to be asked for each time and never kept: who
        has left, moved to another customer, or works here sees nothing at once.
        """
        self.ensure_one()
        # sudo: res.partner - whose contact the person is, whoever asks
        partner_sudo = self.sudo()
        customer_sudo = partner_sudo.crm_customer_id
        is_there = partner_sudo.partner_share and partner_sudo.active
        if not is_there or not customer_sudo.active:
            return Domain.FALSE
        return Domain("customer_id", "=", customer_sudo.id) & Domain(
            "company_id", "in", companies.ids
        )
