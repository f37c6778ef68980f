from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import SQL, mute_logger

from ..tools.durations import Stretch, sum_by_day
from .common import ServiceTrackCommon

MANY = 10_000


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestReport(ServiceTrackCommon):
    def _get(self, user=None, **filters):
        records = self._as(user or self.user_manager, self.env["crm.service.record"])
        return records.get_customer_report(self.customer.id, filters)

    def _make_some(self):
        self.contact = self.env["res.partner"].create(
            {"name": "Ayşe", "parent_id": self.customer.id}
        )
        # over midnight in Istanbul
        self.late = self._create_record(
            ("2026-06-10 20:30:00", 60),
            type_id=self.service_type.id,
            contact_id=self.contact.id,
        )
        self.early = self._create_record(
            ("2026-06-12 06:00:00", 30), user=self.user_colleague
        )

    def test_totals(self):
        self._make_some()
        report = self._get()
        self.assertEqual(report["count"], 2)
        self.assertEqual(report["seconds"], 90 * 60)
        self.assertEqual(
            report["by_date"],
            [
                {"date": "2026-06-12", "seconds": 1800},
                {"date": "2026-06-11", "seconds": 1800},
                {"date": "2026-06-10", "seconds": 1800},
            ],
        )
        self.assertEqual(
            {row["name"]: row["seconds"] for row in report["by_type"]},
            {"Test service": 3600, "No service": 1800},
        )
        self.assertEqual([row["seconds"] for row in report["by_state"]], [5400])
        self.assertEqual(
            [row["id"] for row in report["rows"]], (self.early | self.late).ids
        )

    def test_filters(self):
        self._make_some()
        for filters, expected in (
            ({"contact_id": self.contact.id}, self.late),
            ({"user_id": self.user_colleague.id}, self.early),
            ({"type_id": self.service_type.id}, self.late),
            ({"state": "stopped"}, self.early | self.late),
            ({"state": "running"}, self.env["crm.service.record"]),
            ({"date_from": "2026-06-11"}, self.early),
            ({"date_to": "2026-06-10"}, self.late),
            (
                {"date_from": "2026-06-10", "date_to": "2026-06-12"},
                self.early | self.late,
            ),
        ):
            with self.subTest(filters=filters):
                report = self._get(**filters)
                self.assertEqual([row["id"] for row in report["rows"]], expected.ids)
                self.assertEqual(report["seconds"], sum(expected.mapped("seconds")))
        with self.assertRaises(UserError):
            self._get(date_from="yesterday")
        # what is not a filter is none
        self.assertEqual(self._get(company_id=99)["count"], 2)

    def test_rights(self):
        self._make_some()
        report = self._get(self.user_technician)
        self.assertEqual(report["seconds"], 3600)
        self.assertEqual(
            [choice["name"] for choice in report["choices"]["user_id"]],
            [self.user_technician.name],
        )
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            self._get(self.user_plain)

    def test_days_in_the_database_are_those_of_the_tools(self):
        moments = ("2026-03-28 22:30:00", "2026-10-24 20:00:00", "2026-04-04 10:00:00")
        self.env.cr.execute("SELECT TRUE")
        with freeze_time("2026-12-31 10:00:00"):
            for tz in ("Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe"):
                customer = self.customer.copy({"is_crm_customer": True})
                record = self._create_record(
                    *((moment, 1500) for moment in moments), customer_id=customer.id
                )
                records = self.env["crm.service.record"].with_context(tz=tz)
                report = records.get_customer_report(customer.id)
                expected = sum_by_day(
                    [
                        Stretch(stretch.date_start, stretch.date_end)
                        for stretch in record.interval_ids
                    ],
                    tz,
                )
                with self.subTest(tz=tz):
                    self.assertEqual(
                        {row["date"]: row["seconds"] for row in report["by_date"]},
                        {str(day): seconds for day, seconds in expected.items()},
                    )
                record.interval_ids.unlink()

    def test_the_rule_of_rounding_is_told(self):
        self._make_some()
        self.assertIn("second", self._get()["rounding"]["text"])
        self.env.company.write(
            {"crm_service_rounding": "15", "crm_service_rounding_way": "up"}
        )
        rounding = self._get()["rounding"]
        self.assertEqual((rounding["minutes"], rounding["way"]), (15, "up"))
        self.assertIn("15", rounding["text"])
        # only what is shown is rounded
        self.assertEqual(self._get()["seconds"], 5400)

    def test_the_panel(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Ayşe",
                "parent_id": self.customer.id,
                "phone": "0532 123 45 67",
                "email": "ayse@example.com",
            }
        )
        self.customer.ref = "C-7"
        self.customer.crm_region_id = self.env["crm.customer.region"].create(
            {"name": "Marmara 1"}
        )
        self._create_contract(
            code="BK-7", date_end="2026-12-31", is_limited=True, hours_included=5
        )
        panel = self._as(self.user_technician, self.customer).get_service_panel()
        self.assertEqual(panel["customer"]["ref"], "C-7")
        self.assertEqual(panel["customer"]["region"], "Marmara 1")
        [row] = panel["contracts"]
        self.assertEqual(
            (row["code"], row["state"], row["date_end"], row["left"]),
            ("BK-7", "active", "2026-12-31", 5 * 3600),
        )
        [shown] = panel["contacts"]
        self.assertEqual((shown["id"], shown["email"]), (contact.id, contact.email))
        self.assertEqual(panel["cover"]["policy"], "ok")
        self.assertNotIn("balance", panel)
        self.user_technician.group_ids = [
            Command.link(self.env.ref("crm_cubicl.crm_cubicl_group_ledger").id)
        ]
        panel = self._as(self.user_technician, self.customer).get_service_panel()
        self.assertEqual(panel["balance"], [])


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestReportCost(ServiceTrackCommon):
    """The cost does not grow with the records: 10,000 of one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._create_contract(is_limited=True, hours_included=10)
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                """
                WITH made AS (
                    INSERT INTO crm_service_record (name, company_id, customer_id,
                        user_id, type_id, contract_id, state, date_start, date_end,
                        seconds, hours, create_date)
                    SELECT 'M-' || n, %(company)s, %(customer)s, %(user)s, %(type)s,
                           %(contract)s, 'stopped',
                           TIMESTAMP '2026-01-01 06:00' + n * INTERVAL '30 minutes',
                           TIMESTAMP '2026-01-01 06:20' + n * INTERVAL '30 minutes',
                           1200, 1.0 / 3, NOW()
                      FROM generate_series(1, %(many)s) AS n
                 RETURNING id, date_start, date_end, user_id)
                INSERT INTO crm_service_interval
                       (record_id, user_id, date_start, date_end, seconds)
                SELECT id, user_id, date_start, date_end, 1200 FROM made
                """,
                company=cls.env.company.id,
                customer=cls.customer.id,
                user=cls.user_technician.id,
                type=cls.service_type.id,
                contract=cls.contract.id,
                many=MANY,
            )
        )

    def test_report_1(self):
        records = self._as(self.user_manager, self.env["crm.service.record"])
        records.get_customer_report(self.customer.id)
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            report = records.get_customer_report(self.customer.id)
        self.assertEqual(report["count"], MANY)
        self.assertEqual(report["seconds"], MANY * 1200)
        self.assertEqual(sum(r["seconds"] for r in report["by_date"]), MANY * 1200)
        self.assertEqual(len(report["rows"]), 20)
        self.assertEqual(len(report["by_date"]), 32)
        self.assertFalse(report["by_date"][-1]["date"])

    def test_panel(self):
        customer = self._as(self.user_technician, self.customer)
        customer.get_service_panel(type_id=self.service_type.id)
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            panel = customer.get_service_panel(type_id=self.service_type.id)
        self.assertTrue(panel["contracts"][0]["used"])


@tagged("post_install", "-at_install")
class TestSheets(ServiceTrackCommon, HttpCase):
    def test_pdf(self):
        records = self._create_record(
            ("2026-06-10 06:00:00", 61), type_id=self.service_type.id
        )
        for _n in range(30):
            records |= self._create_record(type_id=self.service_type.id)
        self.env.company.crm_service_rounding = "15"
        self.authenticate("service_technician", "service_technician")
        ids = ",".join(map(str, records.ids))
        url = f"/report/html/crm_service_track.crm_service_times/{ids}"
        page = self.url_open(url).text
        self.assertIn(self.env.company.name, page)
        self.assertIn("Page 1 of 3", page)
        self.assertIn("Page 3 of 3", page)
        self.assertIn("Test service", page)
        self.assertIn("1:00", page)
        self.assertIn("nearest 15 minutes", page)
        self.authenticate("service_colleague", "service_colleague")
        with mute_logger("odoo.http", "odoo.addons.web.controllers.report"):
            response = self.url_open(url)
        self.assertNotIn("Test service", response.text)

    def test_sums_on_paper_are_exact(self):
        records = self._create_record(("2026-06-10 06:00:00", 7))
        records |= self._create_record(("2026-06-10 08:00:00", 7))
        self.env.company.crm_service_rounding = "15"
        self.assertEqual(records._get_sheets()[0]["rows"][0]["time"], "0:00")
        self.assertEqual(records._get_sheet_totals()["total"], "0:15")
