from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_customer_work_mixin import WORK_GROUPS

ROWS_PER_GROUP = 5
QUOTES_GROUP = "sales_team.group_sale_salesman"


class ResPartner(models.Model):
    """The work and the quotes of a customer, for its page."""

    _inherit = "res.partner"

    @api.model
    def _get_work_models(self) -> list[str]:
        """Return the models whose records are work for a customer.

        Override to add one that has ``crm.customer.work.mixin``.
        """
        return ["project.task", "mail.activity"]

    @api.readonly
    def get_customer_work(self) -> dict:
        """Return the first rows and the counts of quotes and work of one customer.

        Only what the user may read, of the customer and of all its contacts.
        """
        customer = self._get_customer_to_read()
        return {
            "groups": customer._get_work_groups(),
            "quotes": customer._get_work_quotes(),
            "may_create_task": self.env["project.task"].has_access("create"),
        }

    def action_open_customer_work(self, group: str, model: str) -> dict:
        """Open all the work of one group, of one model."""
        if group not in WORK_GROUPS or model not in self._get_work_models():
            raise ValidationError(self.env._("There is no such group of work."))
        customer = self._get_customer_to_read()
        action = self.env[model]._get_work_action()
        title = {
            "overdue": self.env._("Overdue: %(name)s", name=customer.display_name),
            "pending": self.env._("Pending: %(name)s", name=customer.display_name),
            "completed": self.env._("Completed: %(name)s", name=customer.display_name),
        }[group]
        return action | {
            "name": title,
            "domain": self.env[model]._get_work_list_domain(customer, group),
            "context": {"active_test": False, "active_id": customer.id},
        }

    def action_open_customer_quotes(self) -> dict:
        """Open all quotes of the customer."""
        customer = self._get_customer_to_read()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_cubicl.crm_customer_quote_action"
        )
        return action | {
            "name": self.env._("Quotes: %(name)s", name=customer.display_name),
            "domain": [("partner_id.crm_customer_id", "=", customer.id)],
            "context": {"default_partner_id": customer.id, "active_id": customer.id},
        }

    def action_create_customer_task(self) -> dict:
        """Open the form of a new task of the customer."""
        customer = self._get_customer_to_read()
        Task = self.env["project.task"]
        Task.check_access("create")
        latest = Task.search(
            Domain("partner_id.crm_customer_id", "=", customer.id)
            & Domain("project_id", "!=", False),
            order="id desc",
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Create task"),
            "res_model": "project.task",
            "views": [(self.env.ref("crm_cubicl.crm_customer_task_view_form").id, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.id,
                "default_project_id": latest.project_id.id,
                "crm_customer_id": customer.id,
            },
        }

    def action_create_customer_quote(self) -> dict:
        """Open the form of a new quote of the customer."""
        self._get_customer_to_read()
        self.env["sale.order"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Create quote"),
            "res_model": "sale.order",
            "views": [(False, "form")],
            "target": "current",
            "context": {"default_partner_id": self.id},
        }

    # -- what the page shows ---------------------------------------------------

    def _get_customer_to_read(self):
        """Return the customer of this one partner, if a colleague may read it."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues see the work of a customer."))
        if not self.crm_customer_id:
            raise UserError(
                self.env._("%(name)s is no customer.", name=self.display_name)
            )
        return self.crm_customer_id

    def _get_work_groups(self) -> list[dict]:
        groups = {name: {"key": name, "models": [], "rows": []} for name in WORK_GROUPS}
        found = self._find_work()
        ids = {}
        for model, record_id, group, position, count, _first in found:
            if position <= ROWS_PER_GROUP:
                ids.setdefault(model, []).append(record_id)
            more = {"model": model, "count": count}
            if more not in groups[group]["models"]:
                groups[group]["models"].append(more)
        rows = {
            model: self.env[model].browse(record_ids)._get_work_rows()
            for model, record_ids in ids.items()
        }
        for model, record_id, group, position, _count, _first in found:
            if position <= ROWS_PER_GROUP:
                row = rows[model][record_id]
                groups[group]["rows"].append({"model": model, "id": record_id, **row})
        for group in groups.values():
            group["count"] = sum(more["count"] for more in group["models"])
        return list(groups.values())

    def _find_work(self) -> list[tuple]:
        """Return ``(model, id, group, position, count, position in model)`` at once.

        Enough rows of each group to show, and one of each model to know its count.
        """
        sources = [
            source
            for model in self._get_work_models()
            for group in WORK_GROUPS
            if (source := self._get_work_source(model, group))
        ]
        if not sources:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT model, id, work_group, position, total, position_in_model
                  FROM (SELECT model, id, work_group,
                               COUNT(*) OVER in_model AS total,
                               ROW_NUMBER() OVER in_order AS position,
                               ROW_NUMBER() OVER in_model AS position_in_model
                          FROM (%s) AS work
                        WINDOW in_model AS (PARTITION BY work_group, model),
                               in_order AS (
                                   PARTITION BY work_group
                                   ORDER BY done DESC NULLS LAST, due NULLS LAST, id
                               )) AS ranked
                 WHERE position <= %s OR position_in_model = 1
                 ORDER BY position
                """,
                SQL(" UNION ALL ").join(sources),
                ROWS_PER_GROUP,
            )
        )

    def _get_work_source(self, model: str, group: str) -> SQL | None:
        """Return the part of the query for one model and group, as the user."""
        records = self.env[model]
        if not records.has_access("read"):
            return None
        query = records._search_work(self, group)
        if query.is_empty():
            return None
        due = records._field_to_sql(query.table, records._work_due_field, query)
        done = SQL("NULL::timestamp")
        if group == "completed":
            field = records._field_to_sql(query.table, records._work_done_field, query)
            done = SQL("%s::timestamp", field)
        return SQL(
            "(%s)",
            query.select(
                SQL("%s AS model", model),
                SQL("%s AS id", SQL.identifier(query.table, "id")),
                SQL("%s AS work_group", group),
                SQL("%s::timestamp AS due", due),
                SQL("%s AS done", done),
            ),
        )

    def _get_work_quotes(self) -> dict | bool:
        """Return the latest quotes, or False to who has no right to see quotes."""
        Order = self.env["sale.order"]
        if not (self.env.user.has_group(QUOTES_GROUP) and Order.has_access("read")):
            return False
        domain = Domain("partner_id.crm_customer_id", "=", self.id)
        query = Order._search(domain, order="create_date DESC, id DESC")
        query.limit = ROWS_PER_GROUP
        found = self.env.execute_query(
            query.select(SQL.identifier(query.table, "id"), SQL("COUNT(*) OVER ()"))
        )
        orders = Order.browse([order_id for order_id, _count in found])
        orders.fetch(["name", "amount_total", "currency_id", "create_date", "state"])
        states = dict(Order._fields["state"]._description_selection(self.env))
        return {
            "count": found[0][1] if found else 0,
            "may_create": Order.has_access("create"),
            "rows": [
                {
                    "id": order.id,
                    "name": order.name,
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "created": order.create_date,
                    "state": order.state,
                    "state_label": states.get(order.state),
                }
                for order in orders
            ],
        }
