from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestContractHours(ServiceTrackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Europe/Istanbul"
        cls.account_manager = new_test_user(
            cls.env, "service_account_manager", "base.group_user", lang="en_US"
        )
        cls.customer.user_id = cls.account_manager

    def _create_limited(self, **values):
        limited = {"is_limited": True, "hours_included": 10, "hours_period": "month"}
        return self._create_contract(**(limited | values))

    def test_hours_of_this_period(self):
        contract = self._create_limited()
        self._create_record(("2026-05-20 06:00:00", 240))
        # 22:30 in UTC is already the first of June in Istanbul
        self._create_record(("2026-05-31 22:30:00", 30))
        self._create_record(("2026-06-10 06:00:00", 90))
        self.assertEqual(contract.hours_used, 2)
        self.assertEqual(contract.hours_left, 8)
        self.assertEqual(str(contract.date_period_end), "2026-06-30")
        contract.carry_over = True
        # January to April whole, six of May's
        self.assertEqual(contract.hours_available, 10 + 46)
        self.assertEqual(contract.hours_left, 54)
        contract.hours_period = "term"
        self.assertEqual(contract.hours_used, 6)
        self.assertEqual(contract.hours_left, 4)

    def test_what_is_running_counts(self):
        contract = self._create_limited()
        record = self._create_record()
        self.env["crm.service.interval"]._as_timer().create(
            {"record_id": record.id, "date_start": "2026-06-15 09:00:00"}
        )
        self.assertEqual(contract.hours_used, 1)

    def test_several_contracts_of_a_customer(self):
        other = self.env["crm.service.type"].create({"name": "Other service"})
        first = self._create_limited(type_ids=[Command.set(self.service_type.ids)])
        second = self._create_limited(type_ids=[Command.set(other.ids)])
        self._create_record(("2026-06-10 06:00:00", 60), type_id=self.service_type.id)
        self._create_record(("2026-06-10 08:00:00", 120), type_id=other.id)
        contracts = first | second
        # one more for the time zone of the company
        with self.assertQueryCount(2):
            contracts.mapped("hours_used")
        self.assertEqual(contracts.mapped("hours_used"), [1, 2])

    def test_whoever_sees_a_contract_sees_its_sum(self):
        contract = self._create_limited()
        self._create_record(("2026-06-10 06:00:00", 60), user=self.user_colleague)
        self.assertEqual(self._as(self.user_technician, contract).hours_used, 1)

    def test_the_cover(self):
        other = self.env["crm.service.type"].create({"name": "Other service"})
        cover = self.customer._get_service_cover(self.env.company, other)
        self.assertEqual(cover["policy"], "none")
        contract = self._create_limited(
            type_ids=[Command.set(self.service_type.ids)], beyond="block"
        )
        company = self.env.company
        get_cover = self.customer._get_service_cover
        self.assertEqual(get_cover(company, self.service_type)["policy"], "ok")
        cover = get_cover(company, other)
        self.assertEqual(cover["policy"], "block")
        self.assertIn("Other service", cover["reason"])
        self._create_record(("2026-06-10 06:00:00", 600), type_id=self.service_type.id)
        self.assertIn("used up", get_cover(company, self.service_type)["reason"])
        contract.is_suspended = True
        self.assertIn("suspended", get_cover(company, self.service_type)["reason"])
        contract.write({"is_suspended": False, "date_end": "2026-06-14"})
        self.assertIn("ended", get_cover(company, self.service_type)["reason"])

    # -- warnings ----------------------------------------------------------------

    def _warn(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_service_track.crm_service_contract_cron"
            ).method_direct_trigger()

    def _get_notices(self, contract):
        return self.env["mail.message"].search(
            [
                ("model", "=", contract._name),
                ("res_id", "=", contract.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "=", self.account_manager.partner_id.id),
            ]
        )

    def test_eighty_percent_of_the_hours_warn_once_a_period(self):
        contract = self._create_limited()
        self._create_record(("2026-06-10 06:00:00", 479))
        self._warn()
        self.assertFalse(self._get_notices(contract))
        self._create_record(("2026-06-11 06:00:00", 1))
        self._warn()
        self._warn()
        self.assertEqual(len(self._get_notices(contract)), 1)
        self.assertIn("80 %", self._get_notices(contract).body)
        with freeze_time("2026-07-20 10:00:00"):
            self._warn()
            self.assertEqual(len(self._get_notices(contract)), 1)
            self._create_record(("2026-07-10 06:00:00", 600))
            self._warn()
            self.assertEqual(len(self._get_notices(contract)), 2)

    def test_each_reads_a_warning_in_their_own_language(self):
        """The history is the company's, whatever the job speaks."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.partner_id.lang = "tr_TR"
        contract = self._create_limited(date_end="2026-06-16")
        self._create_record(("2026-06-10 06:00:00", 539))
        self._warn()
        notices = " ".join(self._get_notices(contract).mapped("body"))
        self.assertIn("08:59 of 10:00 hours, until 06/16/2026", notices)
        self.assertIn("ends on 06/16/2026", notices)
        history = " ".join(
            (contract.message_ids - self._get_notices(contract)).mapped("body")
        )
        self.assertIn("10:00 saatin 08:59 saati, 16.06.2026 tarihine", history)
        self.assertIn("16.06.2026 tarihinde sona eriyor", history)
        self.assertNotIn(" ends on ", history)

    def test_eighty_percent_of_the_time_warn_once_an_end(self):
        contract = self._create_contract(date_start="2026-06-01", date_end="2026-06-19")
        self._warn()
        self.assertFalse(self._get_notices(contract))
        contract.date_end = "2026-06-18"
        self._warn()
        self._warn()
        self.assertEqual(len(self._get_notices(contract)), 1)
        contract.date_end = "2026-06-17"
        self._warn()
        self.assertEqual(len(self._get_notices(contract)), 2)
