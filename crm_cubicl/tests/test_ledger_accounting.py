import random
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ..tools.ledger_amounts import AGEING_KEYS, get_ageing_key
from .ledger_common import LedgerMixin

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
ENTRIES = 90
RECONCILIATIONS = 70
PERIODS = 25


@tagged("post_install", "-at_install")
class TestLedgerAccounting(LedgerMixin, TransactionCase):
    """The ledger is the accounting's, to the cent, whatever was booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20260615)
        cls._set_up_ledger()
        cls._set_up_companies()
        cls.child = cls._create_customer("Alt", crm_parent_id=cls.customer.id)
        cls.other = cls._create_customer("Başkası")
        cls.partners = (
            cls.customer
            | cls.contact
            | cls._create_contact(cls.customer, "Muhasebe")
            | cls.child
            | cls._create_contact(cls.child, "Alt Kişi")
            | cls.other
        )
        for number in range(ENTRIES):
            cls._book(number)
        for _number in range(RECONCILIATIONS):
            cls._reconcile_some()

    @classmethod
    def _set_up_companies(cls):
        currencies = cls.env["res.currency"]
        cls.currencies = currencies | currencies.search(
            [("name", "in", ["TRY", "USD", "EUR"]), ("active", "in", [True, False])]
        )
        cls.currencies.active = True
        cls.companies = cls.env["res.company"]
        for name, currency in (("Ledger A", "TRY"), ("Ledger B", "EUR")):
            company = cls.env["res.company"].create(
                {
                    "name": name,
                    "currency_id": cls.env.ref(f"base.{currency}").id,
                    "country_id": cls.env.ref("base.us").id,
                }
            )
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
            company.currency_id = cls.env.ref(f"base.{currency}")
            cls.companies |= company
        cls.user_ledger.company_ids |= cls.companies
        cls.env.user.company_ids |= cls.companies
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.companies.ids}
        )
        for company in cls.companies:
            cls._set_up_rates(company)
            cls._set_up_bank(company)

    @classmethod
    def _set_up_rates(cls, company):
        for currency in cls.currencies - company.currency_id:
            cls.env["res.currency.rate"].create(
                [
                    {
                        "name": date(year, month, 1),
                        "rate": cls.random.uniform(0.02, 1.5),
                        "currency_id": currency.id,
                        "company_id": company.id,
                    }
                    for year in (2024, 2025)
                    for month in range(1, 13)
                ]
            )

    @classmethod
    def _set_up_bank(cls, company):
        """Give payments an account, without which they make no entry."""
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        account = (
            cls.env["account.account"]
            .with_company(company)
            .create(
                {
                    "code": "108900",
                    "name": "Outstanding",
                    "account_type": "asset_current",
                    "reconcile": True,
                    "company_ids": [Command.set(company.ids)],
                }
            )
        )
        lines = bank.inbound_payment_method_line_ids
        (lines | bank.outbound_payment_method_line_ids).payment_account_id = account

    # -- a random accounting ---------------------------------------------------

    @classmethod
    def _pick_day(cls):
        return FIRST + timedelta(days=cls.random.randrange((LAST - FIRST).days))

    @classmethod
    def _pick_amount(cls):
        return round(cls.random.uniform(0.01, 9999), 2)

    @classmethod
    def _book(cls, number):
        company = cls.random.choice(cls.companies)
        kind = ("invoice", "invoice", "payment", "payment", "entry")[number % 5]
        record = getattr(cls, f"_book_{kind}")(company)
        # some stay drafts, some are posted and cancelled again
        if number % 11 == 10:
            return
        record.action_post()
        if number % 11 == 5:
            record.action_draft() if kind == "payment" else record.button_draft()
            record.action_cancel() if kind == "payment" else record.button_cancel()

    @classmethod
    def _book_invoice(cls, company):
        day = cls._pick_day()
        move_type = cls.random.choice(
            ["out_invoice", "out_invoice", "out_refund", "in_invoice", "in_refund"]
        )
        return (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": move_type,
                    "company_id": company.id,
                    "partner_id": cls.random.choice(cls.partners).id,
                    "currency_id": cls.random.choice(cls.currencies).id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_date_due": day + timedelta(days=cls.random.randrange(120)),
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "X",
                                "price_unit": cls._pick_amount(),
                                "tax_ids": [],
                            }
                        )
                    ],
                }
            )
        )

    @classmethod
    def _book_payment(cls, company):
        kind = cls.random.choice(["inbound", "inbound", "outbound"])
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        return (
            cls.env["account.payment"]
            .with_company(company)
            .create(
                {
                    "payment_type": kind,
                    "partner_type": "customer" if kind == "inbound" else "supplier",
                    "partner_id": cls.random.choice(cls.partners).id,
                    "amount": cls._pick_amount(),
                    "currency_id": cls.random.choice(cls.currencies).id,
                    "date": cls._pick_day(),
                    "journal_id": journal.id,
                }
            )
        )

    @classmethod
    def _book_entry(cls, company):
        sign = cls.random.choice([1, -1])
        currency = cls.random.choice(cls.currencies)
        amount = sign * cls._pick_amount()
        balance = amount
        if currency != company.currency_id:
            balance = sign * cls._pick_amount()
        line = cls._create_entry(
            amount,
            cls._pick_day(),
            cls.random.choice(cls.partners),
            post=False,
            company=company,
            currency=currency,
            balance=balance,
            account_type=cls.random.choice(["asset_receivable", "liability_payable"]),
        )
        return line.move_id

    @classmethod
    def _reconcile_some(cls):
        """Match a few open items of an account, of one partner mostly."""
        lines = cls._find_lines(cls.partners).filtered(lambda line: not line.reconciled)
        if not lines:
            return
        first = cls.random.choice(lines)
        if cls.random.random() < 0.4:
            cls._settle(first)
            return
        others = lines.filtered(
            lambda line: (
                line.account_id == first.account_id
                and line.balance * first.balance < 0
                and (
                    line.partner_id.commercial_partner_id
                    == first.partner_id.commercial_partner_id
                    or cls.random.random() < 0.1
                )
            )
        )
        if others:
            count = min(len(others), cls.random.choice([1, 1, 2, 3]))
            picked = cls.random.sample(list(others), count)
            (first | first.union(*picked)).reconcile()

    @classmethod
    def _settle(cls, line):
        """Pay what is open of an item to the cent, at a rate of its own."""
        amount = -line.amount_residual_currency
        balance = amount
        if line.currency_id != line.company_currency_id:
            rate = line.balance / line.amount_currency if line.amount_currency else 1
            balance = round(amount * rate * cls.random.uniform(0.8, 1.2), 2)
        if amount and balance:
            paid = cls._create_entry(
                amount,
                cls._pick_day(),
                line.partner_id,
                company=line.company_id,
                currency=line.currency_id,
                balance=balance,
                account_id=line.account_id.id,
            )
            (line | paid).reconcile()

    @classmethod
    def _find_lines(cls, partners):
        """Return the entries through the ORM, by the customers they are of."""
        return cls.env["account.move.line"].search(
            [
                ("partner_id", "in", partners.ids),
                ("parent_state", "=", "posted"),
                (
                    "account_id.account_type",
                    "in",
                    ["asset_receivable", "liability_payable"],
                ),
                ("company_id", "in", cls.companies.ids),
            ],
            order="date, id",
        )

    # -- comparing -------------------------------------------------------------

    def _get_residual(self, line, until):
        """Return what was open of a line at a date, in its and the own currency."""
        if until is None:
            return line.amount_residual_currency, line.amount_residual
        amount, balance = line.amount_currency, line.balance
        for part in line.matched_credit_ids.filtered(lambda p: p.max_date <= until):
            amount -= part.debit_amount_currency
            balance -= part.amount
        for part in line.matched_debit_ids.filtered(lambda p: p.max_date <= until):
            amount += part.credit_amount_currency
            balance += part.amount
        own = line.company_currency_id
        return line.currency_id.round(amount), own.round(balance)

    def _check_period(self, partners, include_children, first, last):
        options = {
            "period": "custom",
            "date_from": first and first.isoformat(),
            "date_to": last and last.isoformat(),
            "include_children": include_children,
            "limit": 500,
        }
        at = last or date(2026, 6, 15)
        lines = self._find_lines(partners)
        lines = lines.filtered(lambda line: not last or line.date <= last)
        customer = self._as(self.user_ledger, self.customer)
        statement = customer._get_ledger_statement(options)
        keys = {(line.company_id.id, line.currency_id.id) for line in lines}
        found = {(b["company_id"], b["currency_id"]): b for b in statement["blocks"]}
        self.assertEqual(found.keys(), keys)
        for (company_id, currency_id), block in found.items():
            own = lines.filtered(
                lambda line, c=company_id, x=currency_id: (
                    line.company_id.id == c and line.currency_id.id == x
                )
            )
            self._check_block(block, own, first, last, at)
        self._check_totals(statement["totals"], lines)

    def _check_block(self, block, lines, first, last, at):
        before = lines.filtered(lambda line: first and line.date < first)
        shown = lines - before
        for name, field, part in (
            ("", "amount_currency", 0),
            ("company", "balance", 1),
        ):
            sums = block[name] if name else block
            self.assert_cents(sums["opening"], sum(before.mapped(field)))
            self.assert_cents(sums["closing"], sum(lines.mapped(field)))
            moved = sums["opening"] + sums["debit"] - sums["credit"]
            self.assert_cents(moved, sums["closing"])
            residuals = [self._get_residual(line, last)[part] for line in lines]
            expected = dict.fromkeys(AGEING_KEYS, 0.0)
            for line, residual in zip(lines, residuals, strict=True):
                due = line.date_maturity or line.date
                expected[get_ageing_key(due, at)] += residual
            for amount, key in zip(sums["ageing"], AGEING_KEYS, strict=True):
                self.assert_cents(amount, expected[key])
        self._check_rows(block, shown, last)

    def _check_rows(self, block, lines, last):
        self.assertEqual([row["id"] for row in block["rows"]], lines.ids)
        balance, own = block["opening"], block["company"]["opening"]
        for row, line in zip(block["rows"], lines, strict=True):
            balance += line.amount_currency
            own += line.balance
            residual, own_residual = self._get_residual(line, last)
            self.assert_cents(row["debit"] - row["credit"], line.amount_currency)
            self.assert_cents(row["balance"], balance)
            self.assert_cents(row["company_balance"], own)
            self.assert_cents(row["residual"], residual)
            self.assert_cents(row["company_residual"], own_residual)
            self.assertEqual(row["is_open"], bool(residual or own_residual))

    def _check_totals(self, totals, lines):
        expected = {
            company.id: balance
            for company, balance in self.env["account.move.line"]._read_group(
                [("id", "in", lines.ids)], ["company_id"], ["balance:sum"]
            )
        }
        self.assertEqual({t["company_id"] for t in totals}, expected.keys())
        for total in totals:
            amounts = total["amounts"]
            self.assert_cents(amounts["closing"], expected[total["company_id"]])

    def assert_cents(self, found, expected):
        self.assertEqual(
            f"{found + 0.0:.2f}".lstrip("-"), f"{expected:.2f}".lstrip("-")
        )
        self.assertAlmostEqual(found, expected, places=2)

    # -- tests -----------------------------------------------------------------

    def test_world_has_everything(self):
        """The random accounting is worth comparing."""
        lines = self._find_lines(self.partners)
        self.assertGreater(len(lines), ENTRIES / 2)
        self.assertEqual(lines.company_id, self.companies)
        self.assertEqual(lines.currency_id, self.currencies)
        self.assertEqual(
            set(lines.mapped("account_type")), {"asset_receivable", "liability_payable"}
        )
        self.assertTrue(lines.filtered("payment_id"))
        self.assertTrue(lines.filtered("full_reconcile_id"))
        partly = lines.filtered(
            lambda line: (
                line.amount_residual
                and (line.matched_credit_ids or line.matched_debit_ids)
            )
        )
        self.assertTrue(partly)
        parts = lines.matched_credit_ids | lines.matched_debit_ids
        self.assertTrue(parts.exchange_move_id)
        contacts = self.partners.filtered("parent_id")
        self.assertTrue(lines.filtered(lambda line: line.partner_id in contacts))
        moves = self.env["account.move"].search(
            [("company_id", "in", self.companies.ids)]
        )
        self.assertLessEqual({"draft", "posted", "cancel"}, set(moves.mapped("state")))

    def test_equal_to_the_accounting(self):
        own = self.partners.filtered(
            lambda partner: partner.commercial_partner_id == self.customer
        )
        family = self.partners.filtered(
            lambda partner: partner.commercial_partner_id in self.customer | self.child
        )
        for number in range(PERIODS):
            first, last = sorted([self._pick_day(), self._pick_day()])
            # some have no beginning, some no end
            first = None if number % 5 == 3 else first
            last = None if number % 5 == 4 else last
            for partners, include in ((own, False), (family, True)):
                with self.subTest(first=first, last=last, children=include):
                    self._check_period(partners, include, first, last)

    def test_open_balances_are_the_residuals(self):
        roots = self.customer | self.child | self.other
        balances = self._as(self.user_ledger, roots)._get_open_balances()
        for root in roots:
            partners = self.partners.filtered(
                lambda partner, root=root: partner.commercial_partner_id == root
            )
            expected = {
                currency.id: amount
                for currency, amount in self.env["account.move.line"]._read_group(
                    [("id", "in", self._find_lines(partners).ids)],
                    ["currency_id"],
                    ["amount_residual_currency:sum"],
                )
            }
            found = {b["currency_id"]: b["amount"] for b in balances.get(root.id, [])}
            for currency_id in expected.keys() | found.keys():
                self.assert_cents(
                    found.get(currency_id, 0), expected.get(currency_id, 0)
                )

    def test_open_balance_is_cores(self):
        """In each company alone it is what core has as receivable less payable."""
        for company in self.companies:
            for root in self.customer | self.child | self.other:
                partners = self.partners.filtered(
                    lambda partner, root=root: partner.commercial_partner_id == root
                )
                here = {"allowed_company_ids": company.ids}
                core = partners.with_context(**here)
                expected = sum(p.credit - p.debit for p in core)
                found = root.with_context(**here).crm_balance
                self.assert_cents(found, expected)

    def test_open_entries_add_up(self):
        """Showing only open entries leads to the same closing as their residuals."""
        for last in (None, date(2024, 11, 30), date(2025, 8, 15)):
            for first in (None, date(2024, 9, 1)):
                options = {
                    "period": "custom",
                    "date_from": first and first.isoformat(),
                    "date_to": last and last.isoformat(),
                }
                customer = self._as(self.user_ledger, self.customer)
                shown = {
                    state: customer._get_ledger_statement({**options, "state": state})
                    for state in ("all", "open", "reconciled")
                }
                for everything, opened, settled in zip(
                    *(shown[state]["blocks"] for state in shown), strict=True
                ):
                    ids = {row["id"] for row in everything["rows"] if row["is_open"]}
                    self.assertEqual({row["id"] for row in opened["rows"]}, ids)
                    self.assert_cents(opened["closing"], sum(everything["ageing"]))
                    self.assert_cents(
                        opened["opening"] + opened["residual"], opened["closing"]
                    )
                    self.assertEqual(
                        everything["count"], opened["count"] + settled["count"]
                    )
