from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestVisitCorrected(BillingCommon):
    """One service that was corrected more than once is paid once."""

    def _correct(self, visit, is_closed=True):
        corrected = visit.browse(visit.action_correct()["res_id"])
        self._approve(corrected)
        if is_closed:
            corrected.with_user(self.user_manager).action_close()
        return corrected

    def test_the_first_one_is_billed(self):
        first = self._create_closed()
        move = self._bill(first)
        second = self._correct(first)
        third = self._correct(second)
        with self._refused(UserError, first.name):
            self._as(self.user_office, third).action_bill()
        move.unlink()
        states = (first | second | third).mapped("billing_state")
        self.assertEqual(states, ["none", "none", "to_bill"])
        self.assertEqual(self._bill(third).amount_total, 1200)

    def test_one_between_was_given_up(self):
        first = self._create_closed()
        second = self._correct(first, is_closed=False)
        third = second.browse(second.action_correct()["res_id"])
        self.assertEqual(second.state, "cancelled")
        self.assertEqual(first.billing_state, "none")
        with self._refused(UserError, "being corrected"):
            self._as(self.user_office, first).action_bill()
        third.action_cancel()
        self.assertEqual(first.billing_state, "to_bill")

    def test_two_beside_each_other(self):
        first = self._create_closed()
        second = self._correct(first)
        with self._refused(UserError, second.name):
            first.action_correct()
        self.assertTrue(second.action_correct())

    def test_the_mark_is_not_entered(self):
        visit = self._create_closed()
        with self._refused(UserError, "cannot be entered"):
            self._as(self.user_manager, visit).write({"is_replaced": True})

    def test_its_time_is_reported_once(self):
        first = self._create_closed()
        records = self._as(self.user_manager, self.env["crm.service.record"])
        report = records.get_customer_report(first.customer_id.id)
        second = self._correct(first)
        after = records.get_customer_report(first.customer_id.id)
        self.assertEqual(after["count"], report["count"])
        self.assertEqual(after["seconds"], report["seconds"])
        self.assertEqual(after["rows"][0]["id"], second.record_ids.id)
        for xmlid in ("crm_service_report_action", "crm_service_team_report_action"):
            action = self.env.ref(f"crm_service_track.{xmlid}")
            domain = safe_eval(action.domain, {"uid": first.user_id.id})
            times = records.search(domain)
            self.assertNotIn(first.record_ids, times)
            self.assertIn(second.record_ids, times)
        with self._refused(UserError, "has approved"):
            self._as(self.user_manager, first.record_ids).write({"is_replaced": False})

    # -- the hours of the contract -------------------------------------------------

    def test_hours_are_taken_once(self):
        contract = self._create_contract(
            is_limited=True, hours_included=5, hours_period="term"
        )
        first = self._create_closed(fee_kind="hours", hourly_rate=100)
        left = contract.hours_left
        self.assertAlmostEqual(left, 5 - 59 / 60)
        second = self._correct(first)
        contract.invalidate_recordset()
        self.assertAlmostEqual(contract.hours_left, left)
        self._correct(second)
        contract.invalidate_recordset()
        self.assertAlmostEqual(contract.hours_left, left)

    def test_the_hours_of_all_before_are_its_own(self):
        self._create_contract(is_limited=True, hours_included=1, hours_period="term")
        first = self._create_closed(fee_kind="hours", hourly_rate=100)
        second = self._correct(first, is_closed=False)
        third = second.browse(second.action_correct()["res_id"])
        third.date_end = third.date_end.replace(minute=58)
        self.assertEqual(third.fee_hours, 0)
        third.date_end = third.date_start.replace(hour=third.date_start.hour + 2)
        self.assertAlmostEqual(third.fee_hours, 1)

    def test_of_closed_ones_only_the_last_counts(self):
        self._create_contract(is_limited=True, hours_included=1, hours_period="term")
        first = self._create_closed(fee_kind="hours", hourly_rate=100)
        second = self._correct(first)
        third = second.browse(second.action_correct()["res_id"])
        third.date_end = third.date_start.replace(hour=third.date_start.hour + 2)
        self.assertAlmostEqual(third.fee_hours, 1)

    def test_a_correction_under_way_takes_no_hours_from_others(self):
        self._create_contract(is_limited=True, hours_included=2, hours_period="term")
        first = self._create_closed(fee_kind="hours", hourly_rate=100)
        second = first.browse(first.action_correct()["res_id"])
        other = self._create_visit(fee_kind="hours", hourly_rate=100)
        self.assertEqual(other.fee_hours, 0)
        # what it is longer than the first counts
        other.unlink()
        second.date_end = second.date_start.replace(hour=second.date_start.hour + 2)
        self.assertEqual(second.fee_hours, 0)
        other = self._create_visit(
            fee_kind="hours",
            hourly_rate=100,
            date_start="2026-03-20 07:00:00",
            date_end="2026-03-20 08:00:00",
        )
        self.assertAlmostEqual(other.fee_hours, 1)
