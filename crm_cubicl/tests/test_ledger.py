from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .ledger_common import LedgerMixin

TODAY = "2026-06-15"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLedger(LedgerMixin, TransactionCase):
    """What the ledger of a customer shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls._set_up_ledger()
            cls.usd = cls.env.ref("base.USD")
            cls.usd.active = True

    def _read(self, customer=None, user=None, **options):
        customer = self._as(user or self.user_ledger, customer or self.customer)
        return customer.get_customer_ledger(options)

    def _numbers(self, ledger):
        return [(row["debit"], row["credit"], row["balance"]) for row in ledger["rows"]]

    def test_opening_running_and_closing(self):
        self._create_entry(100, "2025-11-01")
        self._create_entry(-30, "2025-12-31")
        self._create_entry(50.25, "2026-01-01", self.contact)
        self._create_entry(-20.5, "2026-02-01")
        ledger = self._read()
        (block,) = ledger["blocks"]
        self.assertEqual(block["opening"], 70)
        self.assertEqual(self._numbers(ledger), [(50.25, 0, 120.25), (0, 20.5, 99.75)])
        self.assertEqual((block["debit"], block["credit"]), (50.25, 20.5))
        self.assertEqual(block["closing"], 99.75)
        self.assertEqual(block["count"], 2)
        partner = {"id": self.contact.id, "name": "Ayşe Yılmaz"}
        self.assertEqual(ledger["rows"][0]["partner"], partner)

    def test_receivable_and_payable_together(self):
        self._create_entry(100, "2026-01-01")
        self._create_entry(-40, "2026-01-02", account_type="liability_payable")
        # any other account is none of the customer's
        self._create_entry(500, "2026-01-03", account_type="asset_current")
        self.assertEqual(self._read()["blocks"][0]["closing"], 60)

    def test_drafts_and_cancelled_do_not_count(self):
        self._create_entry(100, "2026-01-01", post=False)
        self._create_entry(100, "2026-01-01").move_id.button_draft()
        cancelled = self._create_entry(100, "2026-01-01").move_id
        cancelled.button_draft()
        cancelled.button_cancel()
        ledger = self._read()
        self.assertEqual((ledger["blocks"], ledger["rows"]), ([], []))

    def test_archived_contacts_belong_to_it(self):
        self._create_entry(100, "2026-01-01", self.contact)
        self.contact.active = False
        self.assertEqual(self._read()["blocks"][0]["closing"], 100)

    def test_ledger_of_a_contact_is_its_customers(self):
        self._create_entry(100, "2026-01-01")
        ledger = self._read(self.contact)
        self.assertEqual(ledger["customer"]["id"], self.customer.id)
        self.assertEqual(ledger["blocks"][0]["closing"], 100)

    def test_period(self):
        for day in ("2025-06-15", "2025-06-16", "2025-12-31", "2026-01-01"):
            self._create_entry(10, day)
        for options, opening, count, closing in (
            ({"period": "year"}, 30, 1, 40),
            ({"period": "months12"}, 10, 3, 40),
            ({"period": "all"}, 0, 4, 40),
            ({"period": "custom"}, 0, 4, 40),
            ({"period": "custom", "date_to": "2025-12-31"}, 0, 3, 30),
            (
                {
                    "period": "custom",
                    "date_from": "2025-06-16",
                    "date_to": "2025-06-16",
                },
                10,
                1,
                20,
            ),
        ):
            with self.subTest(options=options):
                ledger = self._read(**options)
                (block,) = ledger["blocks"]
                self.assertEqual(block["opening"], opening)
                self.assertEqual(block["count"], count)
                self.assertEqual(len(ledger["rows"]), count)
                self.assertEqual(block["closing"], closing)

    def test_bad_period_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            self._read(period="custom", date_from="2026-02-01", date_to="2026-01-01")
        with self.assertRaisesRegex(UserError, "state"):
            self._read(state="nonsense")

    def test_currencies_apart_and_together(self):
        self._create_entry(100, "2026-01-01", currency=self.usd, balance=3000)
        self._create_entry(-40, "2026-01-05", currency=self.usd, balance=-1300)
        self._create_entry(500, "2026-01-03")
        ledger = self._read()
        own, foreign = ledger["blocks"]
        self.assertEqual(own["currency"]["id"], self.env.company.currency_id.id)
        self.assertEqual(own["closing"], 500)
        self.assertEqual(foreign["currency"]["name"], "USD")
        self.assertEqual(foreign["closing"], 60)
        self.assertEqual(foreign["company"]["closing"], 1700)
        (total,) = ledger["totals"]
        self.assertEqual(total["amounts"]["closing"], 2200)
        # the rows are of the first block until another is chosen
        self.assertEqual(len(ledger["rows"]), 1)
        block = [foreign["company_id"], foreign["currency_id"]]
        ledger = self._read(block=block)
        self.assertEqual(self._numbers(ledger), [(100, 0, 100), (0, 40, 60)])
        self.assertEqual(ledger["rows"][1]["company_balance"], 1700)

    def test_open_and_reconciled(self):
        invoice = self._create_entry(100, "2025-12-01")
        payment = self._create_entry(-60, "2026-02-01")
        other = self._create_entry(10, "2026-03-01")
        paid = self._create_entry(-10, "2026-03-02")
        (invoice | payment).reconcile()
        (other | paid).reconcile()
        ledger = self._read(period="all", state="open")
        (row,) = ledger["rows"]
        self.assertEqual((row["debit"], row["residual"], row["balance"]), (100, 40, 40))
        self.assertEqual(ledger["blocks"][0]["closing"], 40)
        # opened before the period: in the opening balance
        self.assertEqual(self._read(state="open")["blocks"][0]["opening"], 40)
        self.assertEqual(self._read(state="open")["rows"], [])
        ledger = self._read(period="all", state="reconciled")
        self.assertEqual(
            [row["id"] for row in ledger["rows"]], (payment | other | paid).ids
        )
        # the ageing is of what is open, whatever is shown
        self.assertEqual(sum(ledger["blocks"][0]["ageing"]), 40)

    def test_residual_as_it_was(self):
        """What was paid after the end of the period was open then."""
        invoice = self._create_entry(100, "2026-01-10", date_maturity="2026-02-10")
        payment = self._create_entry(-70, "2026-03-05")
        (invoice | payment).reconcile()
        then = self._read(period="custom", date_to="2026-02-28")
        self.assertEqual(then["rows"][0]["residual"], 100)
        self.assertEqual(then["blocks"][0]["ageing"], [0, 100, 0, 0, 0])
        later = self._read(period="custom", date_to="2026-03-31")
        self.assertEqual(later["rows"][0]["residual"], 30)
        self.assertEqual(later["blocks"][0]["ageing"], [0, 0, 30, 0, 0])

    def test_ageing_by_due_date(self):
        for number, due in enumerate(
            ("2026-06-16", "2026-06-15", "2026-05-16", "2026-05-15", "2026-03-17")
        ):
            self._create_entry(10**number, "2026-01-01", date_maturity=due)
        self._create_entry(10**5, "2026-03-16")
        self._create_entry(10**6, "2026-01-01", date_maturity="2026-03-16")
        ledger = self._read()
        self.assertEqual(ledger["at"], date(2026, 6, 15))
        self.assertEqual(ledger["blocks"][0]["ageing"], [1, 110, 1000, 10000, 1100000])

    def test_kind_and_description(self):
        invoice = self._create_invoice(100, "2026-01-01")
        self._create_entry(5, "2026-01-02", ref="Devir", name="Açılış")
        first, second = self._read()["rows"]
        self.assertEqual(first["number"], invoice.name)
        self.assertEqual(first["kind"], "Customer Invoice")
        self.assertEqual(second["kind"], "Journal Entry")
        self.assertEqual(second["description"], "Açılış")

    def test_child_customers(self):
        child = self._create_customer("Alt Müşteri", crm_parent_id=self.customer.id)
        grandchild = self._create_customer("Torun", crm_parent_id=child.id)
        contact = self._create_contact(grandchild, "Torunun Kişisi")
        self._create_entry(100, "2026-01-01")
        self._create_entry(20, "2026-01-02", child)
        self._create_entry(3, "2026-01-03", contact)
        ledger = self._read()
        self.assertTrue(ledger["has_children"])
        self.assertEqual(ledger["blocks"][0]["closing"], 100)
        ledger = self._read(include_children=True)
        self.assertEqual(ledger["blocks"][0]["closing"], 123)
        names = [row["partner"]["name"] for row in ledger["rows"]]
        self.assertEqual(names[1:], ["Alt Müşteri", "Torun, Torunun Kişisi"])
        self.assertFalse(self._read(grandchild)["has_children"])

    def test_child_customers_one_may_not_see_stay_out(self):
        child = self._create_customer("Gizli", crm_parent_id=self.customer.id)
        self._create_entry(100, "2026-01-01")
        self._create_entry(20, "2026-01-02", child)
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", child.id)],
            }
        )
        ledger = self._read(include_children=True)
        self.assertEqual(ledger["blocks"][0]["closing"], 100)
        with self.assertRaises(AccessError):
            self._read(child)

    def test_only_companies_at_work(self):
        other = self.env["res.company"].create(
            {"name": "İkinci Şirket", "currency_id": self.env.company.currency_id.id}
        )
        # made by hand: a chart of accounts takes long to load
        accounts = self.env["account.account"].with_company(other)
        for code, kind in (("120", "asset_receivable"), ("600", "income")):
            accounts.create(
                {
                    "code": code,
                    "name": code,
                    "account_type": kind,
                    "company_ids": [(6, 0, other.ids)],
                    "reconcile": kind == "asset_receivable",
                }
            )
        self.env["account.journal"].create(
            {
                "name": "Muhtelif",
                "code": "MUH",
                "type": "general",
                "company_id": other.id,
            }
        )
        self._create_entry(100, "2026-01-01")
        self._create_entry(7, "2026-01-01", company=other)
        self.assertEqual([b["closing"] for b in self._read()["blocks"]], [100])
        self.user_ledger.company_ids |= other
        both = self.customer.with_context(
            allowed_company_ids=[self.env.company.id, other.id]
        )
        ledger = self._read(both)
        self.assertEqual([b["closing"] for b in ledger["blocks"]], [100, 7])
        self.assertEqual(
            [t["company_name"] for t in ledger["totals"]],
            [self.env.company.name, "İkinci Şirket"],
        )
        (balance,) = both.with_user(self.user_ledger)._get_open_balances()[
            self.customer.id
        ]
        self.assertEqual(balance["amount"], 107)

    def test_pages_by_the_last_row(self):
        for number in range(1, 8):
            self._create_entry(number, f"2026-01-{1 + number // 3:02}")
        whole = self._read()
        rows, ledger = [], self._read(limit=3)
        while True:
            rows += ledger["rows"]
            if not ledger["next"]:
                break
            ledger = self._read(
                limit=3, block=whole["block"], after=list(ledger["next"])
            )
        self.assertEqual(rows, whole["rows"])
        self.assertEqual(len(rows), 7)

    def test_queries_do_not_grow_with_rows(self):
        for day in range(1, 29):
            self._create_entry(day, f"2026-01-{day:02}", self.contact)
        self._create_entry(5, "2026-01-01", currency=self.usd, balance=150)
        for user in (self.user_ledger, self.user_accountant):
            counts = []
            for limit in (2, 20):
                self._read(user=user, limit=limit)
                customer = self._as(user, self.customer)
                before = self.env.cr.sql_log_count
                customer.get_customer_ledger({"limit": limit})
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[0], counts[1])
            self.assertLessEqual(counts[0], 8)

    def test_open_balances_of_many(self):
        second = self._create_customer("İkinci")
        nothing = self._create_customer("Borçsuz")
        (
            self._create_entry(100, "2026-01-01")
            | self._create_entry(-40, "2026-01-02")
        ).reconcile()
        self._create_entry(
            25, "2026-01-01", self.contact, currency=self.usd, balance=700
        )
        self._create_entry(-8, "2026-01-01", second)
        self._create_entry(5, "2026-01-01", nothing)
        self._create_entry(-5, "2026-01-01", nothing)
        customers = self._as(self.user_ledger, self.customer | second | nothing)
        own = self.env.company.currency_id.id
        self.assertEqual(
            customers._get_open_balances(),
            {
                self.customer.id: sorted(
                    [
                        {"currency_id": own, "amount": 60},
                        {"currency_id": self.usd.id, "amount": 25},
                    ],
                    key=lambda balance: balance["currency_id"],
                ),
                second.id: [{"currency_id": own, "amount": -8}],
            },
        )
        customers = self._as(self.user_ledger, self.customer | second | nothing)
        customers.check_access("read")
        with self.assertQueryCount(1):
            customers._get_open_balances()

    def test_found_by_balance(self):
        debtor = self._create_customer("Borçlu")
        creditor = self._create_customer("Alacaklı")
        even = self._create_customer("Denk")
        self._create_entry(100, "2026-01-01", debtor)
        self._create_entry(-40.5, "2026-01-01", creditor)
        self._create_entry(5, "2026-01-01", even)
        self._create_entry(-5, "2026-01-01", even)
        mine = debtor | creditor | even | self.customer
        for domain, found in (
            ([("crm_balance", "!=", 0)], debtor | creditor),
            ([("crm_balance", "=", 0)], even | self.customer),
            ([("crm_balance", ">", 0)], debtor),
            ([("crm_balance", ">=", 100)], debtor),
            ([("crm_balance", "<", 0)], creditor),
            ([("crm_balance", "<=", 0)], mine - debtor),
            ([("crm_balance", ">=", 0)], mine - creditor),
            ([("crm_balance", "=", -40.5)], creditor),
            ([("crm_balance", "in", [100, 0])], mine - creditor),
            ([("crm_balance", "not in", [100, 0])], creditor),
        ):
            with self.subTest(domain=domain):
                partners = self._as(self.user_ledger, mine)
                self.assertEqual(
                    partners.search([("id", "in", mine.ids), *domain]), found
                )
        partners = self._as(self.user_ledger, mine)
        self.assertEqual(partners.mapped("crm_balance"), [100, -40.5, 0, 0])

    def test_found_when_overdue(self):
        due = self._create_customer("Geciken")
        later = self._create_customer("Vadesi Var")
        paid = self._create_customer("Ödedi")
        ours = self._create_customer("Bizim Borcumuz")
        self._create_entry(10, "2026-01-01", due, date_maturity="2026-06-14")
        self._create_entry(10, "2026-01-01", later, date_maturity="2026-06-15")
        self._create_entry(10, "2026-01-01", paid)
        self._create_entry(-10, "2026-01-05", paid)
        self._create_entry(10, "2026-01-01", ours, account_type="liability_payable")
        partners = self._as(self.user_ledger, due | later | paid | ours)
        domain = [("id", "in", partners.ids)]
        overdue = partners.search([*domain, ("crm_is_overdue", "=", True)])
        self.assertEqual(overdue, due)
        rest = partners.search([*domain, ("crm_is_overdue", "=", False)])
        self.assertEqual(rest, later | paid | ours)
        self.assertEqual(partners.mapped("crm_is_overdue"), [True, False, False, False])
