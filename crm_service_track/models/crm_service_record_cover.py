from odoo import models
from odoo.fields import Domain

from .crm_service_contract_cover import RUNNING


class CrmServiceRecord(models.Model):
    """Whether a contract covers a service, told before the work starts."""

    _inherit = "crm.service.record"

    def _get_current_contracts(self):
        """Return the contracts of the customers that run today, the first to end first.

        Called by a stored compute, so as superuser.
        """
        customers = self.customer_id._origin
        if not customers:
            return self.env["crm.service.contract"]
        return self.env["crm.service.contract"].search(
            Domain("customer_id", "in", customers.ids)
            & Domain("state", "in", RUNNING)
            & Domain("company_id", "in", self.company_id.ids)
        )

    def _choose_contract(self, contracts):
        """Return the first to end that has hours left today, else the first to end."""
        found = contracts.filtered(self._is_contract_for)
        return found._prefer_with_hours(lambda one: one._has_hours_today())[:1]

    def _is_contract_for(self, contract) -> bool:
        """Return whether a contract of this customer covers this service."""
        self.ensure_one()
        return (
            contract.customer_id == self.customer_id._origin
            and contract.company_id == self.company_id
            and contract._covers(self.type_id)
        )

    def _get_cover_reason_of(self, stretches) -> str:
        """Return why the contract blocks times that were entered, counted already.

        Judged on the day of each, as what is used up today need not have been then.
        """
        self.ensure_one()
        # sudo: crm.service.contract - it holds for whoever serves the customer
        contract_sudo = self.contract_id.sudo()
        if not contract_sudo:
            cover = self._get_cover()
            return cover["reason"] if cover["policy"] == "block" else ""
        if contract_sudo.beyond != "block":
            return ""
        for day in sorted({stretch._get_day() for stretch in stretches}):
            if reason := contract_sudo._get_reason_on(day, self.type_id):
                return reason
        return ""

    def _get_cover(self) -> dict:
        """Return what is to be known before work starts, see the contract's."""
        self.ensure_one()
        return self.customer_id._get_service_cover(
            self.company_id, self.type_id, self.contract_id
        )
