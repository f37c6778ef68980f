from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_hidden_customer import OFFICE, HiddenCustomerMixin
from .walk import Dialog

ASSIGNED = "crm_cubicl.crm_cubicl_group_assigned"


@tagged("post_install", "-at_install")
class TestComposer(HiddenCustomerMixin, TransactionCase):
    """Who may open a document writes from it to a customer whom they may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()
        cls.customer.crm_is_closed = True
        cls.writers = {
            "none": cls.user_none,
            "closed": cls._create_writer("closed"),
            "assigned": cls._create_writer("assigned", ASSIGNED),
        }

    @classmethod
    def _create_writer(cls, name, *groups):
        groups = ",".join((OFFICE, "crm_cubicl.crm_cubicl_group_view", *groups))
        return new_test_user(cls.env, f"writer_{name}", groups)

    def _open(self, user, action):
        """Return the dialog that an action opens for a user."""
        model = self._as(user, self.env[action["res_model"]])
        return Dialog(model.with_context(**action["context"]))

    def _open_composer(self, user, record, **context):
        """Return the dialog that the chatter opens for a long message."""
        action = {
            "res_model": "mail.compose.message",
            "context": {
                "default_model": record._name,
                "default_res_ids": record.ids,
                "default_composition_mode": "comment",
                "clicked_on_full_composer": True,
                **context,
            },
        }
        return self._open(user, action)

    def _send(self, dialog, method="action_send_mail"):
        """Save and press a button, which are two requests."""
        composer = dialog.save()
        self._check_no_secret(dialog.saved)
        self.env.flush_all()
        self.env.invalidate_all()
        getattr(composer, method)()

    def _check_sent(self, record, user, partner):
        message = record.sudo().message_ids[0]
        self.assertEqual(message.create_uid, user)
        self.assertIn(partner, message.notified_partner_ids)

    def test_quote_is_sent_from_the_dialog(self):
        for name, user in self.writers.items():
            with self.subTest(user=name):
                quote = self._as(user, self.quote)
                dialog = self._open(user, quote.action_quotation_send())
                shown = [row[2] for row in dialog.shown["partner_ids"]]
                self.assertEqual([r["name"] for r in shown], [self.customer.name])
                self._check_no_secret(dialog.shown)
                dialog.fill(subject="Teklifiniz")
                self._send(dialog)
                self._check_sent(quote, user, self.customer)
                self.assertTrue(quote.message_ids[0].attachment_ids)

    def test_message_of_a_task_is_sent_from_the_dialog(self):
        for name, user in self.writers.items():
            with self.subTest(user=name):
                dialog = self._open_composer(
                    user,
                    self.task,
                    default_partner_ids=self.customer.ids,
                )
                dialog.fill(body="<p>İleti</p>", subject="Görev")
                self._check_no_secret(dialog.shown)
                self._send(dialog)
                self._check_sent(self._as(user, self.task), user, self.customer)

    def test_answer_to_a_hidden_contact(self):
        message = self.task.message_post(
            body="Soru", author_id=self.contact.id, message_type="comment"
        )
        dialog = self._open_composer(
            self.user_none,
            self.task,
            default_parent_id=message.id,
            default_partner_ids=self.contact.ids,
        )
        self._check_no_secret(dialog.shown)
        self.assertIn(self.contact.name, repr(dialog.shown["partner_ids"]))

    def test_message_is_scheduled_and_changed(self):
        dialog = self._open_composer(
            self.user_none, self.task, default_partner_ids=self.customer.ids
        )
        dialog.fill(body="<p>Sonra</p>", subject="S", scheduled_date="2100-01-01 10:00")
        self._send(dialog, "action_schedule_message")
        scheduled = self.env["mail.scheduled.message"].search(
            [("model", "=", "project.task"), ("res_id", "=", self.task.id)]
        )
        self.assertEqual(scheduled.partner_ids, self.customer)
        scheduled = self._as(self.user_none, scheduled)
        spec = {"partner_ids": {"fields": {"display_name": {}, "email": {}}}}
        [row] = scheduled.web_read(spec)
        self.assertIn(self.customer.name, repr(row))
        self._check_no_secret(row)
        scheduled.post_message()
        self._check_sent(self.task, self.user_none, self.customer)

    def test_template_of_ones_own(self):
        template = (
            self.env["mail.template"]
            .with_user(self.user_none)
            .create(
                {
                    "name": "Kendi kalıbım",
                    "model_id": self.env["ir.model"]._get_id("sale.order"),
                    "subject": "Merhaba",
                    "body_html": "<p>Merhaba</p>",
                    "use_default_to": True,
                }
            )
        )
        dialog = self._open_composer(
            self.user_none, self.quote, default_template_id=template.id
        )
        self.assertIn(self.customer.name, repr(dialog.shown["partner_ids"]))
        self._check_no_secret(dialog.shown)

    def test_no_name_of_a_stranger_is_told(self):
        """The dialog names whom the document names, whatever ids it is sent."""
        other = self._create_customer("Yabancı Müşteri", email="y@yabanci.example")
        dialog = self._open_composer(
            self.user_none, self.task, default_partner_ids=other.ids
        )
        self.assertNotIn("Yabancı", repr(dialog.shown))
        self.assertNotIn("yabanci.example", repr(dialog.shown))
        dialog.shown["partner_ids"] = [Command.link(other.id)]
        dialog.fill(subject="S", body="<p>B</p>")
        dialog.save()
        self.assertNotIn("Yabancı", repr(dialog.saved))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_who_is_named_is_written_to(self):
        other = self._create_customer("Yabancı Müşteri")
        task = self._as(self.user_none, self.task)
        task.message_post(body="B", partner_ids=self.contact.ids)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            task.message_post(body="B", partner_ids=other.ids)

    def test_invoice_is_sent_by_accounting(self):
        """Whoever may send invoices sees every customer, whatever else limits them."""
        user = self._create_writer("bill", ASSIGNED, "account.group_account_invoice")
        self.quote.action_confirm()
        self.quote.order_line.qty_delivered = 1
        invoice = self.quote._create_invoices()
        invoice.action_post()
        action = self._as(user, invoice).action_invoice_sent()
        dialog = self._open(user, action)
        self.assertIn(self.customer.email, repr(dialog.shown["mail_partner_ids"]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_recipient_is_not_changed(self):
        dialog = self._open_composer(
            self.user_none, self.task, default_partner_ids=self.customer.ids
        )
        change = Command.update(self.customer.id, {"email": "benim@adresim.example"})
        composer = dialog.save()
        self.env.invalidate_all()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            composer.web_save({"partner_ids": [change]}, dialog.spec)
        self.env.invalidate_all()
        self.assertEqual(self.customer.email, "gizli@saklimusteri.example")

    def test_seen_recipient_is_shown_as_before(self):
        dialog = self._open_composer(
            self.user_manage, self.customer, default_partner_ids=self.customer.ids
        )
        self.assertIn(self.customer.email, repr(dialog.shown["partner_ids"]))
