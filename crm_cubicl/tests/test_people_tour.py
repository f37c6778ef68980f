from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestPeopleTour(CustomerMixin, HttpCase):
    """The whole way of Manage and of Edit, as they walk it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        users = cls.user_none | cls.user_view | cls.user_edit | cls.user_delete
        for user in users | cls.user_manage:
            user.name = user.login

    def test_permissions(self):
        self._create_customer("Sorulan A.Ş.")
        self.start_tour(
            "/odoo/crm-permissions", "crm_permissions", login="level_manage"
        )
        self.assertEqual(self.user_view.crm_level, "delete")
        self.assertEqual(self.user_edit.crm_level, "view")
        self.assertEqual(self.user_none.crm_level, "view")

    def test_managers(self):
        self.env.company.crm_general_manager_ids = self.user_manage
        customer = self._create_customer("Anahtar A.Ş.")
        self.start_tour("/odoo/crm-customers", "crm_managers", login="level_edit")
        self.assertEqual(customer.user_id, self.user_edit)
        self.assertEqual(customer.crm_manager_ids, self.user_delete)

    def test_handover(self):
        customer = self._create_customer("Devredilen A.Ş.", user_id=self.user_edit.id)
        self.start_tour("/odoo/crm-handovers", "crm_handover", login="level_manage")
        self.assertEqual(customer.user_id, self.user_edit)
        handover = self.env["crm.handover"].search([])
        self.assertEqual(handover.state, "undone")
