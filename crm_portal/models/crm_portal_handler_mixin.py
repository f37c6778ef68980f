from typing import NamedTuple

from odoo import models

# why somebody is told of a ticket
PEOPLE = "people"
PROJECT = "project"
ACCOUNT = "account"
FALLBACK = "fallback"
ADMINISTRATOR = "administrator"


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

        Where nobody is chosen, the project's managers are told and choose; without
        such, the project administrators. People who left are passed over.

        :param customer: the customer of the ticket, or none
        """
        self.ensure_one()
        # sudo: crm.portal.topic, res.users - whoever files a ticket reads neither
        topic_sudo = self.sudo()
        chosen = {
            PEOPLE: lambda: topic_sudo.user_ids,
            PROJECT: topic_sudo.project_id._get_ticket_managers,
            ACCOUNT: lambda: topic_sudo._get_account_handlers(customer),
        }[topic_sudo.handler_kind]()
        if users := self._filter_at_work(chosen):
            return Handlers(users, topic_sudo.handler_kind, True)
        if users := self._filter_at_work(topic_sudo.project_id._get_ticket_managers()):
            return Handlers(users, FALLBACK, False)
        return Handlers(self._get_administrators(), ADMINISTRATOR, False)

    def _get_account_handlers(self, customer):
        customer_sudo = customer.sudo()
        if not customer_sudo:
            return self.company_id._get_general_account_managers()
        return customer_sudo.with_company(self.company_id)._get_account_managers()

    def _filter_at_work(self, users):
        """Return those who are still there and work for the topic's company."""
        company = self.sudo().company_id
        return users.sudo().filtered(
            lambda u: u.active and not u.share and company in u.company_ids
        )

    def _get_administrators(self):
        """Return who is told when all else fails."""
        for xmlid in ("project.group_project_manager", "base.group_system"):
            # sudo: res.groups - who is in a group is no secret here
            users = self._filter_at_work(self.env.ref(xmlid).sudo().all_user_ids)
            if users := users - self.env.ref("base.user_root"):
                return users
        return self.env.ref("base.user_admin").sudo()
