from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_hidden_customer import SECRETS, HiddenCustomerMixin

PLACE = {"zip": "34999", "city": "Saklıkent"}


@tagged("post_install", "-at_install")
class TestPartnerCopy(HiddenCustomerMixin, TransactionCase):
    """What documents copy of their customer is told to whom the customer is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_hidden_customer()
        cls.customer.write({**PLACE, "country_id": cls.germany.id})
        cls.user_manage.group_ids |= cls.user_none.group_ids
        # told of a hidden customer: by its own address, or by mail that came from it
        cls.message = cls.task.message_post(
            body="Soru",
            author_id=cls.customer.id,
            email_from=SECRETS["email"],
            message_type="comment",
        )
        cls.own = cls.task.message_post(body="Yanıt", message_type="comment")

    def _find(self, user, model, *domain):
        return self._as(user, self.env[model]).search(list(domain))

    def test_read(self):
        spec = {"email_from": {}, "author_id": {"fields": {"display_name": {}}}}
        [row] = self._as(self.user_none, self.message).web_read(spec)
        self.assertEqual(row["email_from"], False)
        self.assertEqual(row["author_id"]["display_name"], self.customer.name)
        [row] = self._as(self.user_manage, self.message).web_read(spec)
        self.assertEqual(row["email_from"], SECRETS["email"])
        [row] = self._as(self.user_none, self.own).read(["email_from"])
        self.assertTrue(row["email_from"])

    def test_search(self):
        asked = ("id", "in", (self.message | self.own).ids)
        by_address = ("email_from", "=", SECRETS["email"])
        for leaf in (by_address, ("email_from", "like", "saklimusteri")):
            found = self._find(self.user_none, "mail.message", asked, leaf)
            self.assertFalse(found, leaf)
            found = self._find(self.user_manage, "mail.message", asked, leaf)
            self.assertEqual(found, self.message, leaf)
        # whether it is or is not so: the answer is the same for any value
        for operator in ("!=", "not like"):
            found = [
                self._find(
                    self.user_none, "mail.message", asked, ("email_from", operator, v)
                )
                for v in (SECRETS["email"], "x@y.example")
            ]
            self.assertEqual(found[0], found[1])

    def test_search_over_a_path(self):
        """Core searches the messages of a task past all rights."""
        leaf = ("message_ids.email_from", "=", SECRETS["email"])
        inner = ("message_ids", "any", [("email_from", "=", SECRETS["email"])])
        for condition in (leaf, inner):
            asked = ("id", "=", self.task.id), condition
            self.assertFalse(self._find(self.user_none, "project.task", *asked))
            self.assertTrue(self._find(self.user_manage, "project.task", *asked))

    def test_order(self):
        ids = (self.message | self.own).ids
        messages = self._as(self.user_none, self.env["mail.message"])
        both = {
            tuple(
                messages.search([("id", "in", ids)], order=f"email_from {way}, id").ids
            )
            for way in ("asc", "desc")
        }
        self.assertEqual(both, {tuple(sorted(ids))})

    def test_group(self):
        asked = [("order_reference", "=", f"sale.order,{self.quote.id}")]
        for name in ("country_id", "partner_zip", "partner_id.zip"):
            with self.subTest(name=name):
                reports = self._as(self.user_none, self.env["sale.report"])
                self.assertFalse(reports._read_group(asked, [name])[0][0])
                reports = self._as(self.user_manage, self.env["sale.report"])
                self.assertTrue(reports._read_group(asked, [name])[0][0])

    def test_aggregate(self):
        asked = [("id", "=", self.message.id)]
        for function in ("array_agg", "max"):
            messages = self._as(self.user_none, self.env["mail.message"])
            [[value]] = messages._read_group(asked, [], [f"email_from:{function}"])
            self.assertNotIn("saklimusteri", repr(value))

    def test_group_over_a_path(self):
        note = self.env["mail.notification"].create(
            {
                "mail_message_id": self.message.id,
                "res_partner_id": self.user_none.partner_id.id,
            }
        )
        for user, told in ((self.user_none, False), (self.user_manage, True)):
            notes = self._as(user, self.env["mail.notification"])
            groups = notes._read_group(
                [("id", "=", note.id)], ["mail_message_id.email_from"]
            )
            self.assertEqual("saklimusteri" in repr(groups), told)

    def test_report_of_sales(self):
        asked = ("order_reference", "=", f"sale.order,{self.quote.id}")
        place = ("partner_zip", "=", PLACE["zip"])
        self.assertFalse(self._find(self.user_none, "sale.report", asked, place))
        self.assertTrue(self._find(self.user_manage, "sale.report", asked, place))
        [row] = self._find(self.user_none, "sale.report", asked).read(
            ["partner_zip", "country_id", "partner_id"]
        )[:1]
        self.assertEqual((row["partner_zip"], row["country_id"]), (False, False))
        self.assertEqual(row["partner_id"][1], self.customer.name)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_export(self):
        user = self.user_none
        user.group_ids |= self.env.ref("base.group_allow_export")
        for record, names in (
            (self.message, ["email_from"]),
            (self.task, ["message_ids/email_from"]),
            (self.task, ["partner_id/email"]),
            (self.quote, ["partner_id/vat"]),
        ):
            with self.subTest(names=names), self.assertRaises(AccessError):
                self._as(user, record).export_data(names)
        names = ["name", "partner_id", "partner_id/display_name", "partner_phone"]
        rows = self._as(user, self.task).export_data(names)["datas"]
        name = self.customer.name
        self.assertEqual(rows, [[self.task.name, name, name, ""]])
        with self.assertRaises(AccessError):
            self._as(user, self.customer).export_data(["display_name"])

    def test_onchange(self):
        """A document that is being written tells no more than one that is there."""
        for record, details in (
            (self.task, ("partner_phone", "partner_company_name")),
            (self.quote, ("partner_id", "partner_invoice_id", "payment_term_id")),
        ):
            with self.subTest(model=record._name):
                fields = {name: {} for name in details} | {
                    "partner_id": {"fields": {"display_name": {}}}
                }
                records = self._as(self.user_none, record)
                for form in (records, records.browse()):
                    values = {"partner_id": self.customer.id}
                    answer = form.onchange(values, ["partner_id"], fields)
                    self.assertIn("value", answer)
                    self._check_no_secret(answer)

    def test_payment_link(self):
        link = self.env["payment.link.wizard"].create(
            {
                "res_model": "sale.order",
                "res_id": self.quote.id,
                "partner_id": self.customer.id,
                "amount": 1,
            }
        )
        self.assertEqual(link.partner_email, SECRETS["email"])
        links = self._as(self.user_none, self.env["payment.link.wizard"])
        own = links.with_context(active_model="sale.order", active_id=self.quote.id)
        answer = own.onchange({}, [], {"partner_id": {}, "partner_email": {}})
        self._check_no_secret(answer)

    def test_followers_of_notifications(self):
        note = self.env["mail.notification"].create(
            {
                "mail_message_id": self.own.id,
                "res_partner_id": self.customer.id,
                "mail_email_address": SECRETS["email"],
                "sms_number": SECRETS["phone"],
            }
        )
        [row] = self._as(self.user_none, note).read(
            ["display_name", "res_partner_id", "mail_email_address", "sms_number"]
        )
        self._check_no_secret(row)
        self.assertEqual(row["display_name"], self.customer.name)

    def test_collaborators_of_a_project(self):
        self.project.privacy_visibility = "portal"
        row = self.env["project.collaborator"].create(
            {"project_id": self.project.id, "partner_id": self.customer.id}
        )
        [data] = self._as(self.user_none, row).read(["display_name", "partner_email"])
        self.assertFalse(data["partner_email"])
        self.assertIn(self.customer.name, data["display_name"])
        asked = ("id", "=", row.id), ("partner_email", "like", "saklimusteri")
        self.assertFalse(self._find(self.user_none, "project.collaborator", *asked))
        self.assertTrue(self._find(self.user_manage, "project.collaborator", *asked))

    def test_same_tax_number(self):
        """Nobody learns of a hidden customer by typing its tax number."""
        other = self.env["res.partner"].create(
            {"name": "Aynı", "vat": SECRETS["vat"], "country_id": self.turkey.id}
        )
        self.customer.country_id = self.turkey
        spec = {"same_vat_partner_id": {"fields": {"display_name": {}}}}
        [row] = self._as(self.user_manage, other).web_read(spec)
        self.assertTrue(row["same_vat_partner_id"])
        [row] = self._as(self.user_none, other).web_read(spec)
        self.assertFalse(row["same_vat_partner_id"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_invitation_to_the_portal(self):
        user = new_test_user(
            self.env, "inviter", groups="base.group_user,base.group_partner_manager"
        )
        user.crm_level = "none"
        wizards = self._as(user, self.env["portal.wizard"])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizards.create({"partner_ids": [Command.set(self.customer.ids)]})

    def test_who_sees_all_pays_nothing(self):
        """No query and no change of the domain for who sees all customers."""
        for user in (self.user_manage, self.env.ref("base.user_admin")):
            messages = self._as(user, self.message)
            messages.read(["subject", "email_from"])
            self.env.invalidate_all()
            with self.assertQueryCount(6):
                messages.read(["subject", "email_from"])
            self.assertFalse(messages._get_copies_to_hide(["email_from"]))

    def test_models_without_copies_pay_nothing(self):
        for name in ("res.partner", "ir.ui.view", "sale.order", "project.project"):
            self.assertFalse(self.env[name]._get_partner_copies(), name)
