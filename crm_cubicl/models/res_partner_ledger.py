from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.ledger_options import LedgerOptionError, LedgerOptions, parse_options
from ..tools.ledger_queries import make_open_query

LEDGER_GROUP = "crm_cubicl.crm_cubicl_group_ledger"
# what one file takes; longer ones are asked for by period
MAX_ROWS = 50_000


class ResPartner(models.Model):
    """Customers show their ledger to those who may see it."""

    _inherit = "res.partner"

    @api.readonly
    def get_customer_ledger(self, options=None):
        """Return a page of the customer's ledger, for the screen.

        :param dict options: see ``tools/ledger_options.py``. With ``after`` only the
            rows that follow are returned.
        """
        customer, settings = self._check_ledger(options)
        tree = customer._get_ledger_tree()
        customers = tree if settings.include_children else customer
        if settings.after:
            return self._get_ledger_page(customers, settings)
        ledger = self.env["crm.customer.ledger"]
        blocks = ledger._get_blocks(customers, settings)
        keys = [(block["company_id"], block["currency_id"]) for block in blocks]
        block = settings.block if settings.block in keys else (keys or [None])[0]
        page = {"rows": [], "next": False}
        if block:
            page = self._get_ledger_page(customers, replace(settings, block=block))
        return {
            "customer": {"id": customer.id, "name": customer.name},
            "date_from": settings.date_from,
            "date_to": settings.date_to,
            "at": settings.date_to or fields.Date.context_today(self),
            "has_children": len(tree) > 1,
            "languages": customer._get_ledger_languages(),
            "blocks": blocks,
            "totals": ledger._get_totals(blocks),
            "block": block,
            **page,
        }

    def _get_ledger_statement(self, options=None) -> dict:
        """Return the customer's whole ledger of a period, for a file.

        It is in the language of the environment: see :meth:`_with_ledger_language`.
        """
        customer, settings = self._check_ledger(options)
        customers = customer
        if settings.include_children:
            customers = customer._get_ledger_tree()
        ledger = self.env["crm.customer.ledger"]
        blocks = ledger._get_blocks(customers, settings)
        self._check_ledger_size(sum(block["count"] for block in blocks))
        rows, _more = ledger._get_rows(
            customers, replace(settings, block=None, after=None, limit=0)
        )
        by_block: dict[tuple, list] = {}
        for row in rows:
            key = (row["company_id"], row["currency_id"])
            by_block.setdefault(key, []).append(row)
        for block in blocks:
            key = (block["company_id"], block["currency_id"])
            block["rows"] = by_block.get(key, [])
        return {
            "customer": customer,
            "settings": settings,
            "at": settings.date_to or fields.Date.context_today(self),
            "blocks": blocks,
            "totals": ledger._get_totals(blocks),
        }

    def _get_open_balances(self) -> dict[int, list[dict]]:
        """Return what is open of each customer now, per currency, in one query.

        Empty without the right to the ledger; customers one may not see, or of whom
        nothing is open, are left out.
        """
        if not self._may_see_ledger():
            return {}
        customers = self._filtered_access("read")
        if not customers:
            return {}
        query = make_open_query(
            self.env.companies.ids,
            SQL("partner.commercial_partner_id IN %s", tuple(customers.ids)),
            SQL(
                "partner.commercial_partner_id, line.currency_id,"
                " SUM(line.amount_residual_currency)"
            ),
            SQL("GROUP BY 1, 2 HAVING SUM(line.amount_residual_currency) <> 0"),
        )
        balances: dict[int, list[dict]] = {}
        found = self.env["crm.customer.ledger"]._execute(SQL("%s ORDER BY 1, 2", query))
        for customer_id, currency_id, amount in found:
            balances.setdefault(customer_id, []).append(
                {"currency_id": currency_id, "amount": float(amount)}
            )
        return balances

    # -- rights ----------------------------------------------------------------

    @api.model
    def _may_see_ledger(self) -> bool:
        return self.env.su or self.env.user.has_group(LEDGER_GROUP)

    def _check_ledger(self, options) -> tuple["ResPartner", LedgerOptions]:
        """Return whose ledger is wanted and how, or refuse.

        The entries are read past the rights to the accounting: whoever has the ledger
        sees them of each customer that the level lets him see, and opens them only
        with rights to the accounting itself.
        """
        self.ensure_one()
        if not self._may_see_ledger():
            raise AccessError(
                self.env._(
                    "You may not see the ledger of customers. Ask an administrator "
                    "for the right “Ledger”."
                )
            )
        customer = self.commercial_partner_id
        (self | customer).check_access("read")
        try:
            settings = parse_options(options, fields.Date.context_today(self))
        except LedgerOptionError as error:
            raise UserError(self._get_ledger_message(error.code)) from error
        return customer, settings

    @api.model
    def _get_ledger_message(self, code: str) -> str:
        messages = {
            "period": self.env._(
                "The period ends before it begins. Change one of the two dates."
            ),
            "date": self.env._("A date of the period cannot be read. Choose it again."),
        }
        return messages.get(code) or self.env._(
            "The ledger was asked for in a way that it does not know (%(name)s). "
            "Reload the page and try again.",
            name=code,
        )

    @api.model
    def _check_ledger_size(self, count: int, limit: int = MAX_ROWS) -> None:
        if count > limit:
            raise UserError(
                self.env._(
                    "The ledger has %(count)s entries in this period; a file holds "
                    "%(limit)s. Choose a shorter period.",
                    count=count,
                    limit=limit,
                )
            )

    # -- what belongs to it ----------------------------------------------------

    def _get_ledger_page(self, customers, settings: LedgerOptions) -> dict:
        """Return rows, and what to ask for the next ones with."""
        rows, more = self.env["crm.customer.ledger"]._get_rows(customers, settings)
        moves = self.env["account.move"].browse({row["move_id"] for row in rows})
        may_open = moves.browse().has_access("read")
        allowed = set(moves._filtered_access("read")._ids) if may_open else set()
        for row in rows:
            row["can_open"] = row["move_id"] in allowed
        last = rows[-1] if more else None
        return {
            "rows": rows,
            "next": last and (fields.Date.to_string(last["date"]), last["id"]) or False,
        }

    def _get_ledger_tree(self):
        """Return the customer, first, and all below it that the user may see."""
        found = self.env.execute_query(
            SQL(
                """WITH RECURSIVE tree AS (
                    SELECT %(root)s AS id
                    UNION
                    SELECT child.id FROM res_partner child
                    JOIN tree ON %(parent)s = tree.id
                ) SELECT id FROM tree ORDER BY id""",
                root=self.id,
                parent=SQL.identifier(
                    "child",
                    "crm_parent_id",
                    to_flush=self._fields["crm_parent_id"],
                ),
            )
        )
        if len(found) == 1:
            return self
        return self | self.browse(id_ for (id_,) in found)._filtered_access("read")

    def _get_ledger_languages(self) -> list[str]:
        """Return the languages a file can be in when there is a choice."""
        code = self.lang
        if not code or code == self.env.lang:
            return ["user"]
        return ["user", "customer"]

    def _with_ledger_language(self, language: str):
        """Return the customer with the language that its file is to be in."""
        # sudo: res.partner - the language alone, of a customer checked afterwards
        code = language == "customer" and self.commercial_partner_id.sudo().lang
        return self.with_context(lang=code) if code else self
