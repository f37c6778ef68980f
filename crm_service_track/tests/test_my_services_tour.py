from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_service_track.controllers import service_approval

from .portal_common import ServicePortalCase


@tagged("post_install", "-at_install")
class TestMyServicesTour(ServicePortalCase, HttpCase):
    def test_a_customer_opens_a_contract_and_approves_on_a_phone(self):
        """In Turkish, where the site has it."""
        self.browser_size, self.touch_enabled = "390x844", True
        self.env["res.lang"]._activate_lang("tr_TR")
        self.ayse.lang = self.customer.lang = "tr_TR"
        start = fields.Datetime.now() - timedelta(hours=2)
        contract = self._create_contract(
            code="BK-TOUR",
            is_limited=True,
            hours_included=4,
            date_start=start.date() - timedelta(days=2),
        )
        self._create_record((start.isoformat(), 90), contract_id=contract.id)
        visit = self._create_sent(3)
        with patch.object(service_approval, "MIN_SECONDS", 0):
            self.start_tour("/my", "crm_service_my_services", login="ayse")
        self.env.invalidate_all()
        self.assertEqual((visit.state, visit.score), ("approved", 9))
        self.assertEqual(visit.answer_partner_id, self.ayse.partner_id)
        self.assertEqual(visit.link_ids.state, "used")
