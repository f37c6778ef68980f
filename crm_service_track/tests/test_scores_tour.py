from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase, freeze_time, tagged

from .common import ServiceTrackCommon

INFO = {"method": "POST", "address": "192.0.2.7", "agent": "Mozilla/5.0"}


@tagged("post_install", "-at_install")
class TestScoresTour(ServiceTrackCommon, HttpCase):
    def setUp(self):
        super().setUp()
        rare = self.env["crm.service.type"].create({"name": "Rare service"})
        # of a month that has ended, as the page says
        first = datetime.now() + relativedelta(
            months=-2, day=1, hour=7, minute=0, second=0, microsecond=0
        )
        with freeze_time(first + relativedelta(days=20)):
            for number, score in enumerate((10, 9, 9, 9, 9, 2)):
                start = first + relativedelta(days=number)
                visit = self._create_visit(
                    date_start=start,
                    date_end=start + relativedelta(hours=1),
                    type_id=(self.service_type if score > 2 else rare).id,
                )
                visit.action_send()
                answer = {"answer": "approve", "score": score}
                visit._answer(visit.link_ids, answer, INFO)

    def test_a_technician_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(
            "/odoo/service-my-scores",
            "crm_service_scores_technician",
            login="service_technician",
        )

    def test_a_manager(self):
        self.start_tour(
            "/odoo/service-scores",
            "crm_service_scores_manager",
            login="service_manager",
        )
