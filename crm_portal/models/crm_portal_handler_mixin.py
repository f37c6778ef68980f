from typing import NamedTuple

from odoo import models
from odoo.exceptions import ValidationError

# why somebody is told of a ticket
PEOPLE = "people"
PROJECT = "project"
ACCOUNT = "account"
GENERAL = "general"
FALLBACK = "fallback"
ADMINISTRATOR = "administrator"


def check_internal(records) -> None:
    """Refuse people in charge of these records who do not work here."""
    if bad := records.user_ids.filtered("share"):
        raise ValidationError(
            records.env._(
                "Only internal users can be in charge of a topic, which these are not: "
                "%(names)s",
                names=", ".join(bad.mapped("name")),
            )
        )


class Handlers(NamedTuple):
    """Who works on a ticket, or is at least told of it, and why."""

    users: object  # res.users
    reason: str
    is_assigned: bool


class CrmPortalHandlerMixin(models.AbstractModel):
    """Find who is told of a ticket: never nobody."""

    _name = "crm.portal.handler.mixin"
    _description = "Topic that knows its handlers"

    def _get_handlers(self, customer) -> Handlers:
        """Return who handles a customer's ticket on this topic.

        Where nobody is chosen, or nobody of them is there, the project's managers are
        told and choose; without such, the project administrators.

        :param customer: the customer of the ticket, or none
        """
        self.ensure_one()
        return self._find_handlers(self._for_customer(customer), customer)

    def _find_handlers(self, served, customer) -> Handlers:
        """Return who handles a ticket on the topic as a customer has it.

        :param served: the CustomerTopic
        """
        for reason, users in self._get_handler_steps(served, customer):
            if present := self._filter_at_work(users):
                return Handlers(present, reason, reason != FALLBACK)
        return Handlers(self._get_administrators(), ADMINISTRATOR, False)

    def _get_handler_steps(self, served, customer):
        """Yield who is asked for, one after the other, with the reason."""
        # asked for only where it comes to that
        project_sudo = served.project.sudo()
        if served.handler_kind == PEOPLE:
            yield PEOPLE, served.users
        elif served.handler_kind == PROJECT:
            yield PROJECT, project_sudo._get_ticket_managers()
        else:
            # sudo: res.partner, res.company - whoever files a ticket reads neither
            partner_sudo = customer.sudo()
            customer_sudo = partner_sudo.crm_customer_id or partner_sudo
            company_sudo = self.sudo().company_id
            yield ACCOUNT, customer_sudo.user_id | customer_sudo.crm_manager_ids
            yield GENERAL, company_sudo._get_general_account_managers()
        yield FALLBACK, project_sudo._get_ticket_managers()

    def _get_passed_over(self, customer):
        """Return who would be told of a customer's ticket, but is away today."""
        served = self._for_customer(customer)
        absent = self.env["res.users"].sudo()
        for _reason, users in self._get_handler_steps(served, customer):
            employed = self._filter_employed(users)
            present = employed._filter_present()
            absent |= employed - present
            if present:
                break
        return absent

    def _filter_employed(self, users):
        """Return those who have not left and work for the topic's company."""
        # a form that is being filled in counts as well
        company = self.sudo().company_id._origin
        return users._origin.sudo().filtered(
            lambda u: u.active and not u.share and company.id in u._get_company_ids()
        )

    def _filter_at_work(self, users):
        """Return those who work for the topic's company and are there today."""
        return self._filter_employed(users)._filter_present()

    def _get_administrators(self):
        """Return who is told when all else fails, away or not."""
        root = self.env.ref("base.user_root")
        # sudo: res.groups - who is in a group is no secret here
        groups = [
            self._filter_employed(self.env.ref(xmlid).sudo().all_user_ids) - root
            for xmlid in ("project.group_project_manager", "base.group_system")
        ]
        for users in [*(g._filter_present() for g in groups), *groups]:
            if users:
                return users
        return self.env.ref("base.user_admin").sudo()
