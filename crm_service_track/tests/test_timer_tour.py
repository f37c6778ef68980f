from odoo.tests import HttpCase, tagged

from .common import ServiceTrackCommon


class TimerTourCase(ServiceTrackCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_contract(
            code="BK-7", is_limited=True, hours_included=5, hours_period="month"
        )
        cls.env["res.partner"].create(
            {
                "name": "Ayşe Yılmaz",
                "parent_id": cls.customer.id,
                "email": "ayse@example.com",
            }
        )

    def _get_records(self):
        return self.env["crm.service.record"].search(
            [("customer_id", "=", self.customer.id)], order="id"
        )


@tagged("post_install", "-at_install")
class TestTimerTour(TimerTourCase):
    def test_start_stop_and_switch(self):
        self.user_technician.crm_service_autostart = True
        self.start_tour(
            "/odoo/support-records",
            "crm_service_timer_wide",
            login="service_technician",
        )
        first, second = self._get_records()
        self.assertEqual(first.contact_id.name, "Ayşe Yılmaz")
        self.assertEqual(len(first.interval_ids), 2)
        self.assertEqual((first | second).mapped("state"), ["stopped", "stopped"])


@tagged("post_install", "-at_install")
class TestTimerPhoneTour(TimerTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_a_phone_in_turkish(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.user_technician.lang = "tr_TR"
        self.start_tour(
            "/odoo/support-records",
            "crm_service_timer_phone",
            login="service_technician",
        )
        [record] = self._get_records()
        self.assertEqual(record.state, "stopped")
        self.assertEqual(len(record.interval_ids), 1)
