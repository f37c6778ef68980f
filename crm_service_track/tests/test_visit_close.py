from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_service_track.models.crm_service_record_visit import LOCKED

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

    def test_closing_several_makes_each_record_once(self):
        visits = self.visit + self.other
        visits.with_user(self.user_manager).action_close()
        self.assertEqual(set(visits.mapped("state")), {"closed"})
        self.assertEqual(visits.closed_by_id, self.user_manager)
        visits.with_user(self.user_manager).action_close()
        self.visit.with_user(self.user_manager).action_close()
        records = self.env["crm.service.record"].search([("visit_id", "!=", False)])
        self.assertEqual(sorted(records.visit_id.ids), sorted(visits.ids))
        self.assertEqual(len(records), 2)

    def test_only_managers_close(self):
        for user in (self.user_technician, self.user_plain):
            with self.assertRaises(AccessError):
                self._as(user, self.visit).action_close()
        self.assertFalse(self.visit.record_ids)

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
        self.visit.with_user(self.user_manager).action_close()
        record = self.visit.record_ids
        self.assertEqual(record.customer_id, self.customer)
        self.assertEqual(record.user_id, self.user_technician)
        self.assertEqual(record.type_id, self.visit.type_id)
        self.assertEqual(record.state, "stopped")
        self.assertEqual(
            (record.date_start, record.date_end),
            (self.visit.date_start, self.visit.date_end),
        )
        self.assertIn("Bakım yapıldı.", record.intervention)
        self.assertEqual(record.action_view_visit()["res_id"], self.visit.id)
        self.assertEqual(self.visit.action_view_record()["res_id"], record.id)

    def test_the_form_offers_no_change_that_is_refused(self):
        self.env.user.group_ids |= self.env.ref("base.group_multi_company")
        view = self.env["crm.service.record"].get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        for name in LOCKED:
            for node in arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]"):
                if node.get("invisible") not in ("1", "True"):
                    with self.subTest(field=name):
                        self.assertIn(node.get("readonly"), ("visit_id", "1", "True"))

    def test_the_record_keeps_what_was_approved(self):
        """Times and people of it are locked, for managers too; the text is not."""
        self.visit.with_user(self.user_manager).action_close()
        other = self._create_visit(
            date_start="2026-03-01 07:00:00", date_end="2026-03-01 08:00:00"
        )
        record = self.visit.record_ids.with_user(self.user_manager)
        stretch = record.interval_ids
        for change in (
            lambda: record.write({"user_id": self.user_manager.id}),
            lambda: record.write({"visit_id": other.id}),
            lambda: stretch.write({"date_end": "2026-03-02 10:30:00"}),
            lambda: stretch.copy(),
            lambda: stretch.unlink(),
            lambda: record.start_timer(),
            lambda: record.unlink(),
        ):
            with self.assertRaisesRegex(UserError, self.visit.name):
                change()
        record.with_user(self.user_technician).intervention = "Cleaned as well"
        self.assertIn("Cleaned as well", record.intervention)
