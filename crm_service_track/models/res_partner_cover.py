from odoo import api, fields, models

from .crm_service_contract_cover import RUNNING


class ResPartner(models.Model):
    """Whether a contract covers what is done for a customer."""

    _inherit = "res.partner"

    def _get_service_cover(self, company, service_type, contract=None) -> dict:
        """Return whether a service for this customer is covered by a contract.

        ``{"policy": "ok" | "none" | "allow" | "ask" | "block", "reason": str}``:
        ``none`` is no contract at all, the next three what the contract says about
        service that it does not cover.
        """
        self.ensure_one()
        # sudo: crm.service.contract - it holds for whoever serves the customer
        contracts = contract.sudo() if contract else None
        contracts = contracts or self._get_cover_candidates(company)
        if not contracts:
            return {
                "policy": "none",
                "reason": self.env._("There is no contract with this customer."),
            }
        balances = contracts._get_hours_balances(fields.Date.context_today(self))
        reasons = [
            (one, one._get_cover_reason(service_type, balances.get(one.id)))
            for one in contracts
        ]
        if not all(reason for _one, reason in reasons):
            return {"policy": "ok", "reason": ""}
        best, reason = reasons[0]
        return {"policy": best.beyond, "reason": reason}

    @api.model
    def _get_cover_candidates(self, company):
        """Return the contracts that could cover, the running ones first."""
        # sudo: crm.service.contract - see `_get_service_cover`
        contracts = (
            self.env["crm.service.contract"]
            .sudo()
            .search(
                [("customer_id", "=", self.id), ("company_id", "=", company.id)],
                order="date_end desc, id desc",
            )
        )
        running = contracts.filtered(lambda one: one.state in RUNNING)
        return running or contracts[:1]
