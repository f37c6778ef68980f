from odoo import api, models
from odoo.fields import Domain

WORK_GROUPS = ("overdue", "pending", "completed")


class CrmCustomerWorkMixin(models.AbstractModel):
    """Records that are work for a customer: overdue, pending or completed.

    A model that adopts this is shown on the customer's page as soon as
    ``res.partner._get_work_models`` names it.
    """

    _name = "crm.customer.work.mixin"
    _description = "Work for a customer"

    # when it is due and when it was done: the order inside the groups
    _work_due_field = "date_deadline"
    _work_done_field = "write_date"

    @api.model
    def _get_work_domain(self, customer, group: str) -> Domain:
        """Return the work of a customer in a group, archived records included.

        Override for each model. ``group`` is one of ``WORK_GROUPS``.
        """
        raise NotImplementedError

    @api.model
    def _search_work(self, customer, group: str):
        """Return the query of the work in a group that the user may read."""
        domain = self._get_work_domain(customer, group)
        return self.with_context(active_test=False)._search(domain)

    @api.model
    def _get_work_list_domain(self, customer, group: str) -> list:
        """Return the same as a client can send it back to open the whole list."""
        return list(self._get_work_domain(customer, group))

    def _get_work_rows(self) -> dict[int, dict]:
        """Return what the customer's page shows of each record. Override."""
        raise NotImplementedError

    @api.model
    def _get_work_action(self) -> dict:
        """Return the action that lists such records. Override."""
        raise NotImplementedError

    @api.model
    def _get_work_names(self, users) -> list[dict]:
        # sudo: res.users - who works on it is no secret to whoever sees the work
        return [{"id": user.id, "name": user.name} for user in users.sudo()]
