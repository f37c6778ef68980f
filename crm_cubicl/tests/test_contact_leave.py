from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import CustomerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 08:00:00")
class TestContactLeave(CustomerCase):
    """Who leaves a company keeps the history there; nobody is re-parented."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.new_customer = cls._create_customer("Yeni İşyeri A.Ş.", city="Bursa")
        cls.contact = cls._create_contact(
            cls.customer, function="Müdür", phone="+90 532 555 10 01"
        )

    def _leave(self, user=None, contact=None, **vals):
        wizard = (
            self._as(user or self.user_edit, self.env["crm.contact.leave"])
            .with_context(default_contact_id=(contact or self.contact).id)
            .create(vals)
        )
        wizard.action_leave()
        return self.env["res.partner"].search(
            [("crm_former_contact_id", "=", (contact or self.contact).id)]
        )

    def test_history_stays_where_it_happened(self):
        note = self.contact.message_post(body="Pazarlık yapıldı")
        attachment = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"a",
                "res_model": "res.partner",
                "res_id": self.contact.id,
            }
        )
        new = self._leave(date=date(2026, 3, 1), new_customer_id=self.new_customer.id)
        self.assertFalse(self.contact.active)
        self.assertEqual(self.contact.crm_left_date, date(2026, 3, 1))
        self.assertEqual(self.contact.parent_id, self.customer)
        self.assertEqual(self.contact.crm_customer_id, self.customer)
        self.assertIn(note, self.contact.message_ids)
        self.assertEqual(attachment.res_id, self.contact.id)
        self.assertEqual(new.crm_customer_id, self.new_customer)
        self.assertEqual(new.name, self.contact.name)
        self.assertEqual(new.phone, "+90 532 555 10 01")
        self.assertEqual(new.city, "Bursa")
        self.assertNotIn(note, new.message_ids)
        self.assertEqual(self.contact.crm_later_contact_ids, new)

    def test_without_a_new_company(self):
        self.assertFalse(self._leave())
        self.assertEqual(self.contact.crm_left_date, date(2026, 3, 10))

    def test_listed_among_the_former_contacts(self):
        self._leave()
        action = self.env.ref("crm_cubicl.crm_former_contact_action")
        domain = safe_eval(action.domain, {"active_id": self.customer.id})
        partners = self._as(self.user_view, self.env["res.partner"])
        found = partners.with_context(active_test=False).search(domain)
        self.assertEqual(found, self.contact)
        self.assertNotIn(self.contact, self.customer.child_ids)

    def test_access_to_the_portal_ends_at_once(self):
        portal = new_test_user(
            self.env, "gone", groups="base.group_portal", partner_id=self.contact.id
        )
        wizard = self.env["crm.contact.leave"].with_user(self.user_edit)
        self.assertEqual(
            wizard.new({"contact_id": self.contact.id}).portal_login, "gone"
        )
        self._leave()
        self.assertFalse(portal.active)
        self.assertFalse(self.contact.active)

    def test_a_colleague_is_not_logged_out(self):
        colleague = new_test_user(self.env, "colleague", groups="base.group_user")
        colleague.partner_id.parent_id = self.customer
        with self.assertRaisesRegex(UserError, "colleague"):
            self._leave(contact=colleague.partner_id)
        self.assertTrue(colleague.active)

    def test_what_makes_no_sense_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "future"):
            self._leave(date=date(2026, 3, 11))
        with self.assertRaisesRegex(UserError, "no contact"):
            self._leave(contact=self.customer)
        self._leave()
        with self.assertRaisesRegex(UserError, "already"):
            self._leave()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_view_cannot(self):
        with self.assertRaises(AccessError):
            self._leave(self.user_view)
        with self.assertRaises(AccessError):
            self._as(self.user_view, self.contact).action_leave_company()
        self.assertTrue(self.contact.active)

    def test_coming_back_clears_the_date(self):
        self._leave()
        self._as(self.user_edit, self.contact).action_unarchive()
        self.assertTrue(self.contact.active)
        self.assertFalse(self.contact.crm_left_date)

    # -- nobody is re-parented -------------------------------------------------

    def test_nobody_moves_a_contact_by_hand(self):
        moves = {
            "other customer": lambda c: c.write({"parent_id": self.new_customer.id}),
            "nowhere": lambda c: c.write({"parent_id": False}),
            "company of its own": lambda c: c.write({"is_company": True}),
            "type in the form": lambda c: c.write({"company_type": "company"}),
            "from the other side": lambda c: self.new_customer.with_env(c.env).write(
                {"child_ids": [Command.link(c.id)]}
            ),
        }
        for name, move in moves.items():
            for user in (self.user_edit, self.user_delete):
                with self.subTest(move=name, user=user.login):
                    contact = self._as(user, self.contact)
                    # partners take the commands of a list as who sent the request
                    self.patch(self.env.transaction, "default_env", contact.env)
                    with (
                        self.assertRaisesRegex(UserError, "Left the company"),
                        self.env.cr.savepoint(),
                    ):
                        move(contact)
                    self.assertEqual(self.contact.crm_customer_id, self.customer)

    def test_inside_one_customer_a_contact_may_move(self):
        branch = self._create_contact(self.customer, "Şube", type="other")
        self._as(self.user_edit, self.contact).parent_id = branch
        self.assertEqual(self.contact.crm_customer_id, self.customer)

    def test_manage_and_the_system_correct_mistakes(self):
        self._as(self.user_manage, self.contact).parent_id = self.new_customer
        self.assertEqual(self.contact.crm_customer_id, self.new_customer)
        self.contact.sudo().parent_id = self.customer
        self.assertEqual(self.contact.crm_customer_id, self.customer)

    def test_contacts_of_others_move_as_in_core(self):
        company = self.env["res.partner"].create({"name": "Firma", "is_company": True})
        contact = self._create_contact(company)
        self.user_edit.group_ids |= self.env.ref("base.group_partner_manager")
        self._as(self.user_edit, contact).parent_id = self.customer
        self.assertEqual(contact.crm_customer_id, self.customer)

    # -- roles -----------------------------------------------------------------

    def test_a_contact_has_several_roles(self):
        roles = self.env.ref("crm_cubicl.crm_customer_contact_role_billing")
        roles |= self.env.ref("crm_cubicl.crm_customer_contact_role_manager")
        self._as(self.user_edit, self.contact).crm_contact_role_ids = roles
        self.assertEqual(self.contact.crm_contact_role_ids, roles)
        self.assertEqual(roles.mapped("customer_count"), [1, 1])
        action = roles[0].action_open_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.contact)

    def test_a_role_in_use_is_archived_not_deleted(self):
        used, other = self.env["crm.customer.contact.role"].create(
            [{"name": "Depo"}, {"name": "Lojistik"}]
        )
        self.contact.crm_contact_role_ids = used | other
        with self.assertRaisesRegex(UserError, "^Depo: still used"):
            used.unlink()
        self.contact.crm_contact_role_ids = False
        used.unlink()
