from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import CustomerMixin
from .walk import Walk

SECRETS = {
    "email": "gizli@saklimusteri.example",
    "phone": "+90 212 555 44 33",
    "street": "Saklı Sokak 99",
    "vat": "8790017566",
    "ref": "GIZLIKOD",
    "comment": "<p>Saklı not</p>",
}
OFFICE = (
    "base.group_user,project.group_project_manager,sales_team.group_sale_manager,"
    "base.group_partner_manager"
)


class HiddenCustomerMixin(CustomerMixin):
    """A customer that nobody below a level sees, with a task and a quote."""

    @classmethod
    def _set_up_hidden_customer(cls):
        cls._set_up_customers()
        cls.user_none.group_ids |= cls.env["res.groups"].union(
            *(cls.env.ref(name) for name in OFFICE.split(","))
        )
        cls.customer = cls._create_customer("Saklı Müşteri A.Ş.", **SECRETS)
        cls.contact = cls._create_contact(
            cls.customer, email="kisi@saklimusteri.example", phone="+90 212 555 44 34"
        )
        cls.project = cls.env["project.project"].create(
            {"name": "Proje", "privacy_visibility": "employees"}
        )
        cls.task = cls.env["project.task"].create(
            {
                "name": "Görev",
                "project_id": cls.project.id,
                "partner_id": cls.customer.id,
                "user_ids": [Command.set(cls.user_none.ids)],
            }
        )
        cls.product = cls.env["product.product"].create({"name": "Hizmet"})
        cls.quote = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.user_none.id,
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )
        for record in (cls.task, cls.quote):
            record.message_subscribe(
                (cls.customer | cls.contact | cls.user_none.partner_id).ids
            )

    def _as(self, user, records):
        records = super()._as(user, records)
        # as in a request of theirs: core checks recipients as the user who asked first
        transaction = self.env.transaction
        self.addCleanup(setattr, transaction, "default_env", transaction.default_env)
        transaction.default_env = records.env
        return records

    def _check_no_secret(self, data):
        text = repr(data)
        for name, secret in SECRETS.items():
            with self.subTest(secret=name):
                self.assertNotIn(secret, text)


@tagged("post_install", "-at_install")
class TestHiddenCustomer(HiddenCustomerMixin, TransactionCase):
    """Who may not see a customer works with its documents and sees only the name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()

    def test_documents_open_with_the_name_alone(self):
        for record, view in (
            (self.task, "project.view_task_form2"),
            (self.quote, "sale.view_order_form"),
        ):
            with self.subTest(model=record._name):
                data = Walk(self.env, self.user_none).open_record(record, view)
                self.assertIn("Saklı Müşteri", data["partner_id"]["display_name"])
                self._check_no_secret(data)

    def test_documents_are_changed_in_their_forms(self):
        with Form(self._as(self.user_none, self.task)) as task:
            task.name = "Yeni ad"
            task.user_ids.add(self.user_manage)
        with Form(self._as(self.user_none, self.quote)) as quote:
            quote.client_order_ref = "Sipariş 7"
            with quote.order_line.new() as line:
                line.product_id = self.product
            with quote.order_line.edit(0) as line:
                line.product_uom_qty = 5
        self.assertEqual(self.quote.order_line.mapped("product_uom_qty"), [5, 1])
        self.assertEqual(self.quote.partner_id, self.customer)

    def test_quote_prints(self):
        report = self.env["ir.actions.report"].with_user(self.user_none)
        self.env.invalidate_all()
        html, _kind = report._render_qweb_html("sale.report_saleorder", self.quote.ids)
        self.assertIn("Saklı Sokak 99", html.decode())

    def test_quote_is_mailed(self):
        quote = self._as(self.user_none, self.quote)
        action = quote.action_quotation_send()
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.user_none)
            .with_context(**action["context"])
            .create({})
        )
        composer.action_send_mail()
        message = quote.message_ids[0]
        self.assertIn(self.customer, message.sudo().notified_partner_ids)
        self.assertTrue(message.attachment_ids)

    def test_quote_is_confirmed_and_invoiced(self):
        quote = self._as(self.user_none, self.quote)
        quote.action_confirm()
        quote.order_line.qty_delivered = 1
        invoice = quote._create_invoices()
        self.assertEqual(invoice.sudo().partner_id, self.customer)

    def test_note_and_message_on_a_task(self):
        task = self._as(self.user_none, self.task)
        note = task.message_post(body="Not")
        message = task.message_post(
            body="İleti",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        self.assertTrue(note)
        self.assertIn(self.customer, message.sudo().notified_partner_ids)
        self.assertNotIn(self.customer, task.message_partner_ids)
        self.assertIn(self.customer, task.sudo().message_partner_ids)
        task.write({"name": "Yeni ad", "user_ids": [Command.link(self.env.uid)]})

    def test_new_task_and_quote_for_other_partners(self):
        self.assertTrue(self._as(self.user_none, self.task).copy())
        supplier = self.env["res.partner"].create({"name": "Tedarikçi"})
        orders = self._as(self.user_none, self.quote)
        self.assertTrue(orders.create({"partner_id": supplier.id}))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_brought_to_a_hidden_customer(self):
        """Contact / Creation alone makes and moves no partner into a customer."""
        partners = self._as(self.user_none, self.env["res.partner"])
        stranger = partners.create({"name": "Yabancı"})
        for door in (
            lambda: partners.create({"name": "X", "is_crm_customer": True}),
            lambda: partners.create({"name": "X", "parent_id": self.customer.id}),
            lambda: stranger.write({"parent_id": self.customer.id}),
            lambda: stranger.write({"is_crm_customer": True}),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                door()
        self.env.invalidate_all()
        self.assertFalse(stranger.parent_id)

    def test_own_profile_and_colleagues_open(self):
        walk = Walk(self.env, self.user_none)
        for view in ("base.view_users_form_simple_modif", "base.view_users_form"):
            data = walk.open_record(self.user_none, view)
            self.assertEqual(data["id"], self.user_none.id)
        users = self._as(self.user_none, self.env["res.users"]).search([])
        self.assertIn(self.user_manage, users)
        self.assertTrue(users.read(["name", "email", "partner_id", "company_id"]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_core_import_reaches_no_hidden_customer(self):
        self.env["ir.model.data"].create(
            {
                "module": "secret",
                "name": "customer",
                "model": "res.partner",
                "res_id": self.customer.id,
            }
        )
        partners = self._as(self.user_none, self.env["res.partner"])
        result = partners.load(["id", "name"], [["secret.customer", "Ele geçirildi"]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.env.invalidate_all()
        self.assertEqual(self.customer.name, "Saklı Müşteri A.Ş.")

    def test_followers_and_numbers_of_tasks_tell_nothing(self):
        task = self._as(self.user_none, self.task)
        followers = task.message_follower_ids
        self.assertIn(self.customer, followers.sudo().partner_id)
        self._check_no_secret(followers.read(["name", "email", "display_name"]))
        tasks = task.search([("id", "=", task.id), ("partner_phone", "like", "555")])
        self.assertFalse(tasks)
        manager = self._as(self.user_manage, self.task.with_user(self.user_manage))
        self.user_manage.group_ids |= self.env.ref("project.group_project_user")
        self.assertEqual(manager.partner_phone, SECRETS["phone"])
        self.assertEqual(manager.search([("partner_phone", "like", "555 44")]), manager)

    def test_follower_without_right_is_not_written_to(self):
        self.customer.message_subscribe(
            (self.user_none | self.user_view).partner_id.ids
        )
        note = self.customer.with_user(self.user_manage).message_post(
            body="Gizli", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        told = note.sudo().notified_partner_ids
        self.assertIn(self.user_view.partner_id, told)
        self.assertNotIn(self.user_none.partner_id, told)


@tagged("post_install", "-at_install")
class TestHiddenCustomerHttp(HiddenCustomerMixin, HttpCase):
    """The same through the routes of the web client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()

    def setUp(self):
        super().setUp()
        self.authenticate("level_none", "level_none")

    def _ask(self, route, **params):
        return self.make_jsonrpc_request(route, params)

    def test_chatter(self):
        thread = {"thread_model": "project.task", "thread_id": self.task.id}
        wanted = [
            "followers",
            "attachments",
            "contact_fields",
            "scheduledMessages",
            "suggestedRecipients",
        ]
        for route, params in (
            (
                "/mail/data",
                {"fetch_params": [["mail.thread", {**thread, "request_list": wanted}]]},
            ),
            ("/mail/thread/messages", thread),
            ("/mail/thread/recipients", thread),
            (
                "/mail/message/post",
                {
                    **thread,
                    "post_data": {
                        "body": "İleti",
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_comment",
                        "partner_ids": self.customer.ids,
                    },
                },
            ),
        ):
            with self.subTest(route=route):
                self._check_no_secret(self._ask(route, **params))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_chatter_of_the_customer_itself(self):
        thread = {"thread_model": "res.partner", "thread_id": self.customer.id}
        data = self._ask(
            "/mail/data",
            fetch_params=[["mail.thread", {**thread, "request_list": ["followers"]}]],
        )
        self._check_no_secret(data)
        answer = self._ask("/mail/thread/messages", **thread)
        # for a record that is none of one's business core answers with all messages
        self.assertFalse(set(answer["messages"]) & set(self.customer.message_ids.ids))
        self._check_no_secret(answer)

    def test_mentions_and_cards(self):
        for call in ("get_mention_suggestions", "name_search"):
            found = self._ask(
                f"/web/dataset/call_kw/res.partner/{call}",
                model="res.partner",
                method=call,
                args=["Saklı"],
                kwargs={},
            )
            self.assertNotIn("Saklı", repr(found))
        card = self._ask(
            "/mail/data",
            fetch_params=[
                ["avatar_card", {"model": "res.partner", "id": self.customer.id}]
            ],
        )
        self._check_no_secret(card)

    def test_picture(self):
        picture = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertFalse(picture)
        response = self.url_open(
            f"/web/image/res.partner/{self.customer.id}/image_1920"
        )
        # core answers with a placeholder where there is nothing to see
        self.assertIn(response.status_code, (200, 403, 404))
        self.assertNotIn(
            self.customer.name, response.headers.get("Content-Disposition", "")
        )
