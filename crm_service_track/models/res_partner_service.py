from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.roles import TECHNICIAN
from .crm_service_contract_cover import RUNNING

MAX_CONTACTS = 30


class ResPartner(models.Model):
    """What whoever serves a customer has to know of it, beside the form."""

    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_record(self):
        # sudo: crm.service.record - one that the user may not see holds as well
        records_sudo = (
            self.env["crm.service.record"]
            .sudo()
            .search([("customer_id", "in", self.ids)], limit=5)
        )
        if records_sudo:
            raise UserError(
                self.env._(
                    "There are support records of these customers: %(records)s. "
                    "Archive the customers instead.",
                    records=", ".join(records_sudo.mapped("display_name")),
                )
            )

    @api.readonly
    def get_service_panel(self, type_id=False, contract_id=False) -> dict:
        """Return the panel beside a support record, in one request of the client.

        ``balance`` is left out without the right to the ledger.

        :param type_id: the service that is chosen, to tell whether it is covered
        :param contract_id: the contract that is chosen
        """
        self.ensure_one()
        if not self.env.user.has_group(TECHNICIAN):
            raise AccessError(
                self.env._("Ask an administrator for the role Technician.")
            )
        self.check_access("read")
        company = self.env.company
        service_type = self.env["crm.service.type"].browse(type_id or [])
        chosen = self.env["crm.service.contract"].search(
            [("id", "=", contract_id), ("customer_id", "=", self.id)]
            if contract_id
            else Domain.FALSE
        )
        panel = {
            "customer": self._get_service_header(),
            "contracts": self._get_service_contracts(),
            "contacts": self._get_service_contacts(),
            "cover": self._get_service_cover(company, service_type, chosen),
        }
        if self._may_see_ledger():
            panel["balance"] = self._get_open_balances().get(self.id, [])
        return panel

    def _get_service_header(self) -> dict:
        region = self.crm_region_id
        return {
            "id": self.id,
            "name": self.name,
            "ref": self.ref or "",
            "region": region.display_name or "",
            "phone": self.phone or "",
            "email": self.email or "",
        }

    def _get_service_contracts(self) -> list[dict]:
        """Return the contracts that run or will, else the last one that did."""
        contracts = self.env["crm.service.contract"].search(
            Domain("customer_id", "=", self.id)
            & Domain("company_id", "in", self.env.companies.ids),
            order="date_end desc, id desc",
        )
        current = contracts.filtered(lambda one: one.state != "ended")
        shown = (current or contracts[:1]).sorted(lambda one: one.state not in RUNNING)
        states = dict(shown._fields["state"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        return [
            contract._get_panel_row(states[contract.state], today) for contract in shown
        ]

    def _get_service_contacts(self) -> list[dict]:
        """Return whom to call, those with a phone number or an address first."""
        contacts = self.search_fetch(
            Domain("crm_customer_id", "=", self.id)
            & Domain("id", "!=", self.id)
            & Domain("type", "=", "contact"),
            ["name", "phone", "email", "function"],
            order="name, id",
            limit=MAX_CONTACTS,
        )
        return [
            {
                "id": contact.id,
                "name": contact.name or "",
                "function": contact.function or "",
                "phone": contact.phone or "",
                "email": contact.email or "",
            }
            for contact in contacts.sorted(lambda one: not (one.phone or one.email))
        ]
