from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .ledger_common import LEDGER, LedgerMixin

# what tells of the ledger on a customer: ours, and core's
BALANCES = (
    "crm_balance",
    "crm_is_overdue",
    "credit",
    "debit",
    "credit_to_invoice",
    "credit_limit",
    "use_partner_credit_limit",
    "show_credit_limit",
    "total_invoiced",
    "days_sales_outstanding",
    "account_move_count",
)
# not of the ledger's group, as reading them needs the invoices themselves
BY_INVOICES = ("invoice_ids", "supplier_invoice_count")
OURS = ("crm_balance", "crm_is_overdue")
TODAY = "2026-06-15"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLedgerAccess(LedgerMixin, TransactionCase):
    """Who has the ledger, and that nobody else learns of it in any way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls._set_up_ledger()
            cls._create_entry(100, "2026-01-01")
            cls.invoice = cls._create_invoice(50, "2026-02-01")
        cls.salesman = new_test_user(
            cls.env,
            "salesman_without_ledger",
            groups="crm_cubicl.crm_cubicl_group_view,sales_team.group_sale_salesman",
        )
        cls.without = (cls.user_view, cls.user_manage, cls.salesman)

    def test_accounting_groups_have_it_and_view(self):
        for group in (
            "account.group_account_invoice",
            "account.group_account_readonly",
            "account.group_account_basic",
            "account.group_account_user",
            "account.group_account_manager",
        ):
            user = new_test_user(self.env, group, groups=group)
            self.assertTrue(user.has_group(LEDGER), group)
            self.assertTrue(user.has_group("crm_cubicl.crm_cubicl_group_view"), group)
            self.assertFalse(user.has_group("crm_cubicl.crm_cubicl_group_edit"), group)

    def test_no_level_brings_it(self):
        for user in (self.user_none, *self.without, self.user_delete):
            self.assertFalse(user.has_group(LEDGER), user.login)
        system = new_test_user(self.env, "only_system", groups="base.group_system")
        self.assertFalse(system.has_group(LEDGER))

    def test_it_brings_no_level(self):
        self.assertFalse(
            self.user_ledger_only.has_group("crm_cubicl.crm_cubicl_group_view")
        )

    def test_ledger_without_accounting(self):
        """The ledger is seen, the entries behind it are not opened."""
        ledger = self._as(self.user_ledger, self.customer).get_customer_ledger()
        self.assertEqual(ledger["blocks"][0]["closing"], 150)
        self.assertFalse(any(row["can_open"] for row in ledger["rows"]))
        with self.assertRaises(AccessError):
            self._as(self.user_ledger, self.invoice).read(["name"])
        ledger = self._as(self.user_accountant, self.customer).get_customer_ledger()
        self.assertTrue(all(row["can_open"] for row in ledger["rows"]))

    def test_sales_opens_own_invoices_only(self):
        self.salesman.group_ids += self.env.ref(LEDGER)
        self.invoice.invoice_user_id = self.salesman
        rows = self._as(self.salesman, self.customer).get_customer_ledger()["rows"]
        self.assertEqual([row["can_open"] for row in rows], [False, True])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_service_refuses(self):
        for user in (self.user_none, *self.without):
            customer = self._as(user, self.customer)
            for call in (
                customer.get_customer_ledger,
                customer._get_ledger_statement,
                lambda c=customer: (
                    self.env["report.crm_cubicl.crm_customer_ledger"]
                    .with_user(c.env.user)
                    ._get_report_values(c.ids, {})
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()
            self.assertEqual(customer._get_open_balances(), {})

    def test_nobody_calls_it_for_a_portal_user(self):
        portal = new_test_user(self.env, "ledger_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        with self.assertRaises(AccessError):
            self._as(portal, self.customer).get_customer_ledger()

    def test_missing_customer(self):
        gone = self._create_customer("Silinen")
        gone.unlink()
        with self.assertRaises(UserError):
            self._as(self.user_ledger, gone).get_customer_ledger()

    @mute_logger("odoo.orm.models", "odoo.orm.domains")
    def test_balance_is_not_read_nor_searched_nor_ordered_nor_grouped(self):
        for user in self.without:
            for name in BALANCES:
                for label, act in self._get_doors(user, name):
                    with (
                        self.subTest(user=user.login, field=name, door=label),
                        self.assertRaises(AccessError),
                        self.env.cr.savepoint(),
                    ):
                        act()

    def _get_doors(self, user, name):
        partners = self._as(user, self.customer)
        Partner = partners.browse()
        env = partners.env
        value = partners._fields[name].type == "boolean" or 1
        return (
            ("read", lambda: partners.read([name])),
            ("search_read", lambda: Partner.search_read([], [name], limit=1)),
            ("web_read", lambda: partners.web_read({name: {}})),
            ("search", lambda: Partner.search([(name, "=", value)])),
            ("not", lambda: Partner.search([(name, "!=", value)])),
            ("path", lambda: Partner.search([("parent_id." + name, "=", value)])),
            ("user", lambda: env["res.users"].search([(name, "=", value)])),
            (
                "task",
                lambda: env["project.task"].search([("user_ids." + name, "=", value)]),
            ),
            ("order", lambda: Partner.search([], order=f"{name} desc")),
            ("group", lambda: Partner._read_group([], [name], ["__count"])),
            ("sum", lambda: Partner._read_group([], [], [f"{name}:sum"])),
            ("having", lambda: Partner.formatted_read_group([], [], [f"{name}:max"])),
            ("export", lambda: partners.export_data([name])),
        )

    def test_fields_are_not_even_named(self):
        for user in self.without:
            names = self._as(user, self.customer).fields_get()
            self.assertFalse(names.keys() & set(BALANCES), user.login)
        names = self._as(self.user_ledger, self.customer).fields_get()
        self.assertLessEqual(set(OURS), names.keys())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_invoices_are_no_way_round(self):
        """View has no invoices, so neither by a path through them."""
        for user in (self.user_view, self.user_manage):
            partner = self._as(user, self.customer)
            for name in BY_INVOICES:
                with self.subTest(field=name), self.assertRaises(AccessError):
                    partner.read([name])
            for domain in (
                [("invoice_ids.amount_residual", ">", 0)],
                [("invoice_ids", "any", [("amount_residual", ">", 0)])],
            ):
                with self.subTest(domain=domain), self.assertRaises(AccessError):
                    partner.search(domain)

    def test_ledger_reads_and_finds(self):
        partner = self._as(self.user_ledger, self.customer)
        self.assertEqual(partner.read(["crm_balance"])[0]["crm_balance"], 150)
        self.assertIn(partner, partner.search([("crm_balance", ">", 100)]))

    def test_no_tab_and_no_filter(self):
        views = [
            (self.env.ref(f"crm_cubicl.crm_customer_view_{kind}").id, kind)
            for kind in ("form", "list", "search")
        ]
        words = ("crm_customer_ledger", "crm_balance", "crm_is_overdue")
        for user, may in (
            *((user, False) for user in self.without),
            (self.user_ledger, True),
            (self.user_accountant, True),
        ):
            found = self._as(user, self.customer).get_views(views)["views"]
            shown = " ".join(view["arch"] for view in found.values())
            for word in words:
                self.assertEqual(word in shown, may, (user.login, word))

    def test_no_entry_in_the_print_menu(self):
        def reports(user):
            actions = self.env["ir.actions.actions"].with_user(user)
            bound = actions.get_bindings("res.partner").get("report", [])
            return {report["name"] for report in bound}

        self.assertNotIn("Ledger", reports(self.user_view))
        self.assertIn("Ledger", reports(self.user_ledger))

    def test_credit_warning_of_a_quote_names_no_amount(self):
        self.env.company.account_use_credit_limit = True
        self.customer.credit_limit = 120
        self.customer.invalidate_recordset()
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.user_id = self.salesman
        warning = self._as(self.salesman, order).partner_credit_warning
        self.assertIn("has reached its credit limit", warning)
        self.assertNotIn("150", warning)
        self.assertNotIn("120", warning)
        self.salesman.group_ids += self.env.ref(LEDGER)
        warning = self._as(self.salesman, order).partner_credit_warning
        self.assertIn("150", warning)
