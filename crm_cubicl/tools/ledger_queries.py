"""The queries of a ledger: entries, what they come to, what is open of them.

An item is open as it was at the end of the period: what was paid later is left out.
Without an end that is what the accounting has as its residual.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from odoo.tools import SQL

from .ledger_amounts import AGEING
from .ledger_options import LedgerOptions

ACCOUNT_TYPES = ("asset_receivable", "liability_payable")
STATES = {
    "all": SQL("TRUE"),
    "open": SQL("is_open"),
    "reconciled": SQL("NOT is_open"),
}
# what the queries read, to be written before they run
READ_FIELDS = {
    "account.move.line": [
        "account_id",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "balance",
        "company_id",
        "currency_id",
        "date",
        "date_maturity",
        "move_id",
        "move_name",
        "name",
        "parent_state",
        "partner_id",
        "reconciled",
        "ref",
        "statement_line_id",
    ],
    "account.move": ["journal_id", "move_type", "origin_payment_id"],
    "account.account": ["account_type"],
    "account.partial.reconcile": [
        "amount",
        "credit_amount_currency",
        "credit_move_id",
        "debit_amount_currency",
        "debit_move_id",
        "max_date",
    ],
    "res.company": ["currency_exchange_journal_id"],
    "res.partner": ["commercial_partner_id", "complete_name", "name"],
}
# finer than the type of an entry, which says as much of invoices only
KIND = SQL(
    """CASE WHEN move.move_type <> 'entry' THEN move.move_type
        WHEN move.origin_payment_id IS NOT NULL THEN 'payment'
        WHEN line.statement_line_id IS NOT NULL THEN 'bank'
        WHEN move.journal_id = company.currency_exchange_journal_id THEN 'exchange'
        ELSE 'entry' END"""
)


@dataclass(frozen=True)
class Scope:
    """Whose ledger, in which companies; the customer it is of comes first."""

    customer_ids: Sequence[int]
    company_ids: Collection[int]


def make_block_query(scope: Scope, options: LedgerOptions, at: date) -> SQL:
    """Return the query of what each company and currency comes to."""
    shown = SQL("%s AND NOT %s", STATES[options.state], _before(options))
    sums = [
        sum_
        for prefix in ("", "company_")
        for sum_ in (*_make_sums(prefix, options), *_make_ageing_sums(prefix, at))
    ]
    return SQL(
        "WITH %(ctes)s SELECT company_id, currency_id,"
        " COUNT(*) FILTER (WHERE %(shown)s), %(sums)s"
        " FROM item GROUP BY company_id, currency_id",
        ctes=_make_ctes(scope, replace(options, block=None)),
        shown=shown,
        sums=SQL(", ").join(sums),
    )


def make_row_query(scope: Scope, options: LedgerOptions) -> SQL:
    """Return the query of a page of rows and of one more; without a limit of all."""
    moved = _get_moved(options)
    since, after = SQL("TRUE"), SQL("TRUE")
    if options.date_from:
        since = SQL("item.date >= %s", options.date_from)
    if options.after:
        after = SQL("(item.date, item.id) > (%s, %s)", *options.after)
    return SQL(
        """WITH %(ctes)s, running AS (
            SELECT *, SUM(%(amount)s) OVER page AS closing,
                SUM(%(company_amount)s) OVER page AS company_closing
            FROM item WHERE %(shown)s
            WINDOW page AS (PARTITION BY company_id, currency_id ORDER BY date, id)
        )
        SELECT item.id, item.move_id, item.company_id, item.currency_id,
            item.date, item.due, item.is_open, item.amount, item.residual,
            item.closing, item.company_amount, item.company_residual,
            item.company_closing, line.move_name, line.name, line.ref,
            partner.id, %(partner)s, %(kind)s
        FROM running item
        JOIN account_move_line line ON line.id = item.id
        JOIN account_move move ON move.id = item.move_id
        JOIN res_company company ON company.id = item.company_id
        JOIN res_partner partner ON partner.id = item.partner_id
        WHERE %(since)s AND %(after)s
        ORDER BY item.company_id, item.currency_id, item.date, item.id
        LIMIT %(limit)s""",
        ctes=_make_ctes(scope, options),
        amount=SQL.identifier(moved),
        company_amount=SQL.identifier(f"company_{moved}"),
        shown=STATES[options.state],
        partner=_get_partner_name(scope),
        kind=KIND,
        since=since,
        after=after,
        limit=options.limit + 1 if options.limit else None,
    )


def make_open_query(
    company_ids: Collection[int], customers: SQL, columns: SQL, group: SQL
) -> SQL:
    """Return a query on what is open now, of many customers at once.

    :param customers: a condition on ``partner``
    :param columns: what to select; ``line`` has the entries
    """
    return SQL(
        """SELECT %(columns)s FROM account_move_line line
        JOIN account_account account ON account.id = line.account_id
        JOIN res_partner partner ON partner.id = line.partner_id
        WHERE %(customers)s AND line.parent_state = 'posted'
        AND line.reconciled IS NOT TRUE AND account.account_type IN %(types)s
        AND line.company_id IN %(companies)s %(group)s""",
        columns=columns,
        customers=customers,
        types=ACCOUNT_TYPES,
        companies=tuple(company_ids),
        group=group,
    )


def _get_partner_name(scope: Scope) -> SQL:
    """Return what a contact is called: by its company when that is another one."""
    return SQL(
        "CASE WHEN partner.commercial_partner_id = %s AND partner.name <> ''"
        " THEN partner.name ELSE partner.complete_name END",
        scope.customer_ids[0],
    )


def _make_ctes(scope: Scope, options: LedgerOptions) -> SQL:
    """Return the entries up to the end of the period, with what is open of them."""
    until, block = SQL("TRUE"), SQL("TRUE")
    if options.date_to:
        until = SQL("line.date <= %s", options.date_to)
    if options.block:
        block = SQL("line.company_id = %s AND line.currency_id = %s", *options.block)
    residual, later = _make_residual(options.date_to)
    return SQL(
        """line AS MATERIALIZED (
            SELECT line.id, line.move_id, line.company_id, line.currency_id,
                line.partner_id, line.date,
                COALESCE(line.date_maturity, line.date) AS due,
                line.amount_currency AS amount, line.balance AS company_amount,
                line.amount_residual_currency AS residual,
                line.amount_residual AS company_residual
            FROM account_move_line line
            JOIN account_account account ON account.id = line.account_id
            JOIN res_partner partner ON partner.id = line.partner_id
            WHERE partner.commercial_partner_id IN %(customers)s
            AND line.parent_state = 'posted'
            AND account.account_type IN %(types)s
            AND line.company_id IN %(companies)s AND %(until)s AND %(block)s
        ), entry AS (
            SELECT line.id, line.move_id, line.company_id, line.currency_id,
                line.partner_id, line.date, line.due, line.amount,
                line.company_amount, %(residual)s
            FROM line %(later)s
        ), item AS (
            SELECT *, residual <> 0 OR company_residual <> 0 AS is_open FROM entry
        )""",
        customers=tuple(scope.customer_ids),
        types=ACCOUNT_TYPES,
        companies=tuple(scope.company_ids),
        until=until,
        block=block,
        residual=residual,
        later=later,
    )


def _make_residual(until: date | None) -> tuple[SQL, SQL]:
    """Return the columns of what is open at a date, and the join they need.

    That is what is open now, and what was paid after the date.
    """
    if until is None:
        return SQL("line.residual, line.company_residual"), SQL("")
    columns = SQL(
        "line.residual + COALESCE(later.amount, 0) AS residual,"
        " line.company_residual + COALESCE(later.company_amount, 0)"
        " AS company_residual"
    )
    join = SQL(
        """LEFT JOIN (
            SELECT id, SUM(amount) AS amount, SUM(company_amount) AS company_amount
            FROM (
                SELECT line.id, part.debit_amount_currency AS amount,
                    part.amount AS company_amount
                FROM line
                JOIN account_partial_reconcile part
                ON part.debit_move_id = line.id AND part.max_date > %(until)s
                UNION ALL
                SELECT line.id, -part.credit_amount_currency, -part.amount
                FROM line
                JOIN account_partial_reconcile part
                ON part.credit_move_id = line.id AND part.max_date > %(until)s
            ) part GROUP BY id
        ) later ON later.id = line.id""",
        until=until,
    )
    return columns, join


def _make_sums(prefix: str, options: LedgerOptions) -> list[SQL]:
    """Return the sums that SUMMED names, in its order."""
    state, before = STATES[options.state], _before(options)
    moved = SQL.identifier(prefix + _get_moved(options))
    amount = SQL.identifier(f"{prefix}amount")
    shown = SQL("%s AND NOT %s", state, before)
    return [
        _make_sum(moved, SQL("%s AND %s", state, before)),
        _make_sum(amount, SQL("%s AND %s > 0", shown, amount)),
        _make_sum(SQL("-%s", amount), SQL("%s AND %s < 0", shown, amount)),
        _make_sum(SQL.identifier(f"{prefix}residual"), shown),
        _make_sum(moved, state),
    ]


def _make_ageing_sums(prefix: str, at: date) -> list[SQL]:
    """Return what is open in each bucket of the ageing."""
    residual = SQL.identifier(f"{prefix}residual")
    sums, youngest = [], None
    for _key, days in AGEING:
        parts = []
        if youngest is not None:
            parts.append(SQL("%s::date - due >= %s", at, youngest))
        if days is not None:
            parts.append(SQL("%s::date - due <= %s", at, days))
            youngest = days + 1
        sums.append(_make_sum(residual, SQL(" AND ").join(parts)))
    return sums


def _make_sum(amount: SQL, condition: SQL) -> SQL:
    return SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", amount, condition)


def _before(options: LedgerOptions) -> SQL:
    """Return which entries are older than the period."""
    if options.date_from is None:
        return SQL("FALSE")
    return SQL("(date < %s)", options.date_from)


def _get_moved(options: LedgerOptions) -> str:
    """Return what adds up to the balance: of open items what is open of them."""
    return "residual" if options.state == "open" else "amount"
