from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import CustomerMixin


@tagged("post_install", "-at_install")
class TestLikelyTour(CustomerMixin, HttpCase):
    """Somebody types a customer who is here already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()
        cls.customer = cls._create_customer(
            "Toros Gıda San. ve Tic. A.Ş.", phone="0212 555 12 34", city="Kadıköy"
        )
        cls.env["res.partner"]._refresh_duplicates()

    def test_typed(self):
        partners = type(self.env["res.partner"])
        asked = []
        ask = partners.get_likely_matches

        def count(records, values, partner_id=False):
            asked.append(values)
            return ask(records, values, partner_id)

        count._api_model = True
        with patch.object(partners, "get_likely_matches", count):
            self.start_tour(
                "/odoo/crm-customers/new", "crm_likely_typed", login="level_edit"
            )
        # one request each time that something was typed and left
        self.assertEqual([bool(values["phone"]) for values in asked], [False, True])
        twin = self.env["res.partner"].search([("name", "=", "TOROS GIDA")])
        self.assertTrue(twin.is_crm_customer)

    def test_chosen_instead(self):
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
        before = self.env["res.partner"].search_count([])
        url = f"/odoo/action-{action.id}/new"
        self.start_tour(url, "crm_likely_chosen", login="level_edit")
        task = self.env["project.task"].search([("project_id", "=", project.id)])
        self.assertEqual(task.partner_id, self.customer)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
