from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_service_track.controllers import service_approval

from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


@tagged("post_install", "-at_install")
class TestVisitTour(ServiceTrackCommon, HttpCase):
    """The whole way, in Turkish."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("tr_TR")
        self.customer.write({"email": "info@yildiz.example", "lang": "tr_TR"})
        for user in self.user_technician + self.user_manager:
            user.lang = "tr_TR"

    def _be(self, size: str) -> None:
        self.browser_size, self.touch_enabled = size, size.startswith("390")

    def _get_visit(self):
        self.env.invalidate_all()
        return self.env["crm.service.visit"].search(
            [("customer_id", "=", self.customer.id)]
        )

    def test_from_the_form_to_the_closed_service_on_a_phone(self):
        self._be("390x844")
        self.start_tour(
            "/my-service", "crm_service_visit_technician", login="service_technician"
        )
        visit = self._get_visit()
        self.assertEqual((len(visit), visit.state), (1, "waiting"))
        self.assertEqual(visit.contact_name, "Ayşe Işık")
        self.assertEqual(visit.fee_total, 1250.5)
        token = visit.link_ids._get_token()
        with patch.object(service_approval, "MIN_SECONDS", 0):
            self.start_tour(f"/service/visit/{token}", "crm_service_visit_customer")
        visit = self._get_visit()
        self.assertEqual((visit.state, visit.score), ("approved", 9))
        self.start_tour(
            "/odoo/service-waiting",
            "crm_service_visit_manager",
            login="service_manager",
        )
        visit = self._get_visit()
        self.assertEqual(visit.state, "closed")
        self.assertEqual(visit.closed_by_id, self.user_manager)

    def test_a_form_left_half_done_is_still_there(self):
        self._be("390x844")
        self.start_tour(
            "/my-service", "crm_service_visit_draft", login="service_technician"
        )
        self.assertFalse(self._get_visit())

    def test_many_are_closed_at_once(self):
        for day in (2, 3):
            visit = self._create_visit(
                date_start=f"2026-03-0{day} 07:00:00",
                date_end=f"2026-03-0{day} 08:00:00",
            )
            visit.action_send()
            visit._answer(visit.link_ids, {"answer": "approve", "score": 8}, INFO)
        self._be("1366x768")
        self.start_tour(
            "/odoo/service-waiting",
            "crm_service_visit_manager_many",
            login="service_manager",
        )
        self.assertEqual(set(self._get_visit().mapped("state")), {"closed"})
