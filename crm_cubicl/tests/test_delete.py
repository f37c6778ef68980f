from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerCase


class DeleteCase(CustomerCase):
    """A customer with everything that goes along, and with tasks that stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer("Silinecek Gıda A.Ş.")
        cls.contact = cls._create_contact(cls.customer)
        cls.address = cls._create_contact(cls.customer, "Depo", type="delivery")
        cls.archived = cls._create_contact(cls.customer, "Eski", active=False)
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "TR330006100519786457841326", "partner_id": cls.customer.id}
        )
        cls.note = cls.customer.message_post(body="Bir not")
        cls.contact_note = cls.contact.message_post(body="Bir not daha")
        cls.activity = cls.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.user_view.id
        )
        cls.file = cls._create_file(cls.customer)
        cls.project = cls.env["project.project"].create({"name": "Proje"})
        cls.task = cls._create_task(cls.customer)
        cls.contact_task = cls._create_task(cls.contact)
        cls.task_file = cls._create_file(cls.task)
        cls.child = cls._create_customer("Alt A.Ş.", crm_parent_id=cls.customer.id)
        cls.other = cls._create_customer("Kalan Ltd. Şti.")

    @classmethod
    def _create_file(cls, record):
        return cls.env["ir.attachment"].create(
            {
                "name": "sozlesme.txt",
                "raw": b"x",
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    @classmethod
    def _create_task(cls, partner, **vals):
        return cls.env["project.task"].create(
            {
                "name": "Görev",
                "project_id": cls.project.id,
                "partner_id": partner.id,
                **vals,
            }
        )

    @classmethod
    def _create_quote(cls, partner):
        return cls.env["sale.order"].create({"partner_id": partner.id})

    def _effects(self, partners, outcome):
        return {
            effect.label: effect.count
            for effect in partners._get_delete_effects(outcome)[outcome]
        }


@tagged("post_install", "-at_install")
class TestDelete(DeleteCase):
    def test_what_goes_and_what_stays(self):
        gone = (
            self.customer,
            self.contact,
            self.address,
            self.archived,
            self.bank,
            self.note,
            self.contact_note,
            self.activity,
            self.file,
        )
        self._as(self.user_delete, self.customer).unlink()
        self.env.invalidate_all()
        for record in gone:
            with self.subTest(record=record):
                self.assertFalse(record.exists())
        for record in (self.task, self.contact_task, self.task_file, self.child):
            with self.subTest(record=record):
                self.assertTrue(record.exists())
        self.assertFalse(self.task.partner_id)
        self.assertFalse(self.contact_task.partner_id)
        self.assertFalse(self.child.crm_parent_id)

    def test_the_task_tells_which_customer_it_was(self):
        self._as(self.user_delete, self.customer).unlink()
        last = self.task.message_ids[:1]
        self.assertIn("Silinecek Gıda A.Ş.", last.body)
        self.assertEqual(last.author_id, self.user_delete.partner_id)
        self.assertIn("Ayşe Yılmaz", self.contact_task.message_ids[:1].body)

    def test_counts_of_the_rest_are_the_same(self):
        models = ("project.task", "project.project", "sale.order", "account.move")
        before = {name: self.env[name].search_count([]) for name in models}
        self._as(self.user_delete, self.customer).unlink()
        after = {name: self.env[name].search_count([]) for name in models}
        self.assertEqual(before, after)

    def test_a_subtask_without_customer_stays_without(self):
        self.project.partner_id = self.other
        subtask = self._create_task(self.other, parent_id=self.task.id)
        subtask.partner_id = False
        self._as(self.user_delete, self.customer).unlink()
        self.env.invalidate_all()
        self.assertFalse(self.task.partner_id)
        self.assertFalse(subtask.partner_id)

    def test_preview_equals_what_happens(self):
        goes = self._effects(self.customer, "goes")
        self.assertEqual(goes["Contacts"], 2)
        self.assertEqual(goes["Addresses"], 1)
        self.assertEqual(goes["Bank accounts"], 1)
        self.assertEqual(goes["Planned and done activities"], 1)
        self.assertEqual(goes["Files"], 1)
        messages = self.env["mail.message"].search_count(
            [
                ("model", "=", "res.partner"),
                ("message_type", "!=", "user_notification"),
                (
                    "res_id",
                    "in",
                    (self.customer | self.contact | self.address | self.archived).ids,
                ),
            ]
        )
        self.assertEqual(goes["Notes, messages and changes"], messages)
        stays = self._effects(self.customer, "stays")
        self.assertEqual(stays["Tasks and their files"], 2)
        self.assertEqual(stays["Child customers and companies"], 1)
        self.assertFalse(self._effects(self.customer, "blocks"))

    def test_quotes_and_invoices_refuse(self):
        self._create_quote(self.contact)
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 10})],
            }
        )
        customer = self._as(self.user_delete, self.customer)
        with self.assertRaises(UserError) as caught:
            customer.unlink()
        message = str(caught.exception)
        self.assertIn("Silinecek Gıda A.Ş. cannot be deleted", message)
        # who may not read the documents is told how many there are
        self.assertIn("Quotes and orders (1)", message)
        self.assertIn("Invoices and journal entries (1)", message)
        self.assertRegex(message, r"Ledger entries \(\d+\)")
        self.assertIn("Archive instead", message)
        self.assertTrue(self.contact.exists())
        self.assertEqual(self.task.partner_id, self.customer)

    def test_documents_that_may_be_read_are_named(self):
        quotes = self.env["sale.order"].concat(
            *(self._create_quote(self.contact) for _number in range(5))
        )
        self._create_quote(self.other)
        self.user_delete.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        customer = self._as(self.user_delete, self.customer)
        with self.assertRaises(UserError) as caught:
            customer.unlink()
        named = [quote.name for quote in quotes if quote.name in str(caught.exception)]
        self.assertEqual(len(named), 3)
        self.assertIn("and 2 more", str(caught.exception))
        wizard = self._as(self.user_delete, self.env["crm.customer.delete"]).create(
            {"partner_ids": [Command.set(self.customer.ids)]}
        )
        self.assertIn("and 2 more", wizard.blocks_ids.names)

    def test_a_payment_refuses(self):
        self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 5, "payment_type": "inbound"}
        )
        with self.assertRaisesRegex(UserError, r"Payments \(1\)"):
            self._as(self.user_delete, self.customer).unlink()

    def test_a_quote_of_somebody_else_to_this_address_refuses(self):
        quote = self._create_quote(self.other)
        quote.partner_shipping_id = self.address
        with self.assertRaisesRegex(UserError, r"Quotes and orders \(1\)"):
            self._as(self.user_delete, self.customer).unlink()

    def test_a_portal_user_refuses(self):
        self.env["res.users"].create(
            {
                "name": "Ayşe",
                "login": "ayse@portal",
                "partner_id": self.contact.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "Users who sign in"):
            self._as(self.user_delete, self.customer).unlink()

    def test_a_contact_alone_is_told_by_name_too(self):
        self._create_quote(self.contact)
        with self.assertRaisesRegex(UserError, "Ayşe Yılmaz cannot be deleted"):
            self._as(self.user_delete, self.contact).unlink()

    def test_a_contact_alone_goes_alone(self):
        self._as(self.user_delete, self.contact).unlink()
        self.assertTrue(self.customer.exists())
        self.assertTrue(self.address.exists())
        self.assertFalse(self.contact_task.exists().partner_id)
        self.assertEqual(self.task.partner_id, self.customer)

    def test_levels(self):
        for user in (self.user_none, self.user_view, self.user_edit):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.customer).unlink()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.customer).get_customers_delete_action(
                    self.customer.ids
                )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.env["crm.customer.delete"]).create(
                    {"partner_ids": [Command.set(self.customer.ids)]}
                )
        for user in (self.user_delete, self.user_manage):
            self._as(user, self._create_customer("Geçici")).unlink()

    def test_queries_do_not_grow(self):
        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            customers._get_delete_effects("goes", "stays", "blocks")
            return self.env.cr.sql_log_count - before

        count(self.customer)
        one = count(self.customer)
        many = self.env["res.partner"].browse()
        for number in range(20):
            many |= self._create_customer(f"Müşteri {number}")
            self._create_contact(many[-1:])
        self.assertLessEqual(count(many), one)
        self.assertLessEqual(one, 6)


@tagged("post_install", "-at_install")
class TestDeleteDialog(DeleteCase):
    def _open(self, customers, user=None):
        user = user or self.user_delete
        partners = self._as(user, self.env["res.partner"])
        action = partners.get_customers_delete_action(customers.ids)
        return self.env["crm.customer.delete"].with_user(user).browse(action["res_id"])

    def test_dialog(self):
        wizard = self._open(self.customer)
        self.assertEqual(wizard.display_name, "Silinecek Gıda A.Ş.")
        self.assertIn("Contacts", wizard.goes_ids.mapped("label"))
        self.assertIn("Tasks and their files", wizard.stays_ids.mapped("label"))
        self.assertFalse(wizard.blocks_ids)
        self.assertTrue(wizard.action_delete()["infos"]["done"])
        self.assertFalse(self.customer.exists())

    def test_some_cannot_go(self):
        quote = self._create_quote(self.other)
        wizard = self._open(self.customer | self.other)
        self.assertEqual((wizard.count, wizard.blocked_count), (2, 1))
        self.assertEqual(wizard.blocks_ids.partner_id, self.other)
        with self.assertRaisesRegex(UserError, "Kalan Ltd. Şti."):
            wizard.action_delete()
        self.assertTrue(self.customer.exists())
        wizard.action_delete_rest()
        self.assertFalse(self.customer.exists())
        self.assertTrue(self.other.exists())
        self.assertEqual(quote.partner_id, self.other)

    def test_archive_instead(self):
        self._create_quote(self.other)
        wizard = self._open(self.other)
        with self.assertRaisesRegex(UserError, "None of these customers"):
            wizard.action_delete_rest()
        wizard.action_archive()
        self.assertFalse(self.other.active)

    def test_what_one_may_not_read_is_counted_and_not_opened(self):
        self._create_quote(self.other)
        line = self._open(self.other).blocks_ids
        self.assertEqual(line.count, 1)
        self.assertFalse(line.model)
        with self.assertRaises(AccessError):
            line.action_open()
        self.user_delete.group_ids += self.env.ref("sales_team.group_sale_salesman")
        line = self._open(self.other).blocks_ids
        self.assertEqual(line.action_open()["res_model"], "sale.order")

    def test_counts_are_no_input(self):
        wizard = (
            self.env["crm.customer.delete"]
            .with_user(self.user_delete)
            .create({"partner_ids": self.other.ids, "blocked_count": 7})
        )
        self.assertEqual(wizard.blocked_count, 0)

    def test_other_partners_are_asked_by_core(self):
        partner = self.env["res.partner"].create({"name": "Tedarikçi"})
        partners = self._as(self.user_delete, self.env["res.partner"])
        self.assertFalse(partners.get_customers_delete_action(partner.ids))
