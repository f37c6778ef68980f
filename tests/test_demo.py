"""The demonstration data of all four addons loads, once and again."""

import logging

from stdnum.tr import tckimlik, vkn

from odoo import fields
from odoo.tests import TransactionCase, tagged

from scripts.dev.in_odoo import load_demo

ADDONS = ("crm_custom_fields", "crm_cubicl", "crm_portal", "crm_service_track")
PREFIX = "crm_cubicl.crm_cubicl_demo_"
LEVELS = ["view", "edit", "delete", "manage"]
# login: the highest level of the user
USERS = {
    "yonetim": "manage",
    "silme": "delete",
    "duzenleme": "edit",
    "goruntuleme": "view",
    "hicbiri": None,
}


class Complaints(logging.Handler):
    """Keep what is logged at WARNING or above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name}: {record.getMessage()}")


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        complaints = Complaints()
        logging.getLogger().addHandler(complaints)
        try:
            load_demo(cls.env, *ADDONS)
            cls.counts = cls._count()
            load_demo(cls.env, *ADDONS)
            cls.env.flush_all()
        finally:
            logging.getLogger().removeHandler(complaints)
        cls.complaints = complaints.lines

    @classmethod
    def _get_demo(cls, model):
        data = cls.env["ir.model.data"].search(
            [("model", "=", model), ("name", "=like", "%\\_demo\\_%")]
        )
        data = data.filtered(lambda row: row.module in ADDONS)
        return cls.env[model].browse(data.mapped("res_id"))

    @classmethod
    def _count(cls):
        cls.env.flush_all()
        return {
            model: cls.env[model].with_context(active_test=False).search_count([])
            for model in (
                "account.move",
                "account.move.line",
                "account.payment",
                "crm.custom.field",
                "crm.portal.share",
                "crm.portal.topic",
                "crm.service.contract",
                "crm.service.record",
                "crm.service.type",
                "crm.service.visit",
                "crm.session.log",
                "mail.activity",
                "mail.mail",
                "project.task",
                "res.partner",
                "res.users",
                "sale.order",
                "sale.order.line",
            )
        }

    def test_loading_logs_no_warning(self):
        self.assertEqual(self.complaints, [])

    def test_loading_again_makes_nothing_twice(self):
        self.assertEqual(self._count(), self.counts)

    def test_there_are_customers_of_every_kind(self):
        customers = self._get_demo("res.partner").filtered("is_crm_customer")
        self.assertEqual(len(customers), 29)
        self.assertEqual(set(customers.mapped("is_company")), {True, False})
        self.assertEqual(len(customers.crm_relation_ids), 5)
        self.assertEqual(len(customers.crm_class_id), 3)
        self.assertEqual(len(customers.crm_stage_id), 6)
        self.assertGreaterEqual(len(customers.crm_region_id), 7)
        self.assertTrue(all(customers.mapped("user_id")))
        self.assertTrue(customers.crm_manager_ids)
        self.assertTrue(customers.crm_parent_id)

    def test_contacts_and_billing_addresses_belong_to_their_customers(self):
        partners = self._get_demo("res.partner")
        children = partners.filtered("parent_id")
        self.assertEqual(len(children), 22)
        for child in children:
            self.assertEqual(child.crm_customer_id, child.parent_id)
        self.assertEqual(len(children.filtered(lambda c: c.type == "invoice")), 4)

    def test_tax_numbers_are_valid(self):
        turkish = self._get_demo("res.partner").filtered(
            lambda p: p.country_id.code == "TR" and not p.parent_id
        )
        company = self.env.ref("base.main_company").partner_id
        self.assertEqual(company.name, "Poyraz Bilişim ve Danışmanlık A.Ş.")
        for partner in turkish | company:
            with self.subTest(partner=partner.name):
                # a company has a VKN of 10 digits, a person a TCKN of 11
                rules = vkn if partner.is_company else tckimlik
                self.assertTrue(rules.is_valid(partner.vat))

    def test_nobody_outside_can_be_written_to(self):
        for partner in self._get_demo("res.partner").filtered("email"):
            self.assertRegex(partner.email, r"^[a-z.]+@[a-z]+\.example$")

    def test_every_user_has_the_level_of_the_name(self):
        for login, level in USERS.items():
            user = self.env["res.users"].search([("login", "=", login)])
            held = [
                name
                for name in LEVELS
                if user.has_group(f"crm_cubicl.crm_cubicl_group_{name}")
            ]
            expected = LEVELS[: LEVELS.index(level) + 1] if level else []
            with self.subTest(login=login):
                self.assertFalse(user.share)
                self.assertEqual(held, expected)
                credential = {"type": "password", "password": login}
                user._login({"login": login, **credential}, {"interactive": False})

    def test_the_portal_customer_is_a_contact_of_a_customer(self):
        user = self.env["res.users"].search([("login", "=", "musteri")])
        self.assertTrue(user.share)
        self.assertTrue(user.has_group("base.group_portal"))
        self.assertEqual(
            user.partner_id.crm_customer_id, self.env.ref(f"{PREFIX}yildiz_makine")
        )

    def test_invoices_are_posted_in_lira_with_the_turkish_chart(self):
        moves = self._get_demo("account.move")
        company = self.env.ref("base.main_company")
        self.assertEqual(company.chart_template, "tr")
        self.assertEqual(len(moves), 13)
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(moves.currency_id, self.env.ref("base.TRY"))
        self.assertEqual(moves.company_id, company)
        self.assertTrue(all(move.amount_tax > 0 for move in moves))
        paid = moves.filtered(lambda move: move.payment_state == "paid")
        self.assertEqual(len(paid), 6)
        today = fields.Date.today()
        overdue = (moves - paid).filtered(lambda m: m.invoice_date_due < today)
        self.assertGreaterEqual(len(overdue), 3)
        self.assertTrue(moves - paid - overdue)

    def test_quotes_are_in_every_state(self):
        orders = self._get_demo("sale.order")
        self.assertEqual(
            set(orders.mapped("state")), {"draft", "sent", "sale", "cancel"}
        )
        self.assertTrue(all(order.amount_total > 0 for order in orders))
        confirmed = orders.filtered(lambda order: order.state == "sale")
        self.assertTrue(
            all(order.date_order < fields.Datetime.now() for order in confirmed)
        )

    def test_tasks_are_overdue_pending_and_completed(self):
        tasks = self._get_demo("project.task").filtered(lambda t: not t.crm_topic_id)
        closed = tasks.filtered("is_closed")
        now = fields.Datetime.now()
        overdue = (tasks - closed).filtered(lambda task: task.date_deadline < now)
        self.assertTrue(closed)
        self.assertTrue(overdue)
        self.assertTrue(tasks - closed - overdue)
        self.assertEqual(len(tasks.project_id), 3)

    def test_tickets_are_waiting_for_us_for_the_customer_and_done(self):
        tickets = self._get_demo("project.task").filtered("crm_topic_id")
        self.assertEqual(len(tickets), 12)
        self.assertEqual(
            set(tickets.mapped("crm_waiting_for")), {"us", "customer", False}
        )
        self.assertTrue(tickets.filtered("is_closed"))
        self.assertTrue(all(tickets.mapped("crm_number")))
        self.assertGreater(len(tickets.crm_notice_ids.user_id), 2)
        asked = self.env["project.task"]._get_portal_ticket_domain(
            self.env.ref(f"{PREFIX}yildiz_makine_hakan")
        )
        self.assertEqual(len(tickets.filtered_domain(asked)), 2)
        # nobody is written to while demonstration data load
        mails = self.env["mail.mail"].search([("model", "=", "project.task")])
        self.assertFalse(mails.filtered(lambda mail: mail.res_id in tickets.ids))

    def test_fields_of_ones_own_are_filled(self):
        customer = self.env.ref(f"{PREFIX}baskent_saglik")
        self.assertEqual(customer.x_musteri_durumu.name, "AKTİF")
        self.assertTrue(customer.x_e_posta_onay)
        self.assertTrue(customer.x_musteri_evraklari)
        self.assertEqual(customer.x_musteri_evraklari_filename, "Vergi levhası.pdf")
        self.assertEqual(customer.x_kredi_limiti, 400000)
        edit = self.env.ref(f"{PREFIX}user_edit")
        shown = customer.with_user(edit).fields_get()
        self.assertIn("x_musteri_durumu", shown)
        self.assertNotIn("x_kredi_limiti", shown)

    def test_topics_services_and_contracts(self):
        topics = self._get_demo("crm.portal.topic")
        self.assertEqual(
            set(topics.mapped("handler_kind")), {"people", "project", "account"}
        )
        self.assertEqual(len(self._get_demo("crm.service.type")), 5)
        manage = self.env.ref(f"{PREFIX}user_manage")
        self.assertTrue(
            manage.has_group("crm_service_track.crm_service_track_group_manager")
        )
        states = set(self._get_demo("crm.service.contract").mapped("state"))
        self.assertEqual(
            states, {"not_started", "active", "ending", "suspended", "ended"}
        )

    def test_service_forms_are_in_every_state_and_nobody_is_written_to(self):
        visits = self._get_demo("crm.service.visit")
        states = dict(visits._fields["state"].selection)
        self.assertEqual(set(visits.mapped("state")), set(states))
        closed = visits.filtered(lambda visit: visit.state == "closed")
        self.assertEqual(closed.record_ids.visit_id, closed)
        self.assertTrue(closed.filtered("fee_total"))
        answered = visits.filtered("answered_date")
        self.assertTrue(all(visit.evidence_id for visit in answered))
        for visit in answered:
            self.assertEqual(visit.evidence_hash, visit._hash(visit.evidence_text))
        low = visits.filtered(lambda v: v.state == "approved" and 0 < v.score <= 6)
        self.assertEqual(low.activity_ids.user_id, self.env.ref(f"{PREFIX}user_manage"))
        self.assertTrue(visits.filtered("signature"))
        self.assertTrue(visits.filtered("is_unanswered"))
        customer = self.env.ref(f"{PREFIX}yildiz_makine")
        self.assertIn(customer, closed.customer_id)
        mails = self.env["mail.mail"].search([("email_to", "=like", "%.example")])
        self.assertTrue(mails)
        self.assertNotIn("outgoing", mails.mapped("state"))

    def test_scores_of_services_show_something(self):
        view = self.env.ref(f"{PREFIX}user_view")
        figures = self.env["crm.service.score"].with_user(view).get_figures()
        self.assertTrue(figures["own"]["is_shown"])
        self.assertTrue(any(row["is_shown"] for row in figures["months"]))
        self.assertTrue(any(row["is_shown"] for row in figures["services"]))

    def test_contracts_have_hours_used(self):
        contracts = self._get_demo("crm.service.contract").filtered("is_limited")
        self.assertTrue(contracts)
        self.assertTrue(all(one.hours_used > 0 for one in contracts))
