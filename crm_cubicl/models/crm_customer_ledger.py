from dataclasses import asdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.ledger_amounts import SUMMED, add_blocks
from ..tools.ledger_options import LedgerOptions
from ..tools.ledger_queries import (
    READ_FIELDS,
    Scope,
    make_block_query,
    make_row_query,
)


class CrmCustomerLedger(models.AbstractModel):
    """Read the receivable and payable entries of customers, with what they add up to.

    Everything is read in SQL, of the companies that the user works in. Who may see
    which customer's ledger is checked by who calls: see ``res.partner``.
    """

    _name = "crm.customer.ledger"
    _description = "Ledger of customers"

    @api.model
    def _get_blocks(self, customers, options: LedgerOptions) -> list[dict]:
        """Return what each company and currency comes to, the own currency first."""
        at = options.date_to or fields.Date.context_today(self)
        query = make_block_query(self._get_scope(customers), options, at)
        blocks = [self._read_block(row) for row in self._execute(query)]
        companies, currencies = self._get_names(blocks)
        for block in blocks:
            company = companies[block["company_id"]]
            block["company_name"] = company["name"]
            block["currency"] = currencies[block["currency_id"]]
            block["company_currency"] = currencies[company["currency_id"]]
        return sorted(
            blocks,
            key=lambda block: (
                companies[block["company_id"]]["sequence"],
                block["currency"] != block["company_currency"],
                block["currency"]["name"],
            ),
        )

    @api.model
    def _get_totals(self, blocks: list[dict]) -> list[dict]:
        """Return what each company comes to in its own currency."""
        by_company: dict[int, list[dict]] = {}
        for block in blocks:
            by_company.setdefault(block["company_id"], []).append(block)
        return [
            {
                "company_id": company_id,
                "company_name": own[0]["company_name"],
                "currency": own[0]["company_currency"],
                **asdict(add_blocks(own, own[0]["company_currency"]["digits"])),
            }
            for company_id, own in by_company.items()
        ]

    @api.model
    def _get_rows(self, customers, options: LedgerOptions) -> tuple[list[dict], bool]:
        """Return a page of rows in their order, and whether more follow.

        A limit of 0 returns all rows at once.
        """
        query = make_row_query(self._get_scope(customers), options)
        found = self._execute(query)
        # the one more only tells that more follow
        rows = found[: options.limit] if options.limit else found
        kinds = self._get_kind_labels()
        return [self._read_row(row, kinds) for row in rows], len(rows) < len(found)

    @api.model
    def _get_scope(self, customers) -> Scope:
        return Scope(customers.ids, self.env.companies.ids)

    @api.model
    def _execute(self, query: SQL) -> list[tuple]:
        return self.env.execute_query(SQL("%s", query, to_flush=self._get_read()))

    @api.model
    def _make_subselect(self, query: SQL) -> SQL:
        """Return a query as the value of a domain."""
        return SQL("(%s)", query, to_flush=self._get_read())

    @api.model
    def _get_read(self) -> list:
        """Return the fields that the queries read, to be written before they run."""
        return [
            self.env[model]._fields[name]
            for model, names in READ_FIELDS.items()
            for name in names
        ]

    # -- results ---------------------------------------------------------------

    @api.model
    def _read_block(self, row: tuple) -> dict:
        company_id, currency_id, count, *sums = row
        half = len(sums) // 2
        return {
            "company_id": company_id,
            "currency_id": currency_id,
            "count": count,
            **self._read_sums(sums[:half]),
            "company": self._read_sums(sums[half:]),
        }

    @api.model
    def _read_sums(self, sums: list) -> dict:
        amounts = [float(amount) for amount in sums]
        return {
            **dict(zip(SUMMED, amounts[: len(SUMMED)], strict=True)),
            "ageing": amounts[len(SUMMED) :],
        }

    @api.model
    def _read_row(self, row: tuple, kinds: dict[str, str]) -> dict:
        amount, residual, balance, *company = (float(value) for value in row[7:13])
        number, name, ref = (text or "" for text in row[13:16])
        return {
            "id": row[0],
            "move_id": row[1],
            "company_id": row[2],
            "currency_id": row[3],
            "date": row[4],
            "due": row[5],
            "is_open": row[6],
            "debit": max(amount, 0.0),
            "credit": max(-amount, 0.0),
            "residual": residual,
            "balance": balance,
            "company_amount": company[0],
            "company_residual": company[1],
            "company_balance": company[2],
            "number": number,
            # the entry's number again says nothing
            "description": next((t for t in (name, ref) if t and t != number), ""),
            "partner": {"id": row[16], "name": row[17] or ""},
            "kind": kinds[row[18]],
        }

    @api.model
    def _get_kind_labels(self) -> dict[str, str]:
        """Return what entries are called, in the language of the environment."""
        move_type = self.env["account.move"]._fields["move_type"]
        return dict(move_type._description_selection(self.env)) | {
            "payment": self.env._("Payment"),
            "bank": self.env._("Bank transaction"),
            "exchange": self.env._("Exchange difference"),
        }

    @api.model
    def _get_names(self, blocks: list[dict]) -> tuple[dict, dict]:
        """Return companies and currencies as a client shows them, by id."""
        companies = {
            company.id: {
                "name": company.name,
                "currency_id": company.currency_id.id,
                "sequence": number,
            }
            for number, company in enumerate(self.env.companies)
        }
        ids = {block["currency_id"] for block in blocks}
        ids |= {company["currency_id"] for company in companies.values()}
        currencies = {
            currency.id: {
                "id": currency.id,
                "name": currency.name,
                "symbol": currency.symbol,
                "position": currency.position,
                "digits": currency.decimal_places,
            }
            for currency in self.env["res.currency"].browse(ids)
        }
        return companies, currencies
