import re

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MANAGE, VIEW
from .form_common import FormCommon


@tagged("post_install", "-at_install")
class TestSupportSender(FormCommon):
    """A sender whom nobody knows: incomplete, with likely customers for the staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merger = new_test_user(
            cls.env, "merger", f"{MANAGE},project.group_project_user"
        )
        cls.viewer = new_test_user(
            cls.env, "viewer", f"{VIEW},project.group_project_user"
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Gizem Optik San. ve Tic. Ltd. Şti.",
                "is_company": True,
                "is_crm_customer": True,
                "phone": "+90 212 555 10 10",
            }
        )

    def _as(self, user, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user)

    def _get_matches(self, user, ticket):
        return self._as(user, ticket).get_sender_matches()

    def _choose(self, match):
        """Carry out the plan that the button opens."""
        dialogs = self.env["crm.merge.dialog"].with_user(self.merger)
        names = {"source_id": "source", "target_id": "target", "kind": "kind"}
        dialog = dialogs.create({name: match[key] for name, key in names.items()})
        self.assertFalse(dialog.refusal)
        dialog.action_merge()
        self.env.invalidate_all()

    def test_a_new_sender_is_incomplete_until_checked(self):
        self._file()
        ticket = self._get_tickets()
        person = ticket.partner_id
        both = person | person.parent_id
        self.assertEqual(len(both), 2)
        self.assertTrue(all(both.mapped("crm_is_incomplete")))
        found = both.search([("crm_is_incomplete", "=", True), ("id", "in", both.ids)])
        self.assertEqual(found, both)
        self._as(self.merger, ticket).action_accept_sender()
        self.assertFalse(any(both.mapped("crm_is_unchecked")))
        self.assertFalse(ticket.crm_is_new_sender)

    def test_a_known_phone_is_proposed_and_never_linked(self):
        self._file(company_name="")
        ticket = self._get_tickets()
        self.assertFalse(ticket.partner_id.parent_id)
        self.assertNotEqual(ticket.partner_id, self.customer)
        found = self._get_matches(self.merger, ticket)
        self.assertIn(self.customer.id, [m["target"] for m in found["matches"]])

    def test_a_known_company_is_proposed_with_reasons(self):
        self._file(phone="")
        found = self._get_matches(self.merger, self._get_tickets())
        match = next(m for m in found["matches"] if m["target"] == self.customer.id)
        self.assertTrue(match["reasons"])
        self.assertEqual(match["kind"], "merge")

    def test_one_click_opens_the_plan_and_merges(self):
        self._file()
        ticket = self._get_tickets()
        person = ticket.partner_id
        found = self._get_matches(self.merger, ticket)
        match = next(m for m in found["matches"] if m["target"] == self.customer.id)
        self._choose(match)
        self.assertEqual(ticket.partner_id, person)
        self.assertEqual(person.crm_customer_id, self.customer)
        self.assertFalse(self.customer.crm_is_unchecked)
        self.assertFalse(ticket.crm_is_new_sender)

    def test_a_person_becomes_a_contact_of_the_company(self):
        self._file(company_name="")
        ticket = self._get_tickets()
        found = self._get_matches(self.merger, ticket)
        match = next(m for m in found["matches"] if m["target"] == self.customer.id)
        self.assertEqual(match["kind"], "attach")
        self._choose(match)
        self.assertEqual(ticket.partner_id.parent_id, self.customer)
        self.assertFalse(ticket.crm_is_new_sender)

    def test_a_person_typed_twice_becomes_the_contact(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Ayşe Işık",
                "parent_id": self.customer.id,
                "phone": "+90 532 555 10 11",
            }
        )
        self._file(company_name="", phone="0532 555 10 11")
        ticket = self._get_tickets()
        found = self._get_matches(self.merger, ticket)
        match = next(m for m in found["matches"] if m["id"] == contact.id)
        self.assertEqual(match["kind"], "attach")
        self._choose(match)
        # in the right company, and there twice: said once more
        self.assertTrue(ticket.crm_is_new_sender)
        found = self._get_matches(self.merger, ticket)
        match = next(m for m in found["matches"] if m["id"] == contact.id)
        self.assertEqual((match["kind"], match["target"]), ("merge", contact.id))
        self._choose(match)
        self.assertEqual(ticket.partner_id, contact)
        self.assertFalse(ticket.crm_is_new_sender)

    def test_whoever_may_not_merge_sees_and_cannot(self):
        self._file()
        ticket = self._get_tickets()
        found = self._get_matches(self.viewer, ticket)
        self.assertFalse(found["may_merge"])
        self.assertFalse(found["may_accept"])
        self.assertTrue(found["matches"])
        with self.assertRaises(AccessError):
            self._as(self.viewer, ticket).action_accept_sender()

    def test_closed_customers_are_not_proposed(self):
        self.customer.crm_is_closed = True
        self._file()
        found = self._get_matches(self.viewer, self._get_tickets())
        self.assertNotIn(self.customer.id, [m["target"] for m in found["matches"]])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whoever_may_not_see_the_customer_learns_nothing(self):
        self._file()
        ticket = self._get_tickets()
        plain = new_test_user(self.env, "no_level", "project.group_project_user")
        plain.group_ids -= self.env.ref("crm_cubicl.crm_cubicl_group_view")
        with self.assertRaises(AccessError):
            self._get_matches(plain, ticket)
        # in charge: reads the ticket, and still no customers
        ticket.user_ids |= plain
        found = self._get_matches(plain, ticket)
        self.assertEqual(found, {"name": False, "matches": []})

    def test_a_known_sender_is_no_new_one(self):
        self.customer.email = "ayse@gizem.example"
        self._file()
        ticket = self._get_tickets()
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertTrue(ticket.crm_is_unverified)
        self.assertFalse(ticket.crm_is_new_sender)
        self.assertFalse(self.customer.crm_is_unchecked)

    def test_nobody_learns_whether_an_address_is_known(self):
        """The same pages and headers, on the page, in a frame and for the script."""
        self.site.frame_origins = "https://www.gizem.example"
        self.customer.email = "known@gizem.example"
        for number, (path, headers) in enumerate(
            (
                ("/support", {}),
                ("/support/embed", {}),
                ("/support", {"X-Crm-Support": "1"}),
            )
        ):
            answers = [
                self._file(path, email=email, headers=headers)
                for email in ("known@gizem.example", f"new{number}@gizem.example")
            ]
            with self.subTest(path=path, headers=headers):
                self.assertEqual(*map(self._strip, answers))
        tickets = self._get_tickets()
        self.assertEqual(len(tickets.filtered("crm_is_unverified")), 3)

    def _strip(self, answer):
        """Return what a visitor gets, without what differs every time."""
        always = r"T\d{6}|csrf_token[^>,]*|/support/embed/thanks/[\w-]+"
        headers = {
            name: re.sub(r"session_id=[^;]+|Expires=[^;]+|expires=[^;]+", "", value)
            for name, value in answer.headers.items()
            if name not in ("Date", "Content-Length")
        }
        return answer.status_code, re.sub(always, "", answer.text), headers
