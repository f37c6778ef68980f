from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 12:00:00")
class TestVisitCover(ServiceTrackCommon):
    """A contract pays for the hours that it includes, each of them once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Europe/Istanbul"

    def _create_limited(self, **values):
        limited = {"is_limited": True, "hours_included": 5, "hourly_rate": 400}
        return self._create_contract(**(limited | values))

    def _visit(self, day=2, hours=2.0, **values):
        """Return a visit that takes so many hours of a morning."""
        hour, minute = divmod(round(hours * 60), 60)
        return self._create_visit(
            **{
                "date_start": f"2026-03-{day:02} 06:00:00",
                "date_end": f"2026-03-{day:02} {6 + hour:02}:{minute:02}:00",
                "fee_kind": "hours",
            }
            | values
        )

    def _close(self, visit):
        visit.action_send()
        visit._answer(visit.link_ids[:1], {"answer": "approve", "score": 9}, INFO)
        visit.with_user(self.user_manager).action_close()
        return visit

    def test_what_is_beyond_is_to_be_paid(self):
        contract = self._create_limited()
        first = self._visit(2, 4)
        self.assertEqual((first.contract_id, first.fee_hours), (contract, 0))
        self.assertEqual((first.covered_hours, first.fee_total), (4, 0))
        # the one before has no record yet
        second = self._visit(3, 2)
        self.assertEqual((second.covered_hours, second.fee_hours), (1, 1))
        self.assertEqual((second.hourly_rate, second.fee_untaxed), (400, 400))
        self.assertIn("1:00", second.cover_note)
        self.assertIn(contract.code, second.cover_note)
        self.assertIn("agree", second.beyond_note)
        self.assertFalse(first.beyond_note)
        third = self._visit(4, 1.5)
        self.assertEqual((third.covered_hours, third.fee_hours), (0, 1.5))

    def test_each_hour_counts_once(self):
        """By its form until it is closed, by its record from then on."""
        contract = self._create_limited()
        first = self._visit(2, 3)
        left = [contract._get_hours_left_on(first._get_service_day(), first.browse())]
        self.assertEqual(contract.hours_used, 0)
        self._close(first)
        left += [contract._get_hours_left_on(first._get_service_day(), first.browse())]
        self.assertEqual(left, [2, 2])
        contract.invalidate_recordset()
        self.assertEqual(contract.hours_used, 3)
        self.assertEqual(first.record_ids.contract_id, contract)
        second = self._visit(3, 3)
        self.assertEqual((second.covered_hours, second.fee_hours), (2, 1))
        self._close(second)
        # what was paid is not taken from the contract as well
        contract.invalidate_recordset()
        self.assertEqual(contract.hours_used, 5)
        cancelled = self._visit(4, 1)
        self.assertEqual(cancelled.fee_hours, 1)

    def test_several_entered_at_once(self):
        self._create_limited()
        values = {
            "customer_id": self.customer.id,
            "type_id": self.service_type.id,
            "user_id": self.user_technician.id,
            "fee_kind": "hours",
        }
        visits = self.env["crm.service.visit"].create(
            [
                values
                | {
                    "date_start": f"2026-03-{day:02} 06:00:00",
                    "date_end": f"2026-03-{day:02} 08:00:00",
                }
                for day in (2, 3, 4)
            ]
        )
        self.assertEqual(visits.mapped("fee_hours"), [0, 0, 1])
        self.assertEqual(visits.mapped("covered_hours"), [2, 2, 1])

    def test_a_cancelled_form_gives_its_hours_back(self):
        self._create_limited()
        first = self._visit(2, 5)
        self.assertEqual(self._visit(3, 1).fee_hours, 1)
        first.action_cancel()
        self.assertEqual(self._visit(4, 1).fee_hours, 0)

    def test_it_is_still_changed_by_hand(self):
        contract = self._create_limited()
        visit = self._visit(2, 2)
        visit.write({"fee_hours": 1.5, "hourly_rate": 100})
        self.assertEqual((visit.covered_hours, visit.fee_untaxed), (0.5, 150))
        self._close(visit)
        self.assertEqual(contract.hours_used, 0.5)
        visit = self._visit(3, 2)
        visit.contract_id = False
        self.assertEqual((visit.covered_hours, visit.fee_hours), (0, 2))
        other = self.customer.copy({})
        theirs = self._create_contract(customer_id=other.id)
        with self._refused(ValidationError, theirs.code):
            visit.contract_id = theirs

    def test_the_day_of_the_service_decides(self):
        march = self._create_limited(date_start="2026-03-01", date_end="2026-03-10")
        april = self._create_contract(date_start="2026-03-11")
        self.assertEqual(self._visit(10).contract_id, march)
        self.assertEqual(self._visit(11).contract_id, april)
        # half past midnight of the eleventh in Istanbul
        night = {"date_start": "2026-03-10 21:30:00", "date_end": "2026-03-10 22:00:00"}
        visit = self._visit(**night)
        self.assertEqual((visit.contract_id, visit.fee_hours), (april, 0))
        (march | april).is_suspended = True
        self.assertFalse(self._visit(12).contract_id)

    def test_the_service_decides(self):
        other = self.env["crm.service.type"].create({"name": "Other service"})
        one = self._create_limited(type_ids=[Command.set(other.ids)])
        self.assertFalse(self._visit(2).contract_id)
        self.assertEqual(self._visit(3, type_id=other.id).contract_id, one)

    def test_one_with_hours_left_is_taken_first(self):
        empty = self._create_limited(hours_included=0, date_end="2026-05-01")
        full = self._create_limited(hours_included=9, date_end="2026-06-01")
        self.assertEqual(self._visit(2).contract_id, full)
        full.is_suspended = True
        self.assertEqual(self._visit(3).contract_id, empty)

    def test_the_period_of_the_service(self):
        """Also what came later in the same period is used up, and no other is."""
        self._create_limited(hours_included=3)
        self._create_record(("2026-03-15 06:00:00", 120))
        self._create_record(("2026-02-15 06:00:00", 120))
        visit = self._visit(2, 2)
        self.assertEqual((visit.covered_hours, visit.fee_hours), (1, 1))

    def test_a_corrected_form_uses_the_same_hours(self):
        contract = self._create_limited(hours_included=2)
        visit = self._close(self._visit(2, 2))
        self.assertEqual((visit.fee_hours, contract.hours_left), (0, 0))
        corrected = visit.browse(visit.action_correct()["res_id"])
        corrected.date_end = "2026-03-02 09:00:00"
        self.assertEqual((corrected.covered_hours, corrected.fee_hours), (2, 1))

    def test_the_customer_approves_it(self):
        contract = self._create_limited(hours_included=1)
        visit = self._visit(2, 2)
        details = {line["key"]: line["text"] for line in visit._get_details()}
        self.assertIn(contract.code, details["cover"])
        self.assertIn("1:00", details["fee"])
        visit.action_send()
        visit._answer(visit.link_ids, {"answer": "approve", "score": 9}, INFO)
        self.assertIn(contract.code, visit.evidence_text)
        # whatever becomes of the contract
        contract.write({"is_limited": False, "hourly_rate": 1, "code": "X"})
        contract.customer_id.user_id = self.user_manager
        self.assertEqual((visit.fee_hours, visit.hourly_rate), (1, 400))
        with self._refused(UserError):
            visit.contract_id = False

    def test_what_a_contract_blocks_a_manager_sends(self):
        self._create_limited(hours_included=1, beyond="block")
        visit = self._visit(2, 2)
        with self._refused(UserError, "manager"):
            self._as(self.user_technician, visit).action_send()
        visit.action_cancel()
        within = self._visit(4, 0.5)
        within.with_user(self.user_technician).action_send()
        beyond = self._visit(5, 2)
        self._as(self.user_manager, beyond).action_send()
        self.assertEqual(beyond.state, "waiting")

    def test_a_client_counts_nothing_out(self):
        contract = self._create_limited()
        visit = self._visit(2, 2)
        asked = visit.with_context(crm_uncounted=[visit.id])
        self.assertEqual(
            asked._get_hours_left(contract), visit._get_hours_left(contract)
        )

    def test_the_questions_asked(self):
        self._create_limited()
        self._visit(2, 2)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self._visit(3, 2)
            self.env.flush_all()
