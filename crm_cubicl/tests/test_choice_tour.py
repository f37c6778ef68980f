from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestChoiceTour(CustomerMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def test_new_customer_from_a_task(self):
        self.env.ref("crm_custom_fields.crm_card_company").line_ids.filtered(
            lambda line: line.field_name == "phone"
        ).is_required = True
        self.user_edit.group_ids += self.env.ref("project.group_project_user")
        project = self.env["project.project"].create({"name": "Proje"})
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Görev",
                "res_model": "project.task",
                "view_mode": "form",
                "view_id": self.env.ref("project.view_task_form2").id,
                "context": {"default_project_id": project.id},
            }
        )
        url = f"/odoo/action-{action.id}/new"
        # the server says what is missing, and the client opens the small form
        with mute_logger("odoo.http"):
            self.start_tour(url, "crm_customer_from_task", login="level_edit")
        task = self.env["project.task"].search([("project_id", "=", project.id)])
        self.assertEqual(task.partner_id.name, "Yepyeni Ltd. Şti.")
        self.assertEqual(task.partner_id.phone, "+90 212 555 66 77")
        self.assertTrue(task.partner_id.is_crm_customer)

    def test_customer_found_in_a_quote(self):
        customer = self._create_customer("Işıklar Gıda A.Ş.")
        self._create_contact(customer, "Ayşe", phone="0532 765 43 21")
        self.user_view.group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.start_tour("/odoo/sales/new", "crm_customer_in_quote", login="level_view")
        order = self.env["sale.order"].search([], order="id desc", limit=1)
        self.assertEqual(order.partner_id, customer)

    def test_who_is_a_customer(self):
        self.env["ir.config_parameter"].set_param("crm_cubicl.customers_by_hand", True)
        partners = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "customer_rank": 1}
                for name in ("Olsun A.Ş.", "Dursun A.Ş.")
            ]
        )
        self.start_tour(
            "/odoo/crm-who-is-a-customer", "crm_customer_proposal", login="level_manage"
        )
        self.assertEqual(partners.mapped("is_crm_customer"), [True, False])
