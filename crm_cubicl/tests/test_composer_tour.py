from odoo.tests import HttpCase, tagged

from .test_hidden_customer import HiddenCustomerMixin


@tagged("post_install", "-at_install")
class TestComposerTour(HiddenCustomerMixin, HttpCase):
    """A quote is sent from the dialog to a customer whom its salesman may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()

    def test_quote_is_sent(self):
        action = self.env.ref("sale.action_quotations_with_onboarding").id
        self.start_tour(
            f"/odoo/action-{action}/{self.quote.id}",
            "crm_composer_hidden_customer",
            login="level_none",
        )
        message = self.quote.message_ids.filtered("partner_ids")[:1]
        self.assertEqual(message.create_uid, self.user_none)
        self.assertIn(self.customer, message.notified_partner_ids)
        self.assertEqual(self.quote.state, "sent")
