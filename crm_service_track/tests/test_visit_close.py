from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_service_track.models.crm_service_visit_close import (
    CrmServiceVisit,
)

from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestVisitClose(ServiceTrackCommon):
    def setUp(self):
        super().setUp()
        self.visit = self._create_visit()
        self.other = self._create_visit(
            date_start="2026-03-02 10:00:00", date_end="2026-03-02 11:00:00"
        )
        for visit in self.visit + self.other:
            visit.action_send()
            answer = {"answer": "approve", "score": 9}
            self.assertTrue(visit._answer(visit.link_ids, answer, INFO))
        self.made = []
        patcher = patch.object(
            CrmServiceVisit, "_make_record", lambda visit: self.made.append(visit.id)
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_closing_several_makes_each_record_once(self):
        visits = self.visit + self.other
        visits.with_user(self.user_manager).action_close()
        self.assertEqual(set(visits.mapped("state")), {"closed"})
        self.assertEqual(visits.closed_by_id, self.user_manager)
        visits.with_user(self.user_manager).action_close()
        self.visit.with_user(self.user_manager).action_close()
        self.assertEqual(sorted(self.made), visits.ids)

    def test_only_managers_close(self):
        for user in (self.user_technician, self.user_plain):
            with self.assertRaises(AccessError):
                self._as(user, self.visit).action_close()
        self.assertEqual(self.made, [])

    def test_what_the_customer_has_not_approved_is_not_closed(self):
        draft = self._create_visit(
            date_start="2026-03-01 07:00:00", date_end="2026-03-01 08:00:00"
        )
        both = (self.visit + draft).with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, draft.name):
            both.action_close()
        draft.action_send()
        with self.assertRaisesRegex(UserError, draft.name):
            both.action_close()

    def test_a_closed_form_is_locked(self):
        self.visit.with_user(self.user_manager).action_close()
        for values in (
            {"date_start": "2026-03-02 06:00:00"},
            {"fee_kind": "amount", "fee_amount": 9},
            {"evidence_text": ""},
            {"state": "approved"},
        ):
            with self.assertRaises(UserError):
                self.visit.with_user(self.user_manager).write(values)
        with self.assertRaises(UserError):
            self.visit.with_user(self.user_manager).action_cancel()

    def test_what_the_record_takes_over(self):
        values = self.visit._get_record_values()
        self.assertEqual(values["customer_id"], self.customer.id)
        self.assertEqual(values["user_id"], self.user_technician.id)
        ((start, end),) = values["stretches"]
        self.assertEqual((start, end), (self.visit.date_start, self.visit.date_end))
        self.assertEqual(values["intervention"], "Bakım yapıldı.")
