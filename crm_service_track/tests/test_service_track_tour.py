from odoo.tests import HttpCase, tagged

from .common import ServiceTrackCommon


@tagged("post_install", "-at_install")
class TestServiceTrackTour(ServiceTrackCommon, HttpCase):
    def test_a_manager_makes_a_service_type_and_a_contract(self):
        self.start_tour(
            "/odoo/service-types",
            "crm_service_track_manager",
            login="service_manager",
        )
        contract = self.env["crm.service.contract"].search(
            [("customer_id", "=", self.customer.id)]
        )
        self.assertEqual(contract.type_ids.mapped("name"), ["Tour service"])
        # it began today, where its maker is
        manager = contract.with_context(tz="Europe/Istanbul")
        self.assertEqual(manager.state, "active")
        self.assertTrue(contract.code)

    def test_a_technician_reads_contracts(self):
        self._create_contract(code="BK-7")
        self.start_tour(
            "/odoo/service-contracts",
            "crm_service_track_technician",
            login="service_technician",
        )
