from odoo.tests import HttpCase, tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCommon, HttpCase):
    def test_a_manager_makes_a_topic(self):
        self.start_tour(
            "/odoo/support-topics", "crm_portal_topic", login="topic_crm_manager"
        )
        topic = self.env["crm.portal.topic"].search([("name", "=", "Spare parts")])
        self.assertEqual(topic.project_id, self.project)
        self.assertEqual(topic.handler_kind, "people")
        self.assertEqual(topic.user_ids, self.user_plain)
