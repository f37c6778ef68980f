from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestStageTour(CustomerMixin, HttpCase):
    """The whole way in the browser: a card is dragged, and all the rest happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.new = cls.env.ref("crm_cubicl.crm_customer_stage_new")
        cls.won = cls.env.ref("crm_cubicl.crm_customer_stage_won")
        cls.proposal = cls.env.ref("crm_cubicl.crm_customer_stage_proposal")

    def test_drag(self):
        self.proposal.notify_user_ids = self.user_view
        self.proposal.step_ids = [(0, 0, {"summary": "Teklif hazırla"})]
        customer = self._create_customer("Sürüklenen A.Ş.", crm_stage_id=self.new.id)
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_stage_drag", login="level_edit"
        )
        self.assertEqual(customer.crm_stage_id, self.proposal)
        log = customer.crm_stage_log_ids.filtered(lambda row: not row.left_date)
        self.assertEqual((log.stage_id, log.user_id), (self.proposal, self.user_edit))
        notice = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("res_id", "=", customer.id)]
        )
        self.assertEqual(notice.notified_partner_ids, self.user_view.partner_id)
        self.assertEqual(customer.activity_ids.summary, "Teklif hazırla")
        self.assertEqual(customer.activity_ids.user_id, self.user_edit)

    def test_hierarchy(self):
        top = self._create_customer("Tepe A.Ş.")
        self._create_customer("Alt Ltd.", crm_parent_id=top.id)
        # of one tree alone core shows the second level at once
        other = self._create_customer("Zirve A.Ş.")
        self._create_customer("Başka", crm_parent_id=other.id)
        self.start_tour(
            "/odoo/crm-customers", "crm_customer_hierarchy", login="level_view"
        )

    def test_overview(self):
        self._create_customer(
            "Benim", crm_stage_id=self.won.id, user_id=self.user_view.id
        )
        self._create_customer("Başkasının", crm_stage_id=self.won.id)
        self.start_tour(
            "/odoo/crm-overview", "crm_customer_overview", login="level_view"
        )
