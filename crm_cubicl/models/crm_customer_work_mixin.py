from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

WORK_GROUPS = ("overdue", "pending", "completed")
QUOTES = "quotes"


class CrmCustomerWorkMixin(models.AbstractModel):
    """Records that stand at the right of the customer's page, in groups.

    A model that adopts this is shown on the customer's page as soon as
    ``res.partner._get_work_models`` names it.
    """

    _name = "crm.customer.work.mixin"
    _description = "Work for a customer"

    _work_groups = WORK_GROUPS
    # when it is due and, for those without, when it was done: the order in a group
    _work_due_field = "date_deadline"
    _work_done_field = "write_date"

    @api.model
    def _may_see_work(self) -> bool:
        """Return whether the user sees such records on the page of a customer."""
        return self.has_access("read")

    @api.model
    def _get_work_domain(self, customer, group: str) -> Domain:
        """Return the work of a customer in a group, archived records included.

        Override for each model. ``group`` is one of its ``_work_groups``.
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

    @api.model
    def _get_work_labels(self, query) -> tuple[SQL, SQL]:
        """Return what it belongs to and its icon, from this query. Override."""
        return SQL("NULL"), SQL("NULL")

    def _get_work_rows(self) -> dict[int, dict]:
        """Return what the customer's page shows of each record. Override.

        ``users``, when given, are the ids of who works on it.
        """
        raise NotImplementedError

    @api.model
    def _get_work_action(self) -> dict:
        """Return the action that lists such records. Override."""
        raise NotImplementedError
