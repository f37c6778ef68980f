from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_common import INFO, PICTURE, BillingCommon


@tagged("post_install", "-at_install")
class TestVisitTodo(BillingCommon):
    """What a form gives somebody to do is done when the form goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.crm_service_manager_id = cls.user_manager
        cls.visit = cls._create_visit()

    def _object(self):
        self.visit.action_send()
        answer = {"answer": "object", "customer_comment": "Yanlış"}
        self.visit._answer(self.visit.link_ids[:1], answer, INFO)
        return self.visit.activity_ids

    def _as_technician(self):
        return self._as(self.user_technician, self.visit)

    def _expect_done(self, activity, user):
        self.env.invalidate_all()
        self.assertTrue(activity.exists())
        self.assertFalse(activity.active)
        self.assertFalse(self.visit.activity_ids)
        trace = self.visit.message_ids.filtered("mail_activity_type_id")
        self.assertEqual(trace.author_id, user.partner_id)
        self.assertIn(activity.summary, trace.body)

    def test_an_objection_is_done_when_the_form_is_sent_again(self):
        activity = self._object()
        self._as_technician().action_send()
        self._expect_done(activity, self.user_technician)

    def test_an_objection_is_done_when_the_form_is_signed(self):
        activity = self._object()
        self._as_technician()._sign(PICTURE, "Ayşe Işık", INFO)
        self.assertEqual(self.visit.state, "approved")
        self._expect_done(activity, self.user_technician)

    def test_all_is_done_when_the_form_is_cancelled(self):
        activity = self._object()
        self._as_technician().action_cancel()
        self._expect_done(activity, self.user_technician)

    def test_what_a_manager_has_to_agree_is_done_by_sending(self):
        self.visit._plan(self.user_manager, "blocked", "Nothing is left")
        activity = self.visit.activity_ids
        self._as(self.user_manager, self.visit).action_send()
        self._expect_done(activity, self.user_manager)

    def test_what_is_replaced_is_done_but_for_the_low_score(self):
        self.visit.action_send()
        answer = {"answer": "approve", "score": 3, "customer_comment": "Geç"}
        self.visit._answer(self.visit.link_ids[:1], answer, INFO)
        low = self.visit.activity_ids
        self.visit._plan(self.user_manager, "beyond", "Nothing is left")
        self._as_technician().action_correct()
        self.env.invalidate_all()
        self.assertEqual(self.visit.activity_ids, low)

    def test_what_is_of_others_stays(self):
        other = self.visit.activity_schedule(summary="Of somebody else")
        self._as_technician().action_send()
        self.env.invalidate_all()
        self.assertEqual(self.visit.activity_ids, other)

    def test_what_could_not_be_billed_is_done_by_billing(self):
        visit = self.visit = self._create_closed()
        visit._plan(self.user_office, "unbilled", "No product")
        activity = visit.activity_ids
        self._bill(visit)
        self._expect_done(activity, self.user_office)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_key_is_set_by_the_form_alone(self):
        own = self._as_technician().activity_schedule(
            summary="Mine", user_id=self.user_technician.id
        )
        with self.assertRaises(AccessError):
            own.write({"crm_visit_todo": "objection"})
        with self.assertRaises(AccessError):
            own.copy({"crm_visit_todo": "objection"})
