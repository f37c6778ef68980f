from datetime import datetime

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CustomerCase

MANY = 100


class StageCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # core tells account managers of each customer that they are given
        quiet = {"mail_auto_subscribe_no_notify": True}
        cls.env = cls.env(context=dict(cls.env.context, **quiet))
        cls.new = cls.env.ref("crm_cubicl.crm_customer_stage_new")
        cls.proposal = cls.env.ref("crm_cubicl.crm_customer_stage_proposal")
        cls.won = cls.env.ref("crm_cubicl.crm_customer_stage_won")
        cls.Log = cls.env["crm.customer.stage.log"]

    def _create_customers(self, count, **vals):
        """Return new customers, made in one call."""
        return self.env["res.partner"].create(
            [
                {"name": f"Aşama {n:03}", "is_company": True, "is_crm_customer": True}
                | vals
                for n in range(count)
            ]
        )

    def _hide(self, customer, user):
        """Hide a customer from a user by a rule of the ORM."""
        self.env["ir.rule"].create(
            {
                "name": "Hidden in the test",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "domain_force": f"[('id', '!=', {customer.id})] "
                f"if user.id == {user.id} else [(1, '=', 1)]",
            }
        )


@tagged("post_install", "-at_install")
class TestStageHistory(StageCase):
    """Each customer's way through the stages is kept, with its durations."""

    def _get_history(self, customer):
        return [
            (log.stage_id, log.entered_date, log.left_date, log.duration, log.user_id)
            for log in customer.crm_stage_log_ids.sorted("id")
        ]

    def test_every_move_is_kept(self):
        with freeze_time("2026-03-02 09:00:00"):
            customer = self._create_customer(crm_stage_id=self.new.id)
        with freeze_time("2026-03-04 21:00:00"):
            self._as(self.user_edit, customer).crm_stage_id = self.proposal
        with freeze_time("2026-03-05 09:00:00"):
            # what changes nothing is no move
            customer.crm_stage_id = self.proposal
            customer.name = "Başka"
        with freeze_time("2026-03-14 21:00:00"):
            customer.crm_stage_id = False
        self.assertEqual(
            self._get_history(customer),
            [
                (
                    self.new,
                    datetime(2026, 3, 2, 9),
                    datetime(2026, 3, 4, 21),
                    2.5,
                    self.env.user,
                ),
                (
                    self.proposal,
                    datetime(2026, 3, 4, 21),
                    datetime(2026, 3, 14, 21),
                    10.0,
                    self.user_edit,
                ),
            ],
        )

    def test_days_of_the_stage_of_now(self):
        with freeze_time("2026-03-02 09:00:00"):
            customer = self._create_customer(crm_stage_id=self.new.id)
        with freeze_time("2026-03-03 21:00:00"):
            log = customer.crm_stage_log_ids
            self.assertEqual(log.days, 1.5)
            self.assertFalse(log.duration)

    def test_form_and_kanban(self):
        """Through the doors of the browser: the form, and a card that is dragged."""
        Partner = self.env["res.partner"].with_user(self.user_edit)
        form = Form(
            Partner.with_context(default_is_crm_customer=True),
            "crm_cubicl.crm_customer_view_form",
        )
        form.name = "Formdan"
        form.crm_stage_id = self.new
        customer = form.save()
        customer.web_save({"crm_stage_id": self.won.id}, {"display_name": {}})
        stages = customer.crm_stage_log_ids.sorted("id").stage_id
        self.assertEqual(stages, self.new | self.won)

    def test_only_customers_have_a_history(self):
        partner = self.env["res.partner"].create(
            {"name": "Sıradan", "is_company": True, "crm_stage_id": self.new.id}
        )
        logs = self.Log.search([("customer_id", "=", partner.id)])
        self.assertFalse(logs)
        partner.is_crm_customer = True
        self.assertEqual(partner.crm_stage_log_ids.stage_id, self.new)
        partner.is_crm_customer = False
        self.assertTrue(partner.crm_stage_log_ids.left_date)

    def test_archiving_and_copying(self):
        customer = self._create_customer(crm_stage_id=self.new.id)
        customer.action_archive()
        self.assertFalse(customer.crm_stage_log_ids.left_date)
        copy = customer.copy()
        self.assertEqual(copy.crm_stage_log_ids.stage_id, self.new)
        self.assertEqual(len(customer.crm_stage_log_ids), 1)
        logs = customer.crm_stage_log_ids
        customer.unlink()
        self.assertFalse(logs.exists())

    def test_one_open_row(self):
        customer = self._create_customer(crm_stage_id=self.new.id)
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self.Log.create({"customer_id": customer.id, "stage_id": self.won.id})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_the_history(self):
        log = self._create_customer(crm_stage_id=self.new.id).crm_stage_log_ids
        for user in (self.user_manage, self.env.ref("base.user_admin")):
            record = self._as(user, log)
            with self.subTest(user=user.login):
                self.assertEqual(record.stage_id, self.new)
                with self.assertRaises(AccessError):
                    record.left_date = datetime(2026, 1, 1)
                with self.assertRaises(AccessError):
                    record.unlink()
                with self.assertRaises(AccessError):
                    record.create(
                        {"customer_id": log.customer_id.id, "stage_id": self.won.id}
                    )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_whoever_sees_the_customer_sees_its_history(self):
        customer = self._create_customer(crm_stage_id=self.new.id)
        other = self._create_customer("Gizli", crm_stage_id=self.new.id)
        self._hide(other, self.user_view)
        ids = [customer.id, other.id]
        Log = self._as(self.user_view, self.Log)
        domain = [("customer_id", "in", ids)]
        self.assertEqual(Log.search(domain).customer_id, customer)
        self.assertEqual(Log._read_group(domain, [], ["__count"]), [(1,)])
        hidden = self._as(self.user_view, other.crm_stage_log_ids)
        with self.assertRaises(AccessError):
            hidden.read(["stage_id"])
        everyone = self._as(self.user_manage, self.Log).search(domain)
        self.assertEqual(everyone.customer_id.ids, sorted(ids, reverse=True))
        with self.assertRaises(AccessError):
            self._as(self.user_none, self.Log).search(domain)
        action = self._as(self.user_view, customer).action_open_stage_log()
        self.assertEqual(Log.search(action["domain"]).stage_id, self.new)

    def test_reports_group_by_what_the_customer_is(self):
        class_a = self.env.ref("crm_cubicl.crm_customer_class_a")
        customer = self._create_customer(
            crm_stage_id=self.won.id,
            crm_class_id=class_a.id,
            user_id=self.user_edit.id,
        )
        Log = self._as(self.user_view, self.Log)
        domain = [("customer_id", "=", customer.id), ("stage_id.kind", "=", "won")]
        for name, value in (("class_id", class_a), ("manager_id", self.user_edit)):
            self.assertTrue(Log.fields_get([name])[name]["groupable"])
            groups = Log._read_group(domain, [name], ["__count"])
            self.assertEqual([(r.id, n) for r, n in groups], [(value.id, 1)])

    def test_a_stage_of_the_history_stays(self):
        stage = self.env["crm.customer.stage"].create({"name": "Deneme"})
        customer = self._create_customer(crm_stage_id=stage.id)
        customer.crm_stage_id = self.won
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self._as(self.user_manage, stage).unlink()

    def test_a_mass_move_costs_no_query_per_customer(self):
        """Beyond what core does for its tracking of each customer."""
        counts = []
        for count in (2, 10, MANY):
            customers = self._create_customers(count, crm_stage_id=self.new.id)
            self.env.flush_all()
            self.env.invalidate_all()
            quiet = customers.with_context(tracking_disable=True)
            before = self.env.cr.sql_log_count
            quiet.crm_stage_id = self.proposal
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestStageSteps(StageCase):
    """The steps of a stage are planned when a customer comes to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposal.step_ids = [
            Command.create({"summary": "Fiyat listesi gönder", "days": 2}),
            Command.create(
                {
                    "summary": "Kontrol et",
                    "days": 5,
                    "doer": "user",
                    "user_id": cls.user_delete.id,
                }
            ),
        ]

    def _get_plan(self, customer):
        return {
            activity.summary: (activity.user_id, str(activity.date_deadline))
            for activity in customer.activity_ids
        }

    @freeze_time("2026-03-02 09:00:00")
    def test_planned_when_it_comes(self):
        customer = self._create_customer(user_id=self.user_manage.id)
        self._as(self.user_edit, customer).crm_stage_id = self.proposal
        self.assertEqual(
            self._get_plan(customer),
            {
                "Fiyat listesi gönder": (self.user_manage, "2026-03-04"),
                "Kontrol et": (self.user_delete, "2026-03-07"),
            },
        )
        # there and back: what is open is not planned twice
        customer.crm_stage_id = self.won
        customer.crm_stage_id = self.proposal
        self.assertEqual(len(customer.activity_ids), 2)
        # what was done is planned again
        customer.activity_ids.action_done()
        customer.crm_stage_id = self.won
        customer.crm_stage_id = self.proposal
        self.assertEqual(len(customer.activity_ids), 2)

    def test_nobody_gets_a_step_of_a_customer_he_cannot_see(self):
        customer = self._create_customer()
        self._hide(customer, self.user_delete)
        self._as(self.user_edit, customer).crm_stage_id = self.proposal
        doers = {user for user, _date in self._get_plan(customer).values()}
        # without an account manager, too, whoever moves it has the step
        self.assertEqual(doers, {self.user_edit})

    def test_many_at_once(self):
        counts = []
        for count in (10, 50):
            customers = self._create_customers(count, user_id=self.user_manage.id)
            customers = self._as(self.user_edit, customers)
            before = self.env.cr.sql_log_count
            customers.with_context(tracking_disable=True).crm_stage_id = self.proposal
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(customers.activity_ids), 2 * count)
        self.assertLess(counts[1] - counts[0], 40)

    @mute_logger("odoo.sql_db")
    def test_values_are_checked(self):
        Step = self.env["crm.customer.stage.step"]
        for vals in ({"days": -1}, {"doer": "user"}):
            vals = {"summary": "X", "stage_id": self.won.id} | vals
            refused = self.assertRaises(psycopg2.errors.CheckViolation)
            with refused, self.cr.savepoint():
                Step.create(vals)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_manage_sets_them_up(self):
        stage = self._as(self.user_manage, self.won)
        stage.step_ids = [Command.create({"summary": "Sözleşme"})]
        for user in (self.user_delete, self.user_none):
            with self.assertRaises(AccessError):
                self._as(user, self.won).step_ids = [Command.clear()]

    def test_only_colleagues_are_told(self):
        portal = self.env["res.users"].create(
            {
                "name": "Dış",
                "login": "stage_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaisesRegex(ValidationError, "only colleagues"):
            self.won.notify_user_ids = portal
