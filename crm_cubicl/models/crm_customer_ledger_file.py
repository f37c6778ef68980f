from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools.ledger_amounts import AGEING_KEYS, SUMMED
from ..tools.ledger_options import LedgerOptions
from ..tools.ledger_workbook import Column, Sheet, write_ledger


class CrmCustomerLedgerFile(models.AbstractModel):
    """Write a customer's ledger to files, in the language of the environment."""

    _name = "crm.customer.ledger.file"
    _description = "Ledger of a customer as a file"

    @api.model
    def _write_workbook(self, target, statement: dict) -> None:
        """Write the statement of a customer into an open binary file."""
        sheets = [self._get_sheet(statement, block) for block in statement["blocks"]]
        write_ledger(
            target,
            self.env._("Ledger"),
            sheets or [self._get_sheet(statement, self._get_empty_block())],
        )

    @api.model
    def _get_file_name(self, customer, extension: str) -> str:
        name = self.env._(
            "Ledger of %(name)s %(date)s",
            name=customer.name,
            date=fields.Date.context_today(self).isoformat(),
        )
        return f"{name}.{extension}"

    # -- words, for every kind of file -----------------------------------------

    @api.model
    def _get_ageing_labels(self) -> list[str]:
        labels = {
            "not_due": self.env._("Not due"),
            "d30": self.env._("0–30 days"),
            "d60": self.env._("31–60 days"),
            "d90": self.env._("61–90 days"),
            "older": self.env._("Over 90 days"),
        }
        return [labels[key] for key in AGEING_KEYS]

    @api.model
    def _get_ageing_title(self, statement: dict) -> str:
        return self.env._(
            "Open by due date on %(date)s", date=self._format(statement["at"])
        )

    @api.model
    def _get_period_text(self, settings: LedgerOptions) -> str:
        first, last = settings.date_from, settings.date_to
        if first and last:
            return f"{self._format(first)} – {self._format(last)}"
        if first:
            return self.env._("since %(date)s", date=self._format(first))
        if last:
            return self.env._("until %(date)s", date=self._format(last))
        return self.env._("all time")

    @api.model
    def _get_state_text(self, settings: LedgerOptions) -> str:
        return {
            "all": self.env._("All entries"),
            "open": self.env._("Open entries"),
            "reconciled": self.env._("Reconciled entries"),
        }[settings.state]

    @api.model
    def _get_facts(self, statement: dict, block: dict) -> list[tuple[str, str]]:
        """Return what is said above the entries."""
        customer, settings = statement["customer"], statement["settings"]
        facts = [
            (self.env._("Company"), block["company_name"]),
            (self.env._("Customer"), customer.name),
            (self.env._("Tax number"), customer.vat or ""),
            (self.env._("Period"), self._get_period_text(settings)),
            (self.env._("Entries"), self._get_state_text(settings)),
            (self.env._("Currency"), block["currency"]["name"]),
        ]
        return [(label, value) for label, value in facts if value]

    @api.model
    def _get_sum_labels(self) -> tuple[str, str]:
        return self.env._("Opening balance"), self.env._("Closing balance")

    @api.model
    def _format(self, day) -> str:
        return format_date(self.env, day)

    # -- workbook --------------------------------------------------------------

    @api.model
    def _get_sheet(self, statement: dict, block: dict) -> Sheet:
        opening, closing = self._get_sum_labels()
        columns = self._get_columns(statement, block)
        keys = {column.key for column in columns}
        sums = {
            "balance": block["closing"],
            "residual": block["residual"],
            "company_balance": block["company"]["closing"],
            "debit": block["debit"],
            "credit": block["credit"],
        }
        first = {
            "balance": block["opening"],
            "company_balance": block["company"]["opening"],
        }
        return Sheet(
            name=f"{block['currency']['name']} {block['company_name']}",
            facts=self._get_facts(statement, block),
            columns=columns,
            opening=(opening, {k: v for k, v in first.items() if k in keys}),
            rows=[self._get_sheet_row(row) for row in block.get("rows", [])],
            closing=(closing, {k: v for k, v in sums.items() if k in keys}),
            ageing=list(zip(self._get_ageing_labels(), block["ageing"], strict=True)),
            ageing_title=self._get_ageing_title(statement),
            digits=block["currency"]["digits"],
        )

    @api.model
    def _get_sheet_row(self, row: dict) -> dict:
        return row | {
            "partner": row["partner"]["name"],
            "debit": row["debit"] or None,
            "credit": row["credit"] or None,
            "residual": row["residual"] or None,
        }

    @api.model
    def _get_columns(self, statement: dict, block: dict) -> list[Column]:
        columns = [
            Column("date", self.env._("Date"), "date"),
            Column("number", self.env._("Number")),
            Column("kind", self.env._("Kind")),
            Column("description", self.env._("Description")),
            Column("partner", self.env._("Contact")),
            Column("due", self.env._("Due date"), "date"),
            Column("debit", self.env._("Debit"), "amount"),
            Column("credit", self.env._("Credit"), "amount"),
            Column("balance", self.env._("Balance"), "amount"),
            Column("residual", self.env._("Open"), "amount"),
        ]
        own = block["company_currency"]
        if block["currency"] == own:
            return columns
        # foreign currencies also say what they are worth in the books
        in_own = self.env._("Balance in %(currency)s", currency=own["name"])
        return [*columns, Column("company_balance", in_own, "amount")]

    @api.model
    def _get_empty_block(self) -> dict:
        """Return what a customer without entries comes to."""
        company = self.env.company
        _companies, currencies = self.env["crm.customer.ledger"]._get_names([])
        currency = currencies[company.currency_id.id]
        sums = dict.fromkeys(SUMMED, 0.0) | {"ageing": [0.0] * len(AGEING_KEYS)}
        return {
            "company_id": company.id,
            "company_name": company.name,
            "currency_id": currency["id"],
            "currency": currency,
            "company_currency": currency,
            "count": 0,
            **sums,
            "company": sums,
            "rows": [],
        }
