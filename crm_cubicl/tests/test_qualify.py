from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.crm_cubicl.models import crm_customer_proposal_run as run

from .common import CustomerCase


class QualifyCase(CustomerCase):
    """Partners that are in use, in a database that knew no customers before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("crm_cubicl.customers_by_hand", True)
        cls.project = cls.env["project.project"].create({"name": "Proje"})
        cls.invoiced = cls._create_partner("Faturalı A.Ş.", customer_rank=1)
        cls.quoted = cls._create_partner("Teklifli A.Ş.", phone="0212 555 12 34")
        cls.contact = cls._create_contact(cls.quoted, "Ayşe")
        cls.quote = cls.env["sale.order"].create({"partner_id": cls.contact.id})
        cls.tasked = cls._create_partner("Görevli A.Ş.")
        cls.env["project.task"].create(
            {"name": "x", "project_id": cls.project.id, "partner_id": cls.tasked.id}
        )
        cls.supplier = cls._create_partner("Satıcı A.Ş.", supplier_rank=1)
        cls.archived = cls._create_partner("Eski A.Ş.", customer_rank=1, active=False)
        cls.idle = cls._create_partner("Boş A.Ş.")
        cls.known = cls._create_customer("Zaten A.Ş.", customer_rank=1)
        cls.env.company.partner_id.customer_rank = 1
        cls.user_view.partner_id.customer_rank = 1
        cls.env.ref("base.public_partner").customer_rank = 1
        cls.ours = cls.invoiced | cls.quoted | cls.tasked | cls.supplier | cls.archived

    @classmethod
    def _create_partner(cls, name, **vals):
        return cls.env["res.partner"].create({"name": name, "is_company": True, **vals})

    def _propose(self, user=None):
        env = self.env(user=user or self.user_manage)
        return env["crm.customer.proposal"].browse(
            env["crm.customer.proposal"].action_propose()["res_id"]
        )

    def _lines(self, proposal):
        """Return the lines about the partners of this test."""
        return proposal.line_ids.filtered(lambda line: line.partner_id in self.ours)


@tagged("post_install", "-at_install")
class TestProposal(QualifyCase):
    def test_who_is_proposed_and_why(self):
        proposal = self._propose()
        lines = {line.partner_id: line for line in proposal.line_ids}
        self.assertTrue(lines[self.invoiced].has_invoice)
        self.assertTrue(lines[self.quoted].has_quote)
        self.assertTrue(lines[self.tasked].has_task)
        self.assertTrue(lines[self.supplier].is_supplier)
        self.assertTrue(lines[self.archived].is_archived)
        for partner in (
            self.contact,
            self.idle,
            self.known,
            self.env.company.partner_id,
            self.user_view.partner_id,
            self.env.ref("base.public_partner"),
        ):
            with self.subTest(partner=partner.name):
                self.assertNotIn(partner, lines)

    def test_counts_follow_the_ticks(self):
        proposal = self._propose()
        total = proposal.total_count
        proposal.by_supplier = True
        self.assertEqual(proposal.total_count, total + 1)
        proposal.with_archived = True
        self.assertEqual(proposal.total_count, total + 2)
        proposal.by_task = False
        self.assertEqual(proposal.total_count, total + 1)
        self._lines(proposal).filtered("has_invoice").is_chosen = False
        self.assertEqual(proposal.left_out_count, 2)
        self.assertEqual(proposal.total_count, total - 1)

    def test_run(self):
        proposal = self._propose()
        before = self.quoted.write_date
        proposal.by_supplier = True
        proposal.action_run()
        self.assertEqual(proposal.state, "done")
        self.env.invalidate_all()
        customers = self.invoiced | self.quoted | self.tasked | self.supplier
        self.assertEqual(customers.mapped("is_crm_customer"), [True] * 4)
        self.assertFalse(self.archived.is_crm_customer)
        self.assertEqual(self.contact.crm_customer_id, self.quoted)
        self.assertEqual(self.quoted.phone, "+90 212 555 12 34")
        self.assertLessEqual(before, self.quoted.write_date)
        found = self.env["res.partner"].search([("crm_search", "ilike", "+90212555")])
        self.assertIn(self.quoted, found)
        action = proposal.action_open_customers()
        opened = self.env["res.partner"].with_user(self.user_manage)
        self.assertLessEqual(customers, opened.search(action["domain"]))

    def test_relations(self):
        proposal = self._propose()
        prospect = self.env.ref("crm_cubicl.crm_customer_relation_prospect")
        self.tasked.crm_relation_ids = prospect
        proposal.by_supplier = True
        proposal.action_run()
        relation = "crm_cubicl.crm_customer_relation_"
        self.assertEqual(
            self.quoted.crm_relation_ids, self.env.ref(f"{relation}customer")
        )
        self.assertEqual(
            self.supplier.crm_relation_ids, self.env.ref(f"{relation}supplier")
        )
        self.assertEqual(self.tasked.crm_relation_ids, prospect)

    def test_again_proposes_new_ones_only(self):
        proposal = self._propose()
        self._lines(proposal).filtered("has_task").is_chosen = False
        proposal.action_run()
        late = self._create_partner("Sonradan A.Ş.", customer_rank=1)
        again = self._propose()
        self.assertNotEqual(again, proposal)
        chosen = {line.partner_id: line.is_chosen for line in again.line_ids}
        self.assertTrue(chosen[late])
        self.assertNotIn(self.quoted, chosen)
        self.assertFalse(chosen[self.tasked])
        with self.assertRaisesRegex(UserError, "done already"):
            proposal.action_run()

    def test_undo_keeps_what_was_changed(self):
        proposal = self._propose()
        proposal.action_run()
        # all of a test happens at one moment
        self.env.cr.execute(
            SQL(
                "UPDATE crm_customer_proposal_line SET done_at = done_at - interval"
                " '1 hour' WHERE partner_id = %s",
                self.invoiced.id,
            )
        )
        self.env.invalidate_all()
        proposal.action_undo()
        self.env.invalidate_all()
        self.assertEqual(proposal.state, "undone")
        self.assertTrue(self.invoiced.is_crm_customer)
        self.assertFalse(self.quoted.is_crm_customer)
        self.assertFalse(self.quoted.crm_relation_ids)
        self.assertFalse(self.contact.crm_customer_id)
        self.assertEqual(proposal.kept_count, 1)
        self.assertEqual(self.quote.partner_id, self.contact)

    def test_many_go_on_in_the_background(self):
        self.patch(run, "AT_ONCE", 1)
        self.patch(run, "BATCH", 2)
        proposal = self._propose()
        proposal.action_run()
        self.assertEqual(proposal.state, "running")
        self.assertFalse(self.quoted.is_crm_customer)
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_cubicl.crm_customer_proposal_cron"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(proposal.state, "done")
        self.assertEqual(proposal.progress, 100)
        self.assertTrue(self.quoted.is_crm_customer)

    def test_levels(self):
        proposal = self._propose()
        for user in (self.user_none, self.user_view, self.user_edit, self.user_delete):
            proposals = self.env["crm.customer.proposal"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proposals.action_propose()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, proposal).action_run()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, proposal).line_ids.read(["partner_id"])

    def test_state_is_no_input(self):
        proposal = self._propose()
        for vals in ({"state": "done"}, {"done_count": 3}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                proposal.write(vals)
        line = self._lines(proposal)[:1]
        with self.assertRaises(UserError):
            line.partner_id = self.idle
        proposal.action_run()
        with self.assertRaises(UserError):
            line.is_chosen = False
        with self.assertRaises(UserError):
            proposal.by_task = False

    def test_queries_do_not_grow(self):
        def count():
            proposal = self._propose()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            proposal._do_lines(proposal.line_ids)
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(40):
            self._create_partner(f"Ortak {number}", customer_rank=1)
        self.assertLessEqual(count(), few + 2)

    def test_activity_after_install(self):
        proposals = self.env["crm.customer.proposal"]
        proposals.search([]).unlink()
        proposals._propose_after_install()
        activity = proposals.search([]).activity_ids
        self.assertIn(self.env.ref("base.user_admin"), activity.user_id)
        self.assertIn("may be customers", activity[0].summary)


@tagged("post_install", "-at_install")
class TestQualifyByDocument(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {"name": "Yeni", "is_company": True}
        )
        cls.contact = cls._create_contact(cls.partner, "Ayşe")
        cls.salesman = new_test_user(
            cls.env, "sales_none", groups="sales_team.group_sale_salesman"
        )
        cls.salesman.group_ids -= cls.env.ref("crm_cubicl.crm_cubicl_group_view")
        cls.project = cls.env["project.project"].create({"name": "Proje"})

    def test_first_quote_by_who_may_not_edit_customers(self):
        orders = self._as(self.salesman, self.env["sale.order"])
        orders.create({"partner_id": self.contact.id})
        self.assertTrue(self.partner.is_crm_customer)
        self.assertEqual(self.contact.crm_customer_id, self.partner)
        self.assertIn("first quote", self.partner.message_ids[:1].body)
        self.assertEqual(
            self.partner.message_ids[:1].author_id, self.salesman.partner_id
        )

    def test_quote_that_changes_its_customer(self):
        other = self._create_customer()
        order = self.env["sale.order"].create({"partner_id": other.id})
        order.partner_id = self.partner
        self.assertTrue(self.partner.is_crm_customer)

    def test_first_task(self):
        task = self.env["project.task"].create(
            {"name": "x", "project_id": self.project.id}
        )
        self.assertFalse(self.partner.is_crm_customer)
        task.partner_id = self.partner
        self.assertTrue(self.partner.is_crm_customer)

    def test_first_invoice_when_posted(self):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 10})],
            }
        )
        self.assertFalse(self.partner.is_crm_customer)
        move.action_post()
        self.assertTrue(self.partner.is_crm_customer)

    def test_never_one_of_ours(self):
        company = self.env.company.partner_id
        colleague = self.user_edit.partner_id
        for partner in (company, colleague):
            self.env["sale.order"].create({"partner_id": partner.id})
            self.assertFalse(partner.is_crm_customer)

    def test_a_wrong_tax_number_holds_nothing_up(self):
        self.partner.write({"vat": "1234567890", "country_id": self.turkey.id})
        self.env["sale.order"].create({"partner_id": self.partner.id})
        self.assertTrue(self.partner.is_crm_customer)

    def test_a_required_field_holds_nothing_up(self):
        self.env.ref("crm_custom_fields.crm_card_company").line_ids.filtered(
            lambda line: line.field_name == "phone"
        ).is_required = True
        orders = self._as(self.salesman, self.env["sale.order"])
        orders.create({"partner_id": self.partner.id})
        self.assertTrue(self.partner.is_crm_customer)
        self.assertTrue(self.partner.crm_is_incomplete)

    def test_switched_off(self):
        self.env["res.config.settings"].create(
            {"crm_customers_by_hand": True}
        ).execute()
        self.env["sale.order"].create({"partner_id": self.partner.id})
        self.assertFalse(self.partner.is_crm_customer)

    def test_costs_nothing_for_a_customer(self):
        customer = self._create_customer()
        order = self.env["sale.order"].create({"partner_id": customer.id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            order.partner_id._qualify_as_customers("")
        with self.assertQueryCount(0):
            order.partner_id._qualify_as_customers("")
