from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..tools.rollup import add_up

VIEW = "crm_cubicl.crm_cubicl_group_view"


class ResPartner(models.Model):
    """What is open with a customer and with all customers below it.

    Counted are customers, archived ones left out, and tasks that the user may see,
    also below customers that he may not see.
    """

    _inherit = "res.partner"

    crm_below_count = fields.Integer(
        string="Customers below", compute="_compute_crm_rollup", groups=VIEW
    )
    crm_rollup_task_count = fields.Integer(
        string="Open tasks with those below",
        compute="_compute_crm_rollup",
        groups=VIEW,
    )
    crm_rollup_overdue_count = fields.Integer(
        string="Overdue tasks with those below",
        compute="_compute_crm_rollup",
        groups=VIEW,
    )
    crm_rollup_balance = fields.Char(
        string="Open balance with those below",
        compute="_compute_crm_rollup_balance",
        groups=VIEW,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_crm_rollup(self):
        counts = self._get_rollup_counts()
        for partner in self:
            below, tasks, overdue = counts.get(partner._origin.id, (0, 0, 0))
            partner.crm_below_count = below
            partner.crm_rollup_task_count = tasks
            partner.crm_rollup_overdue_count = overdue

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_crm_rollup_balance(self):
        balances = self._get_rollup_balances()
        currencies = self.env["res.currency"]
        for partner in self:
            partner.crm_rollup_balance = " · ".join(
                formatLang(
                    self.env,
                    balance["amount"],
                    currency_obj=currencies.browse(balance["currency_id"]),
                )
                for balance in balances.get(partner._origin.id, ())
            )

    def _get_rollup_counts(self) -> dict[int, tuple[int, int, int]]:
        """Return customers below, open and overdue tasks, in one query for all."""
        ids = self._origin.ids
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                %(tree)s
                SELECT tree.top_id,
                    count(DISTINCT tree.id) FILTER (WHERE tree.id <> tree.top_id),
                    count(task.id),
                    count(task.id) FILTER (WHERE task.date_deadline < %(now)s)
                FROM tree
                LEFT JOIN res_partner AS contact ON contact.crm_customer_id = tree.id
                LEFT JOIN project_task AS task ON task.partner_id = contact.id
                    AND task.id IN %(tasks)s
                WHERE tree.id IN %(seen)s
                GROUP BY tree.top_id
                """,
                tree=self._get_tree_sql(ids),
                tasks=self._get_open_task_query(),
                seen=self._get_seen_query(),
                now=fields.Datetime.now(),
            )
        )
        return {top_id: tuple(counts) for top_id, *counts in rows}

    def _get_subtrees(self) -> dict[int, list[int]]:
        """Return each customer's id with those of itself and all below it, as seen."""
        ids = self._origin.ids
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "%s SELECT top_id, array_agg(id) FROM tree WHERE id IN %s"
                " GROUP BY top_id",
                self._get_tree_sql(ids),
                self._get_seen_query(),
            )
        )
        return dict(rows)

    def _get_rollup_balances(self) -> dict[int, list[dict]]:
        """Return the open balances of customers with all below them.

        ``{customer id: [{"currency_id": id, "amount": float}]}``, nothing without the
        right to the ledger.
        """
        trees = self._get_subtrees()
        below = self.browse({id_ for ids in trees.values() for id_ in ids})
        return add_up(trees, below._get_open_balances())

    @api.model
    def _get_tree_sql(self, ids: list[int]) -> SQL:
        """Return the head of a query with the table ``tree``: top_id and id."""
        return SQL(
            """
            WITH RECURSIVE tree AS (
                SELECT id AS top_id, id FROM res_partner WHERE id IN %(ids)s
                UNION
                SELECT tree.top_id, child.id FROM tree
                JOIN res_partner AS child ON %(parent)s = tree.id
            )
            """,
            ids=tuple(ids),
            parent=SQL.identifier(
                "child", "crm_parent_id", to_flush=self._fields["crm_parent_id"]
            ),
        )

    @api.model
    def _get_seen_query(self) -> SQL:
        """Return which customers the user may see."""
        query = self.env["res.partner"]._search(Domain("is_crm_customer", "=", True))
        return query.subselect()

    @api.model
    def _get_open_task_query(self) -> SQL:
        """Return which tasks are open and seen by the user."""
        domain = Domain("is_closed", "=", False) & Domain("is_template", "=", False)
        domain &= Domain("partner_id", "!=", False)
        return self.env["project.task"]._search(domain).subselect()
