from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_customer_work_mixin import QUOTES, WORK_GROUPS

ROWS_PER_GROUP = 5


class WorkLine(NamedTuple):
    """One record at the right of the page, and how many its group holds."""

    model: str
    id: int
    group: str
    position: int
    count: int
    position_in_model: int
    detail: str | None
    icon: str | None


class ResPartner(models.Model):
    """The work and the quotes of a customer, for its page."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    @api.model
    def _get_work_models(self) -> list[str]:
        """Return the models whose records are work for a customer.

        Override to add one that has ``crm.customer.work.mixin``.
        """
        return ["project.task", "mail.activity", "sale.order"]

    @api.readonly
    def get_customer_work(self) -> dict:
        """Return the first rows and the counts of quotes and work of one customer.

        Only what the user may read, of the customer and of all its contacts.
        """
        customer = self._get_customer_to_read()
        groups = customer._get_work_groups()
        may_see_quotes = self.env["sale.order"]._may_see_work()
        return {
            "groups": [groups[key] for key in WORK_GROUPS],
            "quotes": may_see_quotes and groups[QUOTES],
            "may_create_task": self._may_create_customer_task(),
            "may_create_quote": self._may_create_customer_quote(),
        }

    def action_open_customer_work(self, group: str, model: str) -> dict:
        """Open all the work of one group, of one model."""
        customer = self._get_customer_to_read()
        titles = {
            "overdue": self.env._("Overdue: %(name)s", name=customer.display_name),
            "pending": self.env._("Pending: %(name)s", name=customer.display_name),
            "completed": self.env._("Completed: %(name)s", name=customer.display_name),
            QUOTES: self.env._("Quotes: %(name)s", name=customer.display_name),
        }
        known = model in self._get_work_models()
        if not known or group not in self.env[model]._work_groups:
            raise ValidationError(self.env._("There is no such group of work."))
        return self.env[model]._get_work_action() | {
            "name": titles.get(group, group),
            "domain": self.env[model]._get_work_list_domain(customer, group),
            "context": {
                "active_test": False,
                "active_id": customer.id,
                "default_partner_id": customer.id,
            },
        }

    # -- new tasks and quotes --------------------------------------------------

    @api.model
    def _may_create_customer_task(self) -> bool:
        # without it one has private tasks only, and those have no customer
        return self.env.user.has_group("project.group_project_user") and self.env[
            "project.task"
        ].has_access("create")

    @api.model
    def _may_create_customer_quote(self) -> bool:
        return self.env["sale.order"].has_access("create")

    def action_create_customer_task(self) -> dict:
        """Open the form of a new task, in the project of the customer's latest one."""
        customer = self._get_customer_to_read()
        if not self._may_create_customer_task():
            raise AccessError(
                self.env._("To create tasks you need the right “Project / User”.")
            )
        latest = self.env["project.task"].search(
            Domain("partner_id.crm_customer_id", "=", customer.id)
            & Domain("project_id.active", "=", True),
            order="id desc",
            limit=1,
        )
        view = self.env.ref("crm_cubicl.crm_customer_task_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Create task"),
            "res_model": "project.task",
            "views": [(view.id, "form")],
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

    def _get_work_groups(self) -> dict[str, dict]:
        """Return the rows to show and the counts, by group."""
        groups = {
            key: {"key": key, "count": 0, "models": [], "rows": []}
            for key in (*WORK_GROUPS, QUOTES)
        }
        found = self._find_work()
        rows = self._read_work_rows(found)
        for line in found:
            group = groups[line.group]
            if line.position_in_model == 1:
                group["count"] += line.count
                group["models"].append({"model": line.model, "count": line.count})
            if line.position <= ROWS_PER_GROUP:
                row = rows[line.model][line.id]
                row |= {"model": line.model, "id": line.id, "icon": line.icon}
                row |= {"detail": line.detail, "name": row["name"] or line.detail}
                group["rows"].append(row)
        return groups

    def _read_work_rows(self, found: list[WorkLine]) -> dict[str, dict]:
        """Return what is shown of each record, ``{model: {id: row}}``."""
        ids = {}
        for line in found:
            if line.position <= ROWS_PER_GROUP:
                ids.setdefault(line.model, []).append(line.id)
        rows = {
            model: self.env[model].browse(record_ids)._get_work_rows()
            for model, record_ids in ids.items()
        }
        all_rows = [row for by_id in rows.values() for row in by_id.values()]
        user_ids = {user_id for row in all_rows for user_id in row.get("users", ())}
        names = self._get_worker_names(user_ids)
        for row in all_rows:
            row["users"] = [
                {"id": user_id, "name": names[user_id]}
                for user_id in row.get("users", ())
            ]
        return rows

    @api.model
    def _get_worker_names(self, user_ids: set[int]) -> dict[int, str]:
        """Return the names in one query; the ORM takes two, users and partners."""
        if not user_ids:
            return {}
        # sudo: res.users - who works on it is no secret to whoever sees the work
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        query = users_sudo._search(Domain("id", "in", list(user_ids)))
        name = users_sudo._field_to_sql(query.table, "name", query)
        return dict(
            self.env.execute_query(
                query.select(SQL.identifier(query.table, "id"), name)
            )
        )

    def _find_work(self) -> list[WorkLine]:
        """Return the lines of all groups and models at once.

        Enough rows of each group to show, and one of each model to know its count.
        """
        sources = [
            self._get_work_source(model, group)
            for model in self._get_work_models()
            if self.env[model]._may_see_work()
            for group in self.env[model]._work_groups
        ]
        if not sources:
            return []
        found = self.env.execute_query(
            SQL(
                """
                SELECT model, id, work_group, position, total, position_in_model,
                       detail, icon
                  FROM (SELECT model, id, work_group, detail, icon,
                               COUNT(*) OVER in_model AS total,
                               ROW_NUMBER() OVER in_order AS position,
                               ROW_NUMBER() OVER in_model AS position_in_model
                          FROM (%s) AS work
                        WINDOW in_model AS (PARTITION BY work_group, model),
                               in_order AS (
                                   PARTITION BY work_group
                                   ORDER BY done DESC NULLS LAST,
                                            due NULLS LAST, id DESC
                               )) AS ranked
                 WHERE position <= %s OR position_in_model = 1
                 ORDER BY position
                """,
                SQL(" UNION ALL ").join(sources),
                ROWS_PER_GROUP,
            )
        )
        return [WorkLine(*row) for row in found]

    def _get_work_source(self, model: str, group: str) -> SQL:
        """Return the part of the query for one model and group, as the user."""
        records = self.env[model]
        query = records._search_work(self, group)
        due = done = SQL("NULL")
        if group in ("completed", QUOTES):
            done = records._field_to_sql(query.table, records._work_done_field, query)
        else:
            due = records._field_to_sql(query.table, records._work_due_field, query)
        detail, icon = records._get_work_labels(query)
        return SQL(
            "(%s)",
            query.select(
                SQL("%s AS model", model),
                SQL("%s AS id", SQL.identifier(query.table, "id")),
                SQL("%s AS work_group", group),
                SQL("%s::timestamp AS due", due),
                SQL("%s::timestamp AS done", done),
                SQL("%s::text AS detail", detail),
                SQL("%s::text AS icon", icon),
            ),
        )
