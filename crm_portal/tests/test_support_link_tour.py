from odoo.tests import HttpCase, tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestSupportLinkTour(PortalCommon, HttpCase):
    def test_a_customers_topics_and_link(self):
        """The manager prepares them; somebody there files a ticket with a phone."""
        self.env["website"].get_current_website().crm_support_is_open = False
        self.env["crm.portal.topic"].search([]).active = False
        customer = self.env["res.partner"].create(
            {"name": "Gizem Optik", "is_company": True, "is_crm_customer": True}
        )
        self._create_topic(name="Spare parts")
        repair = self._create_topic(name="Repair", user_ids=self.user_plain.ids)
        self._create_topic(name="Else")
        self.start_tour(
            f"/odoo/crm-customers/{customer.id}",
            "crm_portal_customer",
            login="topic_crm_manager",
        )
        override = self.env["crm.portal.topic.override"].search([])
        self.assertTrue(override.is_hidden)
        self.assertEqual(override.customer_id, customer)
        link = customer.crm_link_ids
        self.assertEqual(link.create_uid, self.user_crm_manager)
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(f"/support/{link._get_token()}", "crm_portal_link_visitor")
        ticket = self.env["project.task"].search([("crm_link_id", "=", link.id)])
        self.assertEqual(ticket.crm_topic_id, repair)
        self.assertEqual(ticket.partner_id.parent_id, customer)
        self.assertEqual(ticket.user_ids, self.user_plain)
