from odoo.tests import TransactionCase, tagged

from .test_hidden_customer import SECRETS, HiddenCustomerMixin
from .walk import Dialog

NUMBER = "+902125554433"


@tagged("post_install", "-at_install")
class TestComposerSms(HiddenCustomerMixin, TransactionCase):
    """A text message reaches a hidden customer, whose number is not told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()
        cls.customer.country_id = cls.turkey

    def _open(self, user, record, **context):
        composer = self._as(user, self.env["sms.composer"]).with_context(
            default_res_model=record._name, default_res_id=record.id, **context
        )
        return Dialog(composer)

    def _check_number_is_untold(self, data):
        self._check_no_secret(data)
        self.assertNotIn(NUMBER, repr(data))

    def test_message_is_sent_from_documents(self):
        for record in (self.task, self.quote):
            with self.subTest(model=record._name):
                dialog = self._open(self.user_none, record)
                self._check_number_is_untold(dialog.shown)
                self.assertEqual(
                    dialog.shown["recipient_single_description"], self.customer.name
                )
                self.assertTrue(dialog.shown["recipient_single_valid"])
                dialog.fill(body="Merhaba")
                composer = dialog.save()
                self._check_number_is_untold(dialog.saved)
                self.env.flush_all()
                self.env.invalidate_all()
                composer.action_send_sms()
                sms = self.env["sms.sms"].search(
                    [("partner_id", "=", self.customer.id)]
                )
                self.assertEqual(sms.mapped("number"), [NUMBER])
                sms.unlink()
                notification = self._as(self.user_none, record).message_ids[0]
                [row] = notification.notification_ids.read(["sms_number"])
                self.assertFalse(row["sms_number"])

    def test_template_of_the_system(self):
        template = self.env["sms.template"].create(
            {
                "name": "Kalıp",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "lang": "{{ object.partner_id.lang }}",
                "body": "Sayın {{ object.partner_id.name }}",
            }
        )
        dialog = self._open(self.user_none, self.quote, default_template_id=template.id)
        self.assertEqual(dialog.shown["body"], "Sayın Saklı Müşteri A.Ş.")

    def test_who_sees_the_customer_sees_the_number(self):
        self.user_manage.group_ids |= self.env.ref("project.group_project_user")
        dialog = self._open(self.user_manage, self.task)
        self.assertIn(
            dialog.shown["recipient_single_number"], (NUMBER, SECRETS["phone"])
        )
