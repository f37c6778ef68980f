from odoo.tests import HttpCase, tagged

from .ledger_common import LedgerMixin


@tagged("post_install", "-at_install")
class TestLedgerTour(LedgerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_ledger()
        cls.user_ledger.password = cls.user_ledger.login
        cls.child = cls._create_customer("Alt Şirket", crm_parent_id=cls.customer.id)
        for number in range(1, 96):
            cls._create_entry(10, f"2025-{1 + number // 12:02}-{1 + number % 12:02}")
        cls._create_entry(-250, "2025-12-20", ref="Havale")
        cls._create_entry(7, "2025-12-21", cls.child)

    def test_ledger_of_a_customer(self):
        self.start_tour(
            f"/odoo/crm-customers/{self.customer.id}",
            "crm_customer_ledger",
            login=self.user_ledger.login,
        )

    def test_no_tab_without_the_right(self):
        self.start_tour(
            f"/odoo/crm-customers/{self.customer.id}",
            "crm_customer_ledger_hidden",
            login="level_view",
        )
