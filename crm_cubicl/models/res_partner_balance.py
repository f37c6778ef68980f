from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_queries import make_open_query
from .res_partner_ledger import LEDGER_GROUP

COMPARISONS = {
    ">": SQL(">"),
    ">=": SQL(">="),
    "<": SQL("<"),
    "<=": SQL("<="),
}


class ResPartner(models.Model):
    """Customers are found by what is open of them, by those who may see the ledger."""

    _inherit = "res.partner"

    crm_balance = fields.Monetary(
        string="Open balance",
        compute="_compute_crm_balance",
        search="_search_crm_balance",
        groups=LEDGER_GROUP,
        help="What the customer owes, less what is owed to the customer, over all "
        "currencies and the companies at work, in the currency of the current one.",
    )
    crm_is_overdue = fields.Boolean(
        string="Overdue balance",
        compute="_compute_crm_is_overdue",
        search="_search_crm_is_overdue",
        groups=LEDGER_GROUP,
        help="The customer owes something whose due date has passed.",
    )
    # core checks the groups of these when they are read, not when they are searched by
    credit = fields.Monetary(search="_search_credit")
    debit = fields.Monetary(search="_search_debit")
    # core leaves it open to whoever reads invoices, and it tells what is owed
    days_sales_outstanding = fields.Float(
        groups="account.group_account_invoice,account.group_account_readonly"
    )

    @api.depends_context("company", "allowed_company_ids")
    def _compute_crm_balance(self):
        query = self._make_balance_query(
            SQL("partner.commercial_partner_id IN %s", tuple(self.ids or [0])),
            SQL("partner.commercial_partner_id, %s", self._make_balance_sum()),
        )
        balances = dict(self.env["crm.customer.ledger"]._execute(query))
        for partner in self:
            partner.crm_balance = float(balances.get(partner.id, 0))

    @api.model
    def _search_credit(self, operator, value):
        self._check_search_by("credit")
        return self._credit_search(operator, value)

    @api.model
    def _search_debit(self, operator, value):
        self._check_search_by("debit")
        return self._debit_search(operator, value)

    @api.model
    def _check_search_by(self, name: str) -> None:
        """Refuse to find by what one may not read: what is found would tell."""
        self._check_field_access(self._fields[name], "read")

    @api.model
    def _search_crm_balance(self, operator, value):
        self._check_search_by("crm_balance")
        if operator == "in":
            amounts = [float(amount) for amount in value]
            return self._get_balance_domain(
                SQL("%s IN %s", self._make_balance_sum(), tuple(amounts)),
                any(self.env.company.currency_id.is_zero(a) for a in amounts),
            )
        if operator not in COMPARISONS:
            return NotImplemented
        amount = float(value)
        matches_zero = {
            ">": amount < 0,
            ">=": amount <= 0,
            "<": amount > 0,
            "<=": amount >= 0,
        }
        return self._get_balance_domain(
            SQL("%s %s %s", self._make_balance_sum(), COMPARISONS[operator], amount),
            matches_zero[operator],
        )

    @api.depends_context("allowed_company_ids", "tz")
    def _compute_crm_is_overdue(self):
        ids = tuple(self.ids or [0])
        query = self._make_overdue_query(
            SQL("partner.commercial_partner_id IN %s", ids)
        )
        found = self.env["crm.customer.ledger"]._execute(query)
        overdue = self & self.browse(id_ for (id_,) in found)
        overdue.crm_is_overdue = True
        (self - overdue).crm_is_overdue = False

    @api.model
    def _search_crm_is_overdue(self, operator, value):
        self._check_search_by("crm_is_overdue")
        if operator != "in":
            return NotImplemented
        query = self._make_overdue_query(SQL("TRUE"))
        query = self.env["crm.customer.ledger"]._make_subselect(query)
        found = Domain("id", "in", query)
        return found if True in value else ~found

    # -- queries ---------------------------------------------------------------

    @api.model
    def _make_overdue_query(self, customers: SQL) -> SQL:
        """Return who owes something that is due; what we owe does not count."""
        return make_open_query(
            self.env.companies.ids,
            SQL(
                "%s AND account.account_type = 'asset_receivable'"
                " AND COALESCE(line.date_maturity, line.date) < %s",
                customers,
                fields.Date.context_today(self),
            ),
            SQL("partner.commercial_partner_id"),
            SQL("GROUP BY 1 HAVING SUM(line.amount_residual) > 0"),
        )

    @api.model
    def _make_balance_query(self, customers: SQL, columns: SQL, having=None) -> SQL:
        having = SQL(" HAVING %s", having) if having else SQL()
        return make_open_query(
            self.env.companies.ids,
            customers,
            columns,
            SQL("GROUP BY partner.commercial_partner_id%s", having),
        )

    @api.model
    def _get_balance_domain(self, having: SQL, matches_zero: bool) -> Domain:
        """Return the customers whose balance matches.

        Who has nothing open has a balance of zero, and is in no query.
        """
        condition = SQL("NOT (%s)", having) if matches_zero else having
        query = self._make_balance_query(
            SQL("TRUE"), SQL("partner.commercial_partner_id"), condition
        )
        query = self.env["crm.customer.ledger"]._make_subselect(query)
        found = Domain("id", "in", query)
        return ~found if matches_zero else found

    @api.model
    def _make_balance_sum(self) -> SQL:
        """Return the sum of what is open, in the currency of the current company."""
        company = self.env.company
        rates = SQL(" ").join(
            SQL("WHEN %s THEN %s::numeric", other.id, self._get_balance_rate(other))
            for other in self.env.companies
        )
        return SQL(
            "ROUND(SUM(line.amount_residual * CASE line.company_id %s END), %s)",
            rates,
            company.currency_id.decimal_places,
        )

    @api.model
    def _get_balance_rate(self, other) -> float:
        """Return what today one unit of another company's currency is worth here."""
        currency, target = other.currency_id, self.env.company.currency_id
        if currency == target:
            return 1
        today = fields.Date.context_today(self)
        return currency._get_conversion_rate(currency, target, self.env.company, today)
