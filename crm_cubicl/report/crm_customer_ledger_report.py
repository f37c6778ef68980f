from collections.abc import Iterator

from odoo import api, models
from odoo.tools.misc import format_date, formatLang

from ..tools.ledger_amounts import PageRoom, split_pages

# what fits on a sheet of A4 on its side, with rows of one line
ROOM = PageRoom(first=26, other=32, end=5)
# more pages than anyone prints, and more than the printer of pages takes in a minute
MAX_ROWS = 5_000


class CrmCustomerLedgerReport(models.AbstractModel):
    """The ledger of customers on paper.

    Headers and footers are in the page itself, as some builds of wkhtmltopdf leave
    theirs out. So the rows are dealt to pages here.
    """

    _name = "report.crm_cubicl.crm_customer_ledger"
    _description = "Ledger of customers on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        # asked for from the menu it is for the customer
        options = (data or {}).get("ledger_options") or {"language": "customer"}
        documents = []
        for customer in self.env["res.partner"].browse(docids):
            _customer, settings = customer._check_ledger(options)
            customer = customer._with_ledger_language(settings.language)
            statement = customer._get_ledger_statement(options)
            customer._check_ledger_size(
                sum(block["count"] for block in statement["blocks"]), MAX_ROWS
            )
            files = customer.env["crm.customer.ledger.file"]
            documents.append(self.with_env(files.env)._get_document(statement))
        return {"documents": documents}

    @api.model
    def _get_document(self, statement: dict) -> dict:
        """Return the pages of a customer, each with all it shows as text."""
        files = self.env["crm.customer.ledger.file"]
        blocks = statement["blocks"] or [files._get_empty_block()]
        pages = [page for block in blocks for page in self._get_pages(statement, block)]
        if len(blocks) > 1:
            pages.append(self._get_total_page(statement))
        for number, page in enumerate(pages, start=1):
            page["number"] = self.env._(
                "Page %(number)s of %(count)s", number=number, count=len(pages)
            )
        return {
            "customer": statement["customer"],
            "lang": self.env.lang,
            "title": self.env._("Ledger"),
            "date": format_date(self.env, statement["at"]),
            "ageing_labels": files._get_ageing_labels(),
            "ageing_title": files._get_ageing_title(statement),
            "sum_labels": files._get_sum_labels(),
            "pages": pages,
        }

    @api.model
    def _get_pages(self, statement: dict, block: dict) -> Iterator[dict]:
        """Yield the pages of one company and currency."""
        files = self.env["crm.customer.ledger.file"]
        digits = block["currency"]["digits"]
        columns = self._get_columns(statement, block)
        sheets = list(split_pages(block["rows"], ROOM))
        for number, rows in enumerate(sheets):
            yield {
                "kind": "rows",
                "company": self.env["res.company"].browse(block["company_id"]),
                "currency": block["currency"]["name"],
                "facts": files._get_facts(statement, block),
                "is_first": not number,
                "is_last": number == len(sheets) - 1,
                "columns": columns,
                "rows": [self._show_row(row, columns, digits) for row in rows],
                "sums": self._show_sums(block, digits),
                "ageing": self._show_all(block["ageing"], digits),
            }

    @api.model
    def _get_total_page(self, statement: dict) -> dict:
        """Return the page of what the currencies come to together."""
        return {
            "kind": "totals",
            "company": self.env["res.company"].browse(
                statement["totals"][0]["company_id"]
            ),
            "currency": False,
            "title": self.env._("All currencies"),
            "totals": [
                {
                    "name": total["company_name"],
                    "currency": total["currency"]["name"],
                    "closing": self._show(
                        total["amounts"]["closing"], total["currency"]["digits"]
                    ),
                    "ageing": self._show_all(
                        total["ageing"], total["currency"]["digits"]
                    ),
                }
                for total in statement["totals"]
            ],
        }

    @api.model
    def _get_columns(self, statement: dict, block: dict) -> list:
        """Return the columns, with the contact's only where there are contacts."""
        files = self.env["crm.customer.ledger.file"]
        customer_id = statement["customer"].id
        named = any(row["partner"]["id"] != customer_id for row in block["rows"])
        return [
            column
            for column in files._get_columns(statement, block)
            if named or column.key != "partner"
        ]

    # -- text ------------------------------------------------------------------

    @api.model
    def _show_row(self, row: dict, columns: list, digits: int) -> list[tuple[str, str]]:
        values = self.env["crm.customer.ledger.file"]._get_sheet_row(row)
        shown = []
        for column in columns:
            value = values[column.key]
            if column.kind == "amount":
                value = "" if value is None else self._show(value, digits)
            elif column.kind == "date":
                value = format_date(self.env, value)
            shown.append((column.key, value))
        return shown

    @api.model
    def _show_sums(self, block: dict, digits: int) -> dict[str, dict[str, str]]:
        """Return what stands in the first and the last line of a currency."""
        own, company = block, block["company"]
        closing = {name: own[name] for name in ("debit", "credit", "residual")}
        return {
            "opening": {
                "balance": self._show(own["opening"], digits),
                "company_balance": self._show(company["opening"], digits),
            },
            "closing": {
                "balance": self._show(own["closing"], digits),
                "company_balance": self._show(company["closing"], digits),
                **{
                    name: self._show(amount, digits) for name, amount in closing.items()
                },
            },
        }

    @api.model
    def _show_all(self, amounts: list[float], digits: int) -> list[str]:
        return [self._show(amount, digits) for amount in amounts]

    @api.model
    def _show(self, amount: float, digits: int) -> str:
        return formatLang(self.env, amount, digits=digits)
