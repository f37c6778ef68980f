from freezegun import freeze_time

from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCase

NOW = "2026-03-10 21:30:00"


@tagged("post_install", "-at_install")
class TestPanel(CustomerCase):
    """The panel beside the list: one request, and nothing that is not one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            phone="0212 555 12 34",
            email="bilgi@anadolu.example",
            user_id=cls.user_edit.id,
            crm_manager_ids=[Command.set(cls.user_delete.ids)],
            crm_stage_id=cls.env.ref("crm_cubicl.crm_customer_stage_new").id,
        )
        cls.contact = cls._create_contact(cls.customer)
        cls.project = cls.env["project.project"].create(
            {"name": "Kurulum", "privacy_visibility": "employees"}
        )
        cls.secret = cls.env["project.project"].create(
            {"name": "Gizli", "privacy_visibility": "followers"}
        )
        cls.secret.message_unsubscribe(cls.secret.message_partner_ids.ids)
        cls.user_sales = new_test_user(
            cls.env,
            "panel_sales",
            groups="crm_cubicl.crm_cubicl_group_view,"
            "sales_team.group_sale_salesman_all_leads,project.group_project_user",
        )
        cls.user_work = new_test_user(
            cls.env,
            "panel_work",
            groups="crm_cubicl.crm_cubicl_group_view,project.group_project_user",
            tz="Europe/Istanbul",
        )

    @classmethod
    def _create_task(cls, name, partner=None, project=None, **vals):
        return cls.env["project.task"].create(
            {
                "name": name,
                "partner_id": (partner or cls.customer).id,
                "project_id": (project or cls.project).id,
                **vals,
            }
        )

    def _get_panel(self, user, customer=None):
        return self._as(user, customer or self.customer).get_customer_panel()

    def test_header(self):
        header = self._get_panel(self.user_view)["customer"]
        self.assertEqual(header["name"], "Anadolu Gıda A.Ş.")
        self.assertEqual(header["phone"], "+90 212 555 12 34")
        self.assertEqual(header["email"], "bilgi@anadolu.example")
        self.assertEqual(header["stage"], "New")
        self.assertEqual(header["user_id"], self.user_edit.id)
        self.assertEqual(header["manager_ids"], self.user_delete.ids)

    def test_names_are_in_the_language_of_the_user(self):
        turkish = {"lang": "tr_TR"}
        self.customer.crm_stage_id.with_context(**turkish).name = "Yeni"
        panel = self._get_panel(self.user_view, self.customer.with_context(**turkish))
        self.assertEqual(panel["customer"]["stage"], "Yeni")

    def test_managers_are_named(self):
        users = self._get_panel(self.user_view)["users"]
        self.assertEqual(
            users,
            {user.id: user.name for user in (self.user_edit, self.user_delete)},
        )

    def test_level_none_is_refused(self):
        with self.assertRaises(AccessError):
            self._get_panel(self.user_none)

    def test_customer_of_another_company_is_refused(self):
        self.customer.company_id = self.env["res.company"].create({"name": "Öteki"})
        with self.assertRaises(AccessError):
            self._get_panel(self.user_view)

    def test_customer_that_is_gone(self):
        customer = self._create_customer("Geçici")
        gone = customer.browse(customer.id)
        customer.unlink()
        with self.assertRaises(MissingError):
            self._get_panel(self.user_view, gone)

    def test_archived_customer_still_has_its_panel(self):
        self.contact.active = False
        self.customer.active = False
        self.assertFalse(self._get_panel(self.user_view)["customer"]["active"])

    def test_latest_five_tasks_of_the_customer_and_its_contacts(self):
        self._create_task("Başkasının", partner=self._create_customer("Başka"))
        for number in range(4):
            self._create_task(f"Görev {number}")
        for number in range(4, 7):
            self._create_task(f"Görev {number}", partner=self.contact)
        names = [task["name"] for task in self._get_panel(self.user_work)["tasks"]]
        self.assertEqual(names, [f"Görev {number}" for number in (6, 5, 4, 3, 2)])

    def test_task_has_what_one_asks_for(self):
        task = self._create_task(
            "Teklif hazırla",
            user_ids=[Command.set((self.user_work | self.user_edit).ids)],
            date_deadline="2026-03-12 09:00:00",
        )
        panel = self._get_panel(self.user_work)
        [row] = panel["tasks"]
        self.assertEqual(row["id"], task.id)
        self.assertEqual(row["state_label"], "In Progress")
        self.assertEqual(row["project"], "Kurulum")
        self.assertEqual(row["deadline"], "2026-03-12 09:00:00")
        self.assertEqual(row["user_ids"], sorted((self.user_work | self.user_edit).ids))
        self.assertEqual(panel["users"][self.user_work.id], self.user_work.name)

    def test_tasks_of_a_hidden_project_stay_hidden(self):
        self._create_task("Gizli iş", project=self.secret)
        self._create_task("Açık iş")
        names = [task["name"] for task in self._get_panel(self.user_work)["tasks"]]
        self.assertEqual(names, ["Açık iş"])
        # an assignee sees his own
        self.env["project.task"].search(
            [("name", "=", "Gizli iş")]
        ).user_ids = self.user_work
        names = [task["name"] for task in self._get_panel(self.user_work)["tasks"]]
        self.assertEqual(names, ["Açık iş", "Gizli iş"])

    @freeze_time(NOW)
    def test_overdue_is_told_in_the_time_zone_of_the_user(self):
        # 21:30 UTC on the 10th is half past midnight on the 11th in Istanbul
        late = self._create_task("Geç", date_deadline="2026-03-10 20:00:00")
        today = self._create_task("Bugün", date_deadline="2026-03-10 21:15:00")
        done = self._create_task("Bitti", date_deadline="2026-03-01 20:00:00")
        done.state = "1_done"
        overdue = {
            task["id"]: task["is_overdue"]
            for task in self._get_panel(self.user_work)["tasks"]
        }
        self.assertEqual(overdue, {late.id: True, today.id: False, done.id: False})
        abroad = self.customer.with_context(tz="UTC")
        overdue = {
            task["id"]: task["is_overdue"]
            for task in self._get_panel(self.user_work, abroad)["tasks"]
        }
        self.assertEqual(overdue, {late.id: False, today.id: False, done.id: False})

    def test_quotes_only_with_the_right(self):
        quote = self.env["sale.order"].create(
            {"partner_id": self.contact.id, "partner_invoice_id": self.customer.id}
        )
        self.assertNotIn("quotes", self._get_panel(self.user_view))
        self.assertNotIn("quotes", self._get_panel(self.user_manage))
        # core lets project users read quotes
        self.assertNotIn("quotes", self._get_panel(self.user_work))
        [row] = self._get_panel(self.user_sales)["quotes"]
        self.assertEqual(row["id"], quote.id)
        self.assertEqual(row["name"], quote.name)
        self.assertEqual(row["state_label"], "Quotation")
        self.assertEqual(row["currency_id"], quote.currency_id.id)

    def test_quotes_of_others_only_with_the_right(self):
        self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.user_edit.id}
        )
        own_only = new_test_user(
            self.env,
            "panel_own_quotes",
            groups="crm_cubicl.crm_cubicl_group_view,sales_team.group_sale_salesman",
        )
        self.assertEqual(self._get_panel(own_only)["quotes"], [])
        self.assertEqual(len(self._get_panel(self.user_sales)["quotes"]), 1)

    def test_activities(self):
        self.customer.message_post(body="Fiyat istedi", message_type="comment")
        [entry, *_others] = self._get_panel(self.user_view)["activities"]
        self.assertEqual(entry["text"], "Fiyat istedi")
        self.assertEqual(entry["author"], self.env.user.partner_id.name)
        for _number in range(10):
            self.customer.message_post(body="Uzun " * 200, message_type="comment")
        entries = self._get_panel(self.user_view)["activities"]
        self.assertEqual(len(entries), 5)
        self.assertLess(len(entries[0]["text"]), 200)

    def test_balance_only_with_the_right_to_the_ledger(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Hizmet", "price_unit": 750.5, "tax_ids": False}
                    )
                ],
            }
        )
        invoice.action_post()
        self.assertNotIn("balance", self._get_panel(self.user_view))
        self.user_view.group_ids |= self.env.ref("crm_cubicl.crm_cubicl_group_ledger")
        [amount] = self._get_panel(self.user_view)["balance"]["amounts"]
        self.assertEqual(amount["amount"], 750.5)
        self.assertEqual(amount["currency_id"], invoice.currency_id.id)

    def test_empty_sections_are_there(self):
        panel = self._get_panel(self.user_sales, self._create_customer("Boş A.Ş."))
        self.assertEqual(panel["tasks"], [])
        self.assertEqual(panel["quotes"], [])

    def test_at_most_eight_queries_whatever_there_is(self):
        user = new_test_user(
            self.env,
            "panel_all",
            groups="crm_cubicl.crm_cubicl_group_manage,project.group_project_user,"
            "sales_team.group_sale_salesman_all_leads",
        )
        counts = []
        for number in (1, 20):
            for index in range(number):
                self._create_task(f"Görev {index}", user_ids=[Command.link(user.id)])
                self.env["sale.order"].create({"partner_id": self.customer.id})
                self.customer.message_post(body="Not", message_type="comment")
            self._get_panel(user)
            customer = self._as(user, self.customer)
            # every request reads its user and their companies
            customer.env.companies.mapped("name")
            before = self.env.cr.sql_log_count
            customer.get_customer_panel()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 8)
