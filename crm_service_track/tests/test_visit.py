from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ServiceTrackCommon

RULES = "odoo.addons.base.models.ir_rule"
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    b"awAAAABJRU5ErkJggg=="
)
INFO = {"address": "192.0.2.7", "agent": "Mozilla/5.0", "method": "POST"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestVisit(ServiceTrackCommon):
    def _approve(self, visit, **values):
        visit.action_send()
        link = visit.sudo().link_ids[:1]
        answer = {"answer": "approve", "score": 9} | values
        self.assertTrue(visit.sudo()._answer(link, answer, INFO))
        return visit

    # -- the form ----------------------------------------------------------------

    def test_each_form_has_the_next_number(self):
        one = self._create_visit()
        two = self._create_visit(
            date_start="2026-03-02 10:00:00", date_end="2026-03-02 11:00:00"
        )
        self.assertRegex(one.name, r"^SF-\d{4}-\d{5}$")
        self.assertEqual(int(two.name[-5:]), int(one.name[-5:]) + 1)

    def test_the_customers_address_is_filled_in_and_a_change_is_told(self):
        self.customer.email = "info@yildiz.example"
        visit = self._create_visit(email="INFO@yildiz.example")
        self.assertFalse(visit.is_email_changed)
        visit.email = "depo@yildiz.example"
        self.assertTrue(visit.is_email_changed)
        self.assertEqual(visit.email_known, "info@yildiz.example")
        form = self.env["crm.service.visit"].new({"customer_id": self.customer.id})
        self.assertEqual(form.email, "info@yildiz.example")

    def test_wrong_times_are_told_clearly(self):
        for start, end, message in (
            ("11:00", "12:30", "in the future"),
            ("11:00", "23:30", "in the future"),
        ):
            with (
                self.subTest(message=message),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(ValidationError, message),
                self.cr.savepoint(),
            ):
                self._create_visit(
                    date_start=f"2026-03-02 {start}:00", date_end=f"2026-03-02 {end}:00"
                )

        with self.assertRaisesRegex(ValidationError, "longer than a day"):
            self._create_visit(date_start="2026-03-01 06:00:00")

    def test_two_services_at_once_are_refused_for_one_and_not_for_two(self):
        first = self._create_visit()
        times = {"date_start": "2026-03-02 09:00:00", "date_end": "2026-03-02 10:00:00"}
        with (
            self.assertRaisesRegex(ValidationError, first.name),
            self.cr.savepoint(),
        ):
            self._create_visit(**times)
        self._create_visit(**times, user_id=self.user_manager.id)
        # one after the other
        self._create_visit(**times | {"date_start": "2026-03-02 09:30:00"})
        first.action_cancel()
        first.note = "free again"
        self._create_visit(
            date_start="2026-03-02 08:00:00", date_end="2026-03-02 09:00:00"
        )

    def test_the_fee_is_an_amount_or_hours_at_a_rate(self):
        tax = self.env["account.tax"].create(
            {"name": "KDV 20", "amount": 20, "type_tax_use": "sale"}
        )
        visit = self._create_visit(
            fee_kind="amount", fee_amount=1000, tax_ids=[Command.set(tax.ids)]
        )
        self.assertEqual((visit.fee_untaxed, visit.fee_total), (1000, 1200))
        visit.write({"fee_kind": "hours", "hourly_rate": 400})
        self.assertEqual(visit.fee_hours, 2.5)
        self.assertEqual((visit.fee_untaxed, visit.fee_tax), (1000, 200))
        visit.fee_hours = 0.5
        self.assertEqual(visit.fee_total, 240)
        visit.fee_kind = "none"
        self.assertEqual(visit.fee_total, 0)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_impossible_values(self):
        visit = self._create_visit()
        for values in (
            {"score": 0},
            {"score": 11},
            {"state": "approved"},
            {"date_end": "2026-03-02 06:00:00"},
            {"fee_amount": -1},
        ):
            column, value = next(iter(values.items()))
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE crm_service_visit SET {column} = %s WHERE id = %s",  # noqa: S608
                    (value, visit.id),
                )

    # -- locked ------------------------------------------------------------------

    def test_what_is_answered_can_be_changed_by_nobody(self):
        visit = self._approve(self._create_visit())
        self.assertEqual((visit.state, visit.score), ("approved", 9))
        for user in (
            self.user_technician,
            self.user_manager,
            self.env.ref("base.user_root"),
        ):
            for values in (
                {"date_end": "2026-03-02 09:00:00"},
                {"fee_kind": "amount", "fee_amount": 5},
                {"result": "Başka"},
                {"score": 10},
                {"state": "draft"},
                {"evidence_hash": "0"},
                {"photo_ids": [Command.clear()]},
                {"email": "x@example.com"},
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(UserError),
                ):
                    visit.with_user(user).write(values)
        visit.with_user(self.user_technician).note = "Filtre sipariş edilecek"

    def test_what_the_customer_looks_at_is_taken_back_before_it_is_changed(self):
        visit = self._create_visit().with_user(self.user_technician)
        visit.action_send()
        with self.assertRaisesRegex(UserError, "Take them back"):
            visit.result = "Başka"
        link = visit.sudo().link_ids
        visit.action_take_back()
        self.assertEqual(link.state, "cancelled")
        visit.result = "Başka"
        visit.action_send()
        self.assertEqual(visit.state, "waiting")

    def test_the_way_of_a_form_cannot_be_given_from_outside(self):
        visits = self.env["crm.service.visit"].with_user(self.user_manager)
        for values in ({"state": "approved"}, {"score": 10}, {"evidence_hash": "1"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._create_visit(**values)
        for context in ({"default_state": "approved"}, {"default_score": 10}):
            forged = visits.with_context(**context, crm_service_visit_way=True)
            with self.assertRaises(UserError):
                forged.create({"customer_id": self.customer.id})
        made = self._create_visit()
        with self.assertRaises(UserError):
            made.with_context(crm_service_visit_way=True).write({"state": "closed"})

    def test_evidence_is_kept(self):
        visit = self._approve(self._create_visit(), customer_comment="Teşekkürler")
        values = visit._get_evidence_values()
        for key in ("number", "start_utc", "result", "email"):
            self.assertIn(str(values[key]), visit.evidence_text)
        self.assertEqual(visit.evidence_hash, visit._hash(visit.evidence_text))
        self.assertEqual(visit.evidence_pdf_hash, visit._hash(visit.evidence_id.raw))
        self.assertIn("Teşekkürler", visit.evidence_text)
        self.assertEqual(visit.answer_address, "192.0.2.7")
        for user in (self.user_manager, self.env.ref("base.user_root")):
            attachment = visit.evidence_id.with_user(user)
            for change in (
                lambda a=attachment: a.write({"raw": b"other"}),
                lambda a=attachment: a.write({"name": "x"}),
                lambda a=attachment: a.write({"crm_is_evidence": False}),
                lambda a=attachment: a.unlink(),
            ):
                with self.assertRaises(UserError):
                    change()
            # the browser of whoever first sees the file makes a preview of it
            attachment.thumbnail = PIXEL
            self.assertEqual(visit.evidence_pdf_hash, visit._hash(attachment.raw))
            with self.assertRaises(UserError):
                attachment.write({"thumbnail": PIXEL, "name": "x"})
        with self.assertRaises(UserError):
            visit.unlink()

    def test_a_corrected_form_is_a_new_one(self):
        visit = self._approve(self._create_visit())
        action = visit.with_user(self.user_technician).action_correct()
        corrected = visit.browse(action["res_id"])
        self.assertEqual((visit.state, corrected.state), ("cancelled", "draft"))
        self.assertEqual(corrected.corrects_id, visit)
        self.assertEqual((visit.score, corrected.score), (9, 0))
        self.assertTrue(visit.evidence_id)
        corrected.date_end = "2026-03-02 09:00:00"
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            visit.date_end = "2026-03-02 09:00:00"

    def test_a_signature_approves(self):
        visit = self._create_visit(email=False).with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "e-mail"):
            visit.action_send()
        with self.assertRaisesRegex(UserError, "name"):
            visit._sign(PNG, " ", INFO)
        visit._sign(PNG, "Ayşe Işık", INFO)
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.answered_by, "signature")
        self.assertIn("Ayşe Işık", visit.sudo().evidence_text)
        with self.assertRaises(UserError):
            visit._sign(PNG, "Başkası", INFO)

    # -- rights ------------------------------------------------------------------

    def test_technicians_have_their_own_and_managers_all(self):
        colleague = self.user_colleague
        visit = self._create_visit()
        for user, seen in (
            (self.user_technician, visit),
            (colleague, visit.browse()),
            (self.user_manager, visit),
        ):
            with self.subTest(user=user.login):
                found = self._as(user, visit).search([("id", "=", visit.id)])
                self.assertEqual(found.ids, seen.ids)
        with mute_logger(RULES), self.assertRaises(AccessError):
            self._as(colleague, visit).read(["name"])
        with mute_logger(RULES), self.assertRaises(AccessError):
            self._as(colleague, visit).action_send()

    def test_a_closed_customer_closes_its_forms(self):
        visit = self._create_visit()
        self.customer.crm_is_closed = True
        for user in (self.user_technician, self.user_manager):
            self.assertFalse(self._as(user, visit).search([("id", "=", visit.id)]))
            with mute_logger(RULES), self.assertRaises(AccessError):
                self._as(user, visit).read(["result"])
        self.customer.user_id = self.user_technician
        self.assertTrue(
            self._as(self.user_technician, visit).search([("id", "=", visit.id)])
        )

    @mute_logger("odoo.addons.base.models.ir_model", RULES)
    def test_links_and_openings_are_for_managers_and_their_key_for_nobody(self):
        visit = self._create_visit()
        visit.action_send()
        link = visit.sudo().link_ids
        for user in (self.user_technician, self.user_plain):
            with self.assertRaises(AccessError):
                self._as(user, link).read(["email"])
        self.assertTrue(self._as(self.user_manager, link).read(["email"]))
        with self.assertRaises(AccessError):
            self._as(self.user_manager, link).read(["nonce"])

    def test_a_form_holds_its_customer(self):
        visit = self._create_visit()
        with self.assertRaisesRegex(UserError, visit.name):
            self.customer.unlink()

    def test_only_a_draft_is_deleted(self):
        visit = self._create_visit()
        visit.action_send()
        visit.action_take_back()
        with self.assertRaises(UserError):
            visit.unlink()
        other = self._create_visit(
            date_start="2026-03-01 07:00:00", date_end="2026-03-01 08:00:00"
        )
        other.with_user(self.user_technician).unlink()

    def test_the_form_is_an_activity_of_its_customer(self):
        visit = self._create_visit()
        visit.action_send()
        messages = visit.message_ids
        self.assertEqual(messages.crm_customer_id, self.customer)


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe"
    b"\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
