from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .test_stage import MANY, StageCase

NOW = "2026-06-15 09:00:00"


class DashboardCase(StageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost = cls.env.ref("crm_cubicl.crm_customer_stage_lost")
        cls.class_a = cls.env.ref("crm_cubicl.crm_customer_class_a")
        # what the database had before is not counted
        others = cls.env["res.partner"].search([("is_crm_customer", "=", True)])
        others.action_archive()

    def _set_created(self, customers, date):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET create_date = %s WHERE id IN %s",
                date,
                customers._ids,
            )
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestNeglected(DashboardCase):
    """Customers nobody looks after are found by their days without contact."""

    def _find(self, days=90, user=None):
        Partner = self._as(user or self.user_view, self.env["res.partner"])
        return Partner.search([("crm_neglected_days", ">=", days)])

    def setUp(self):
        super().setUp()
        self.customer = self._create_customer("Unutulan")
        self.contact = self._create_contact(self.customer)
        self._set_created(self.customer | self.contact, "2026-01-01")

    def test_nothing_happened(self):
        fresh = self._create_customer("Yeni")
        found = self._find()
        self.assertIn(self.customer, found)
        self.assertNotIn(fresh, found)
        self.assertNotIn(self.contact, found)

    def _post(self, record, date, **kwargs):
        with freeze_time(date):
            return record.message_post(body="Görüştük", **kwargs)

    def test_a_contact_counts(self):
        """A message, also on a contact; what the system writes does not."""
        self._post(self.contact, "2026-05-01", message_type="comment")
        self.assertNotIn(self.customer, self._find(90))
        self.assertIn(self.customer, self._find(30))
        other = self._create_customer("Sistem")
        self._set_created(other, "2026-01-01")
        self._post(other, "2026-06-01", message_type="notification")
        self.assertIn(other, self._find(30))

    def test_a_call_counts(self):
        """An activity that is open, and for its days one that was done."""
        activity = self.customer.activity_schedule(
            "mail.mail_activity_data_call", date_deadline="2026-06-20"
        )
        self.assertNotIn(self.customer, self._find())
        with freeze_time("2026-03-01"):
            activity.action_feedback("Konuşuldu")
        self.assertNotIn(self.customer, self._find(180))
        self.assertIn(self.customer, self._find(90))

    def test_an_open_task_counts(self):
        project = self.env["project.project"].create({"name": "Proje"})
        task = self.env["project.task"].create(
            {"name": "İş", "project_id": project.id, "partner_id": self.contact.id}
        )
        self.assertNotIn(self.customer, self._find())
        task.state = "1_done"
        self.assertIn(self.customer, self._find())

    def test_lost_ones_do_not_count(self):
        self.customer.crm_stage_id = self.lost
        self.assertNotIn(self.customer, self._find())

    @mute_logger("odoo.orm.models")
    def test_rights(self):
        self._hide(self.customer, self.user_view)
        self.assertNotIn(self.customer, self._find())
        self.assertIn(self.customer, self._find(user=self.user_edit))
        with self.assertRaises(AccessError):
            self._find(user=self.user_none)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDashboard(DashboardCase):
    """The overview counts what the user may see, in a bounded number of queries."""

    def _get(self, user, **kwargs):
        partners = self._as(user, self.env["res.partner"])
        return partners.get_customer_dashboard(**kwargs)

    def _get_tiles(self, user, **kwargs):
        tiles = self._get(user, **kwargs)["tiles"]
        return {tile["id"]: tile["count"] for tile in tiles}

    def _get_values(self, user, name, **kwargs):
        sections = self._get(user, **kwargs)["sections"]
        section = next(s for s in sections if s["id"] == name)
        return {value["label"]: value["count"] for value in section["values"]}

    def _fill(self):
        with freeze_time("2026-04-10 08:00:00"):
            self.old = self._create_customer(
                "Eski", crm_class_id=self.class_a.id, user_id=self.user_view.id
            )
            self.old.crm_stage_id = self.proposal
        with freeze_time("2026-05-20 08:00:00"):
            self.old.crm_stage_id = self.won
            self.gone = self._create_customer("Giden", crm_stage_id=self.new.id)
        self._set_created(self.old, "2026-04-10 08:00:00")
        self._set_created(self.gone, "2026-05-20 08:00:00")
        with freeze_time("2026-06-01 08:00:00"):
            self.gone.crm_stage_id = self.lost
        self.fresh = self._create_customer("Yeni", crm_stage_id=self.new.id)
        self._set_created(self.fresh, NOW)

    def test_figures(self):
        self._fill()
        tiles = self._get_tiles(self.user_view, neglect_days=60)
        self.assertEqual(tiles["all"], 3)
        self.assertEqual(tiles["new"], 1)
        self.assertEqual(tiles["neglected"], 1)
        self.assertEqual(tiles["no_manager"], 2)
        self.assertEqual(
            self._get_values(self.user_view, "crm_stage_id"),
            {"New": 1, "Won": 1, "Lost": 1},
        )
        self.assertEqual(
            self._get_values(self.user_view, "crm_class_id"), {"A": 1, "Not set": 2}
        )
        self.assertEqual(
            self._get_values(self.user_view, "user_id"),
            {"Not set": 2, self.user_view.name: 1},
        )
        months = {
            (month["label"], kind): month[kind]
            for month in self._get(self.user_view)["months"]
            for kind in ("new", "won", "lost")
            if month[kind]
        }
        self.assertEqual(
            months,
            {
                ("Apr 2026", "new"): 1,
                ("May 2026", "new"): 1,
                ("Jun 2026", "new"): 1,
                ("May 2026", "won"): 1,
                ("Jun 2026", "lost"): 1,
            },
        )

    def test_every_figure_opens_what_it_counts(self):
        self._fill()
        data = self._get(self.user_view, neglect_days=60)
        Partner = self.env["res.partner"].with_user(self.user_view)
        values = [v for section in data["sections"] for v in section["values"]]
        customers = Domain("is_crm_customer", "=", True)
        for value in values + data["tiles"]:
            with self.subTest(label=value["label"]):
                found = Partner.search_count(customers & Domain(value["domain"]))
                self.assertEqual(found, value["count"])

    def test_mine(self):
        self._fill()
        self.assertEqual(self._get_tiles(self.user_view, mine=True)["all"], 1)
        self.fresh.crm_manager_ids = self.user_view
        self.assertEqual(self._get_tiles(self.user_view, mine=True)["all"], 2)
        months = self._get(self.user_view, mine=True)["months"]
        self.assertEqual(sum(month["lost"] for month in months), 0)

    def test_months_in_the_time_zone_of_the_user(self):
        self.user_view.tz = "Europe/Istanbul"
        customer = self._create_customer("Gece yarısı")
        self._set_created(customer, "2026-05-31 22:00:00")
        months = self._get(self.user_view)["months"]
        self.assertEqual([m["new"] for m in months[-2:]], [0, 1])
        self.assertEqual(months[-1]["start"], "2026-05-31 21:00:00")
        self.assertEqual(self._get_tiles(self.user_view)["new"], 1)

    def test_rights(self):
        self._fill()
        self._hide(self.old, self.user_view)
        self.assertEqual(self._get_tiles(self.user_view)["all"], 2)
        self.assertEqual(
            self._get_values(self.user_view, "crm_stage_id"), {"New": 1, "Lost": 1}
        )
        months = self._get(self.user_view)["months"]
        self.assertEqual(sum(month["won"] for month in months), 0)
        portal = new_test_user(self.env, "dash_portal", groups="base.group_portal")
        for user in (self.user_none, portal):
            with self.assertRaises(AccessError):
                self._get(user)

    def test_bad_arguments_do_no_harm(self):
        self.assertEqual(self._get(self.user_view, neglect_days=-5)["neglect_days"], 90)
        self.assertEqual(
            self._get(self.user_view, neglect_days="x")["neglect_days"], 90
        )

    def test_queries_do_not_grow(self):
        counts = []
        for count in (2, 10, MANY):
            self._create_customers(
                count, crm_stage_id=self.won.id, crm_class_id=self.class_a.id
            )
            Partner = self._as(self.user_view, self.env["res.partner"])
            before = self.env.cr.sql_log_count
            Partner.get_customer_dashboard()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 20)

    def test_analysis(self):
        """Graph and pivot count as the list does: what the user may see."""
        self._fill()
        self._hide(self.old, self.user_view)
        Partner = self._as(self.user_view, self.env["res.partner"])
        action = self.env.ref("crm_cubicl.crm_customer_action_analysis")
        views = [
            (id_, kind) for id_, kind in action.views if kind in ("graph", "pivot")
        ]
        self.assertEqual(len(Partner.get_views(views)["views"]), 2)
        groups = Partner.formatted_read_group(
            [("is_crm_customer", "=", True)], ["crm_stage_id"], ["__count"]
        )
        counts = {group["crm_stage_id"][1]: group["__count"] for group in groups}
        self.assertEqual(counts, {"New": 1, "Lost": 1})
