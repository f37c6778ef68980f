from odoo.tests import tagged

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestRecordTrail(ServiceTrackCommon):
    def setUp(self):
        super().setUp()
        self.record = self._create_record(intervention="<p>Kart değişti.</p>")
        self._save()

    def _save(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _get_changes(self, records):
        tracked = records.sudo().message_ids.tracking_value_ids
        return tracked.filtered(lambda value: value.field_id.name == "intervention")

    def _write(self, records, text):
        self._as(self.user_technician, records).write({"intervention": text})
        self._save()

    def test_who_changed_what_was_done_is_in_the_history(self):
        self.assertFalse(self._get_changes(self.record))
        self._write(self.record, "<p>Kart ve kablo <b>değişti</b>.</p>")
        change = self._get_changes(self.record)
        self.assertEqual(change.old_value_char, "Kart değişti.")
        self.assertEqual(change.new_value_char, "Kart ve kablo *değişti*.")
        author = change.mail_message_id.author_id
        self.assertEqual(author, self.user_technician.partner_id)

    def test_a_text_that_is_the_same_leaves_no_trace(self):
        empty = self._create_record()
        self._save()
        self._write(empty, "<p><br></p>")
        self._write(self.record, '<p style="color: red;">Kart değişti.</p>')
        self.assertFalse(self._get_changes(self.record | empty))

    def test_many_leave_a_trace_each(self):
        records = self.record | self._create_record()
        self._save()
        self._write(records, "<p>Temizlendi.</p>")
        self.assertEqual(len(self._get_changes(records)), 2)
