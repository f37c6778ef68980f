from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestRecordRemove(ServiceTrackCommon):
    STRETCH = ("2026-06-15 06:00:00", 30)

    def _remove(self, user, record):
        self._as(user, record).unlink()
        self.env.flush_all()

    def test_a_technician_deletes_what_was_begun_by_mistake(self):
        record = self._create_record(intervention="<p>Yanlış müşteri.</p>")
        self._remove(self.user_technician, record)
        self.assertFalse(record.exists())

    def test_that_of_somebody_else_stays(self):
        record = self._create_record(user=self.user_colleague)
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            self._remove(self.user_technician, record)

    def test_what_was_worked_stays_and_the_reason_is_told(self):
        worked = self._create_record(self.STRETCH)
        running = self._create_record()
        self._as(self.user_technician, running).start_timer()
        for record in (worked, running):
            with (
                self.subTest(state=record.state),
                self._refused(AccessError, f"{record.name}: time was kept on it"),
            ):
                self._remove(self.user_technician, record)
        running.stop_timer()
        self._remove(self.user_manager, worked | running)
        self.assertFalse((worked | running).exists())

    def test_times_that_were_removed_keep_the_record_and_its_history(self):
        record = self._create_record(self.STRETCH)
        self._remove(self.user_technician, record.interval_ids)
        self.assertEqual(record.state, "new")
        with self.assertRaises(AccessError):
            self._as(self.user_technician, record).had_times = False
        with self._refused(AccessError, record.name):
            self._remove(self.user_technician, record)
        self.assertIn("Time removed", "".join(record.message_ids.mapped("body")))

    def test_times_that_were_moved_keep_the_record_too(self):
        record, other = self._create_record(self.STRETCH), self._create_record()
        self._as(self.user_technician, record.interval_ids).record_id = other
        with self._refused(AccessError, record.name):
            self._remove(self.user_technician, record)

    def test_one_that_stays_keeps_those_deleted_with_it(self):
        records = self._create_record() | self._create_record(self.STRETCH)
        with self._refused(AccessError, records[1].name):
            self._remove(self.user_technician, records)
        self.assertEqual(records.exists(), records)

    def test_the_record_of_a_visit_is_nobodys_to_delete(self):
        with freeze_time("2026-03-03 12:00:00"):
            visit = self._create_visit()
        record = self._create_record(visit_id=visit.id)
        for user in (self.user_technician, self.user_manager):
            with self._refused(UserError, visit.name):
                self._remove(user, record)
