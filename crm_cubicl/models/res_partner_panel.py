from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

QUOTES_GROUP = "sales_team.group_sale_salesman"
PANEL_ROWS = 5
PANEL_TEXT = 160


class ResPartner(models.Model):
    """Add the panel beside the customers' list: the latest of one customer."""

    _inherit = "res.partner"

    @api.readonly
    def get_customer_panel(self) -> dict:
        """Return what the panel shows of a customer, in one request of the client."""
        self.ensure_one()
        may_view = self.env.user.has_group("crm_cubicl.crm_cubicl_group_view")
        if not (may_view or self.env.su):
            raise AccessError(
                self.env._(
                    "You have no access to customers. Ask whoever manages them "
                    "for the level View."
                )
            )
        return self._get_customer_panel_data()

    def _get_customer_panel_data(self) -> dict:
        """Return the sections of the panel by name. Override to add one.

        What the user may not see is left out; what he may see and is not there is an
        empty list. ``users`` names everyone that a section mentions by id.
        """
        data = {
            "customer": self._get_panel_header(),
            "tasks": self._get_panel_tasks(),
            "quotes": self._get_panel_quotes(),
            "activities": self._get_panel_activities(),
            "balance": self._get_panel_balance() or None,
        }
        data = {name: section for name, section in data.items() if section is not None}
        user_ids = {data["customer"]["user_id"], *data["customer"]["manager_ids"]}
        user_ids.update(*(task["user_ids"] for task in data.get("tasks", [])))
        return data | {"users": self._get_panel_users(user_ids - {None})}

    def _get_panel_header(self) -> dict:
        """Return who the customer is."""
        partners = self.with_context(active_test=False)
        query = partners._search(Domain("id", "=", self.id))
        names = {
            "id": "id",
            "name": "name",
            "active": "active",
            "phone": "phone",
            "email": "email",
            "stage": "crm_stage_id.name",
            "class": "crm_class_id.name",
            "user_id": "user_id",
        }
        managers = self._panel_ids_sql(query, "crm_manager_ids")
        rows = self._read_panel_rows(partners, query, names, manager_ids=managers)
        if not rows:
            # hidden or gone: core's words for it
            self.check_access("read")
            self.browse(self.ids).fetch(["name"])
        return rows[0]

    def _get_panel_tasks(self) -> list[dict] | None:
        """Return the latest tasks that the user may read."""
        tasks = self.env["project.task"]
        if not tasks.has_access("read"):
            return None
        domain = Domain("partner_id.crm_customer_id", "=", self.id)
        domain &= Domain("is_template", "=", False)
        query = tasks._search(domain, order="id desc", limit=PANEL_ROWS)
        names = {
            "id": "id",
            "name": "name",
            "state": "state",
            "stage": "stage_id.name",
            "project": "project_id.name",
            "deadline": "date_deadline",
        }
        users = self._panel_ids_sql(query, "user_ids", tasks)
        rows = self._read_panel_rows(tasks, query, names, user_ids=users)
        states = dict(tasks._fields["state"]._description_selection(self.env))
        for row in rows:
            row["state_label"] = states.get(row["state"], "")
            row["is_overdue"] = self._is_panel_task_overdue(row)
            row["deadline"] = fields.Datetime.to_string(row["deadline"])
        return rows

    def _is_panel_task_overdue(self, row: dict) -> bool:
        is_open = row["state"] in self.env["project.task"].OPEN_STATES
        deadline = row["deadline"]
        return bool(is_open and deadline and deadline < self._get_start_of_today())

    def _get_panel_quotes(self) -> list[dict] | None:
        """Return the latest quotes and orders, to those who may see quotes."""
        quotes = self.env["sale.order"]
        # by the group too: core lets whoever has projects or invoices read quotes
        if not (self.env.user.has_group(QUOTES_GROUP) and quotes.has_access("read")):
            return None
        domain = Domain("partner_id.crm_customer_id", "=", self.id)
        query = quotes._search(
            domain, order="date_order desc, id desc", limit=PANEL_ROWS
        )
        names = {
            "id": "id",
            "name": "name",
            "state": "state",
            "date": "date_order",
            "amount": "amount_total",
            "currency_id": "currency_id",
        }
        rows = self._read_panel_rows(quotes, query, names)
        states = dict(quotes._fields["state"]._description_selection(self.env))
        for row in rows:
            row["state_label"] = states.get(row["state"], "")
            row["date"] = fields.Datetime.to_string(row["date"])
        return rows

    def _get_panel_activities(self) -> list[dict]:
        """Return the latest entries of the customer's activities, shortened."""
        return [
            {
                "id": entry["id"],
                "date": entry["date"],
                "author": entry["author"] and entry["author"]["name"],
                "kind": entry["kind"],
                "title": entry["title"] or entry["kind_label"],
                "text": self._get_panel_text(entry),
            }
            for entry in self._get_latest_activities(PANEL_ROWS)
        ]

    def _get_panel_text(self, entry: dict) -> str:
        text = " ".join(html2plaintext(entry["body"] or "").split())
        if not text:
            text = ", ".join(
                f"{change['label']}: {change['old'] or '–'} → {change['new'] or '–'}"
                for change in entry["changes"]
            )
        return text if len(text) <= PANEL_TEXT else f"{text[:PANEL_TEXT]}…"

    def _get_panel_balance(self) -> dict:
        """Return the open balance, nothing to those who may not see the ledger.

        ``{"amounts": [{"currency_id": 1, "amount": 12.5}, …]}``, one amount per
        currency; an empty list when nothing is open.
        """
        if not self._may_see_ledger():
            return {}
        return {"amounts": self._get_open_balances().get(self.id, [])}

    def _get_panel_users(self, user_ids: set[int]) -> dict[int, str]:
        """Return the names of colleagues, by id."""
        if not user_ids:
            return {}
        # sudo: res.users - colleagues are named wherever they are responsible
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        query = users_sudo._search(Domain("id", "in", list(user_ids)))
        names = {"id": "id", "name": "partner_id.name"}
        rows = self._read_panel_rows(users_sudo, query, names)
        return {row["id"]: row["name"] for row in rows}

    # -- one query per section -------------------------------------------------

    @api.model
    def _read_panel_rows(self, records, query, names: dict, **more: SQL) -> list[dict]:
        """Return the rows of a query of records as the user may find them.

        A path like ``crm_stage_id.name`` is joined, so that names cost no query.
        """
        columns = []
        for alias, path in names.items():
            model, table, name = records, query.table, path
            if "." in path:
                parent, name = path.split(".")
                model, table = records._fields[parent].join(records, table, query)
            value = model._field_to_sql(table, name, query)
            columns.append(SQL("%s AS %s", value, SQL.identifier(alias)))
        columns += [SQL("%s AS %s", sql, SQL.identifier(k)) for k, sql in more.items()]
        return self.env.execute_query_dict(query.select(*columns))

    @api.model
    def _panel_ids_sql(self, query, name: str, records=None) -> SQL:
        """Return the ids in a many2many of each row, as one value."""
        field = (self if records is None else records)._fields[name]
        return SQL(
            "ARRAY(SELECT %s FROM %s WHERE %s = %s ORDER BY 1)",
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(query.table, "id"),
        )
