from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .billing_common import BillingCommon
from .common import USER

RULES = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 12:00:00")
class TestVisitBillingAccess(BillingCommon):
    """Billing takes the right to make invoices and the right to see the visit."""

    def test_who_bills(self):
        own = self._create_closed(user_id=self.user_billing.id)
        other = self._create_closed()
        # the least: one's own
        self.assertTrue(self._bill(own, self.user_billing))
        with mute_logger(*RULES), self._refused(AccessError):
            self._as(self.user_billing, other).action_bill()
        # the most that does not: all visits and no invoices, all invoices and no visits
        for user in (
            self.user_manager,
            self.user_technician,
            self.user_accounts,
            self.user_plain,
        ):
            with self.subTest(user=user.login), mute_logger(*RULES):
                for method in ("action_bill", "action_unbill"):
                    with self._refused(AccessError):
                        getattr(self._as(user, other | own), method)()
        self.assertEqual(other.billing_state, "to_bill")
        self.assertTrue(self._bill(other))

    def test_who_sees_what(self):
        visit = self._create_closed()
        self._bill(visit)
        for user in (self.user_technician, self.user_manager):
            with self.subTest(user=user.login):
                mine = self._as(user, visit)
                self.assertEqual(mine.billing_state, "draft")
                self.assertNotIn("invoice_id", mine.fields_get())
                for name in ("invoice_id", "invoice_line_ids"):
                    with self._refused(AccessError):
                        mine.read([name])
                with self._refused(AccessError):
                    mine.search([("invoice_line_ids", "!=", False)])
                with self._refused(AccessError):
                    mine.action_view_invoices()
        with mute_logger(*RULES), self._refused(AccessError):
            self._as(self.user_colleague, visit).read(["billing_state"])
        found = self._as(self.user_technician, visit).search(
            [("billing_state", "=", "draft"), ("id", "=", visit.id)]
        )
        self.assertEqual(found, visit)

    def test_nobody_says_what_is_billed(self):
        visit = self._create_closed()
        move = self._bill(visit)
        other = self._create_closed()
        for user in (self.user_office, self.user_manager):
            for values in (
                {"billing_state": "billed"},
                {"invoice_line_ids": [Command.clear()]},
                {"covered_hours": 1},
                {"contract_id": False},
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self._refused(UserError),
                ):
                    self._as(user, other).write(values)
        with self._refused(UserError):
            self._create_visit(billing_state="billed")
        line = move.invoice_line_ids
        mine = self._as(self.user_office, line)
        forged = mine.with_context(crm_service_billing_way=True)
        for values in ({"crm_service_visit_id": other.id}, {"crm_service_visit_id": 0}):
            for lines in (mine, forged):
                with self._refused(AccessError):
                    lines.write(values)
        values = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_line_ids": [
                Command.create({"name": "X", "crm_service_visit_id": other.id})
            ],
        }
        moves = self._as(self.user_office, move)
        with self._refused(AccessError):
            moves.create(values)
        values["invoice_line_ids"] = [Command.create({"name": "X"})]
        made = moves.with_context(default_crm_service_visit_id=other.id).create(values)
        self.assertFalse(made.invoice_line_ids.crm_service_visit_id)
        with self._refused(AccessError):
            line.with_user(self.user_office).with_context(
                default_crm_service_visit_id=other.id
            ).create({"move_id": made.id, "name": "X"})
        self.assertEqual(other.billing_state, "to_bill")

    def test_the_other_company(self):
        company = self.env["res.company"].create({"name": "Öteki A.Ş."})
        visit = self._create_closed()
        self.user_office.company_ids |= company
        self.user_office.company_id = company
        with mute_logger(*RULES), self._refused(AccessError):
            self._as(self.user_office, visit).with_context(
                allowed_company_ids=company.ids
            ).action_bill()
        wizard = self.env["crm.service.billing"].with_user(self.user_office)
        wizard = wizard.with_context(allowed_company_ids=company.ids)
        self.assertFalse(wizard.create({}).visit_ids)
        # with both at hand, the invoice is of the visit's own
        self._as(self.user_office, visit).with_context(
            allowed_company_ids=[company.id, visit.company_id.id]
        ).action_bill()
        self.assertEqual(visit.invoice_id.company_id, visit.company_id)

    def test_a_closed_customer_is_for_its_managers_and_the_accounting(self):
        """No invoice, nor its wizard, tells of a customer that is hidden."""
        visit = self._create_closed()
        self.customer.crm_is_closed = True
        wizards = self.env["crm.service.billing"]
        for user in (self.user_manager, self.user_technician):
            with mute_logger(*RULES), self._refused(AccessError):
                self._as(user, wizards).create({})
            with mute_logger(*RULES), self._refused(AccessError):
                self._as(user, visit).read(["billing_state"])
        # the accounting sees closed customers, as everywhere
        office = self._as(self.user_office, wizards)
        self.assertIn(visit, office.create({"date_until": "2026-03-31"}).visit_ids)
        blind = new_test_user(self.env, "service_blind", f"{USER},base.group_user")
        blind.group_ids -= self.env.ref("crm_cubicl.crm_cubicl_group_view")
        with mute_logger(*RULES), self._refused(AccessError):
            self._as(blind, visit).action_bill()

    def test_the_wizard_shows_ones_own(self):
        own = self._create_closed(user_id=self.user_billing.id)
        other = self._create_closed()
        wizards = self.env["crm.service.billing"]
        wizard = self._as(self.user_billing, wizards).create({})
        # until the end of the last month
        self.assertFalse(wizard.visit_ids)
        wizard.date_until = "2026-03-31"
        self.assertEqual(wizard.visit_ids & (own | other), own)
        for user in (self.user_technician, self.user_manager):
            with mute_logger(*RULES), self._refused(AccessError):
                self._as(user, wizards).create({})

    def test_the_invoice_counts_the_visits_one_may_see(self):
        visits = self._create_closed() | self._create_closed(
            user_id=self.user_billing.id
        )
        self.customer.crm_service_billing = "month"
        move = self._bill(visits)
        for user, seen in (
            (self.user_office, visits),
            (self.user_billing, visits[1]),
        ):
            mine = self._as(user, move)
            self.assertEqual(mine.crm_service_visit_count, len(seen))
            action = mine.action_view_crm_service_visits()
            self.assertEqual(
                mine.env["crm.service.visit"].search(action["domain"]), seen
            )
        fields = self._as(self.user_accounts, move).fields_get()
        self.assertNotIn("crm_service_visit_count", fields)
        # who has no part in services deletes and posts invoices as ever
        self._as(self.user_accounts, move).action_post()
        self.assertEqual(set(visits.mapped("billing_state")), {"billed"})
        self._as(self.user_accounts, move).button_draft()
        self._as(self.user_accounts, move).unlink()
        self.assertEqual(set(visits.mapped("billing_state")), {"to_bill"})

    def test_buttons_are_for_who_may(self):
        visits = self.env["crm.service.visit"]
        for user, there in ((self.user_office, True), (self.user_manager, False)):
            arch = visits.with_user(user).get_view(
                self.env.ref("crm_service_track.crm_service_visit_view_form").id
            )["arch"]
            with self.subTest(user=user.login):
                self.assertEqual('name="action_bill"' in arch, there)
                self.assertEqual('name="action_view_invoices"' in arch, there)
                menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                menu = self.env.ref("crm_service_track.crm_service_visit_menu_billing")
                self.assertEqual(menu.id in menus, there)


@tagged("post_install", "-at_install")
class TestVisitBillingRpc(BillingCommon, HttpCase):
    """The same, asked by a program from outside."""

    def _call(self, login, records, method, *args, **kwargs) -> dict:
        self.authenticate(login, login)
        path = f"/web/dataset/call_kw/{records._name}/{method}"
        params = {
            "model": records._name,
            "method": method,
            "args": [records.ids, *args],
            "kwargs": kwargs,
        }
        with mute_logger("odoo.http", *RULES):
            answer = self.url_open(path, json={"jsonrpc": "2.0", "params": params})
        self.env.invalidate_all()
        return answer.json()

    def _check_refused(self, answer, kind="AccessError"):
        self.assertIn(kind, answer["error"]["data"]["name"])

    def test_only_who_may_bills(self):
        visit = self._create_closed()
        for login in ("service_manager", "service_technician", "service_accounts"):
            with self.subTest(login=login):
                for method in ("action_bill", "action_unbill"):
                    self._check_refused(self._call(login, visit, method))
                self.assertEqual(visit.billing_state, "to_bill")
        for method in ("_bill", "_make_invoice", "_set"):
            self.assertIn("error", self._call("service_office", visit, method))
        context = {"crm_service_billing_way": True, "crm_service_visit_way": True}
        self._check_refused(
            self._call(
                "service_office",
                visit,
                "write",
                {"billing_state": "billed"},
                context=context,
            ),
            "UserError",
        )
        action = self._call("service_office", visit, "action_bill")["result"]
        self.assertEqual(action["res_id"], visit.invoice_id.id)
        self._check_refused(
            self._call(
                "service_office",
                visit.invoice_line_ids,
                "write",
                {"crm_service_visit_id": False},
                context=context,
            )
        )
        self.assertEqual(visit.billing_state, "draft")

    def test_the_list_asks_the_same_for_few_and_for_many(self):
        visits = self.env["crm.service.visit"]
        for _number in range(20):
            visits |= self._create_visit()
        visits._set({"state": "closed", "evidence_hash": "0"})
        self._bill(visits[:16])
        names = ["name", "customer_id", "fee_total", "billing_state", "invoice_id"]
        asked = []
        # the first one fills what is known of the user
        for some in (visits[2:4], visits[:2], visits):
            mine = self._as(self.user_office, some)
            before = self.cr.sql_log_count
            mine.read(names)
            asked.append(self.cr.sql_log_count - before)
        self.assertEqual(asked[1], asked[2])
