from odoo.tests import HttpCase, tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestVisitBillingTour(BillingCommon, HttpCase):
    """From the closed visit to the posted invoice."""

    browser_size = "1366x768"

    def test_from_a_closed_visit_to_a_posted_invoice(self):
        visit = self._create_closed()
        self.start_tour(
            "/odoo/service-billing", "crm_service_billing", login="service_office"
        )
        self.env.invalidate_all()
        self.assertEqual(visit.billing_state, "billed")
        self.assertEqual(visit.invoice_id.state, "posted")
        self.assertEqual(visit.invoice_id.amount_total, visit.fee_total)

    def test_a_month_of_a_customer(self):
        self.customer.crm_service_billing = "month"
        visits = self._create_closed() | self._create_closed()
        self.start_tour(
            "/odoo/service-billing", "crm_service_billing_month", login="service_office"
        )
        self.env.invalidate_all()
        self.assertEqual(len(visits.invoice_id), 1)
        self.assertEqual(visits.invoice_id.amount_total, 2400)
