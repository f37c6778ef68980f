from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase

# 23:30 on the 9th in UTC is half past two in the night of the 10th in Türkiye
NOW = "2026-03-09 23:30:00"
MAX_QUERIES = 10


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestWork(CustomerCase):
    """Quotes and work of a customer in three groups, as the user may read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)
        cls.other = cls._create_customer("Başka A.Ş.")
        cls.project = cls.env["project.project"].create(
            {"name": "Kurulum", "privacy_visibility": "employees"}
        )
        cls.closed_project = cls.env["project.project"].create(
            {"name": "Gizli", "privacy_visibility": "followers"}
        )
        cls.worker = new_test_user(
            cls.env,
            "worker",
            groups="base.group_user,crm_cubicl.crm_cubicl_group_edit,"
            "project.group_project_user,sales_team.group_sale_salesman_all_leads",
            tz="Europe/Istanbul",
        )
        cls.user_view.tz = "Europe/Istanbul"

    @classmethod
    def _create_task(cls, name="Ara", partner=None, **vals):
        return cls.env["project.task"].create(
            {
                "name": name,
                "project_id": cls.project.id,
                "partner_id": (partner or cls.customer).id,
                **vals,
            }
        )

    @classmethod
    def _create_activity(cls, partner=None, **vals):
        return (partner or cls.customer).activity_schedule(
            "mail.mail_activity_data_call",
            **{"user_id": cls.worker.id, "date_deadline": "2026-03-12", **vals},
        )

    def _get_work(self, user=None, customer=None):
        return self._as(
            user or self.worker, customer or self.customer
        ).get_customer_work()

    def _get_names(self, group, user=None):
        groups = {g["key"]: g for g in self._get_work(user)["groups"]}
        return [row["name"] for row in groups[group]["rows"]]

    def test_tasks_by_deadline(self):
        self._create_task("Geç", date_deadline=datetime(2026, 3, 9, 23, 29))
        self._create_task("Az sonra", date_deadline=datetime(2026, 3, 9, 23, 31))
        self._create_task("Tarihsiz")
        done = self._create_task("Bitti", date_deadline=datetime(2026, 3, 1))
        done.state = "1_done"
        cancelled = self._create_task("İptal")
        cancelled.state = "1_canceled"
        self.assertEqual(self._get_names("overdue"), ["Geç"])
        self.assertEqual(self._get_names("pending"), ["Az sonra", "Tarihsiz"])
        self.assertCountEqual(self._get_names("completed"), ["Bitti", "İptal"])

    def test_activities_by_the_day_of_the_user(self):
        """The 9th is over in Türkiye and not yet in London."""
        self._create_activity(date_deadline="2026-03-09", summary="Dün")
        self._create_activity(date_deadline="2026-03-10", summary="Bugün")
        self.assertEqual(self._get_names("overdue"), ["Dün"])
        self.assertEqual(self._get_names("pending"), ["Bugün"])
        london = self._as(self.worker, self.customer).with_context(tz="Europe/London")
        _overdue, pending, _completed = london.get_customer_work()["groups"]
        self.assertEqual([row["name"] for row in pending["rows"]], ["Dün", "Bugün"])

    def test_done_activities_are_completed(self):
        self._create_activity(summary="Arandı").action_feedback(feedback="Ulaşıldı")
        self.assertEqual(self._get_names("completed"), ["Arandı"])
        self.assertEqual(self._get_names("pending"), [])

    def test_completed_comes_latest_first(self):
        for day, name in ((1, "Eski"), (5, "Yeni"), (3, "Orta")):
            with freeze_time(f"2026-03-0{day}"):
                self._create_task(name).state = "1_done"
                self.env.flush_all()
        self.assertEqual(self._get_names("completed"), ["Yeni", "Orta", "Eski"])

    def test_contacts_and_former_contacts_are_included(self):
        self._create_task("Müşterinin")
        self._create_task("Bağlantının", self.contact)
        self._create_task("Başkasının", self.other)
        self._create_activity(self.contact, summary="Bağlantıyı ara")
        self.contact.active = False
        self.assertCountEqual(
            self._get_names("pending"),
            ["Müşterinin", "Bağlantının", "Bağlantıyı ara"],
        )

    def test_archived_tasks_and_templates_are_no_work(self):
        self._create_task("Arşivde").active = False
        self._create_task("Şablon", is_template=True)
        self.assertEqual(self._get_names("pending"), [])

    def test_counts_go_beyond_the_rows(self):
        for number in range(8):
            self._create_task(f"Görev {number}", date_deadline="2026-03-20 10:00:00")
        self._create_activity(date_deadline="2026-12-31", summary="Yıl sonu")
        pending = self._get_work()["groups"][1]
        self.assertEqual(pending["count"], 9)
        self.assertEqual(len(pending["rows"]), 5)
        self.assertEqual(
            {more["model"]: more["count"] for more in pending["models"]},
            {"project.task": 8, "mail.activity": 1},
        )

    def test_only_tasks_the_user_may_read(self):
        self._create_task("Açık")
        self._create_task("Gizli", project_id=self.closed_project.id)
        self.assertEqual(self._get_names("pending"), ["Açık"])
        self.assertEqual(self._get_names("pending", self.user_view), ["Açık"])
        self.closed_project.message_subscribe(self.worker.partner_id.ids)
        self.assertCountEqual(self._get_names("pending"), ["Açık", "Gizli"])

    def test_activities_agree_with_core(self):
        """Whoever sees a customer sees its activities, in lists as in the panel."""
        self._create_activity(summary="Elif'in")
        self._create_activity(summary="Görüntüleyenin", user_id=self.user_view.id)
        for user in (self.worker, self.user_view, self.user_edit):
            with self.subTest(user=user.login):
                mine = self._as(user, self.env["mail.activity"]).search(
                    [
                        ("res_model", "=", "res.partner"),
                        ("res_id", "=", self.customer.id),
                    ]
                )
                self.assertCountEqual(
                    self._get_names("pending", user), mine.mapped("summary")
                )
        self.assertCountEqual(
            self._get_names("pending", self.user_view), ["Elif'in", "Görüntüleyenin"]
        )

    # -- quotes ----------------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_quotes_only_with_the_right_to_see_quotes(self):
        order = self.env["sale.order"].create({"partner_id": self.contact.id})
        self.env["sale.order"].create({"partner_id": self.other.id})
        quotes = self._get_work()["quotes"]
        self.assertEqual([row["id"] for row in quotes["rows"]], order.ids)
        self.assertEqual(quotes["count"], 1)
        for user in (self.user_view, self.user_manage):
            with self.subTest(user=user.login):
                self.assertIs(self._get_work(user)["quotes"], False)
                with self.assertRaises(AccessError):
                    self._as(user, order).read(["name"])
                arch = self._get_form(user)
                self.assertNotIn('name="quotes"', arch)
        self.assertIn('name="quotes"', self._get_form(self.worker))

    def _get_form(self, user):
        view = self.env.ref("crm_cubicl.crm_customer_view_form")
        partners = self.env["res.partner"].with_user(user)
        return partners.get_views([(view.id, "form")])["views"]["form"]["arch"]

    def test_own_quotes_only_for_who_sees_only_those(self):
        seller = new_test_user(
            self.env,
            "seller",
            groups="crm_cubicl.crm_cubicl_group_view,sales_team.group_sale_salesman",
        )
        vals = {"partner_id": self.customer.id}
        own = self.env["sale.order"].create({**vals, "user_id": seller.id})
        self.env["sale.order"].create({**vals, "user_id": self.worker.id})
        quotes = self._get_work(seller)["quotes"]
        self.assertEqual([row["id"] for row in quotes["rows"]], own.ids)
        self.assertEqual(quotes["count"], 1)

    # -- cost ------------------------------------------------------------------

    def test_queries_do_not_grow_with_rows(self):
        def fill(count):
            for number in range(count):
                users = self.worker | self.user_edit if number % 2 else self.user_view
                self._create_task(
                    f"Görev {number}",
                    self.contact if number % 2 else self.customer,
                    user_ids=[Command.set(users.ids)],
                    date_deadline=datetime(2026, 3, 1 + number % 25),
                    state="1_done" if number % 3 == 0 else "01_in_progress",
                )
                self._create_activity(summary=f"Ara {number}")
                self.env["sale.order"].create({"partner_id": self.customer.id})

        fill(2)
        few = self._count_queries()
        fill(30)
        many = self._count_queries()
        self.assertLessEqual(few, MAX_QUERIES)
        self.assertLessEqual(many, MAX_QUERIES)

    def _count_queries(self):
        self._get_work()  # what the server keeps between requests
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.customer.with_user(self.worker).get_customer_work()
        return self.cr.sql_log_count - before

    # -- doors -----------------------------------------------------------------

    def test_each_level_sees_the_work_of_a_customer(self):
        self._create_task("Herkesin")
        for level in ("view", "edit", "delete", "manage"):
            with self.subTest(level=level):
                user = getattr(self, f"user_{level}")
                self.assertEqual(self._get_names("pending", user), ["Herkesin"])

    def test_nobody_else_is_answered(self):
        portal = new_test_user(self.env, "crm_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        with self.assertRaises(AccessError):
            self._get_work(portal)
        with self.assertRaises(UserError):
            self._get_work(customer=self.worker.partner_id)
        with self.assertRaises(ValueError):
            self._get_work(customer=self.customer | self.other)

    def test_whole_list_of_a_group(self):
        late = self._create_task("Geç", date_deadline=datetime(2026, 3, 1))
        self._create_task("Erken")
        call = self._create_activity(date_deadline="2026-03-01")
        customer = self._as(self.worker, self.customer)
        for model, record in (("project.task", late), ("mail.activity", call)):
            with self.subTest(model=model):
                action = customer.action_open_customer_work("overdue", model)
                found = self.env[model].with_user(self.worker).search(action["domain"])
                self.assertEqual(found, record)
                self.assertEqual(action["res_model"], model)
        for bad in (("late", "project.task"), ("overdue", "res.users")):
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                customer.action_open_customer_work(*bad)

    def test_task_is_created_on_the_customer(self):
        self._create_task()
        customer = self._as(self.worker, self.customer)
        context = customer.action_create_customer_task()["context"]
        self.assertEqual(context["default_project_id"], self.project.id)
        task = self.env["project.task"].with_user(self.worker).with_context(**context)
        created = task.create({"name": "Yeni"})
        self.assertEqual(created.partner_id, self.customer)
        self.assertIn("Yeni", self._get_names("pending"))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_may_not_create_is_refused(self):
        customer = self._as(self.user_manage, self.customer)
        with self.assertRaises(AccessError):
            customer.action_create_customer_task()
        with self.assertRaises(AccessError):
            customer.action_create_customer_quote()
        self.assertFalse(self._get_work(self.user_manage)["may_create_task"])

    def test_quote_is_created_on_the_customer(self):
        action = self._as(self.worker, self.customer).action_create_customer_quote()
        order = self.env["sale.order"].with_user(self.worker)
        self.assertEqual(
            order.with_context(**action["context"]).create({}).partner_id, self.customer
        )
