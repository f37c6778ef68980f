import re

from odoo.exceptions import AccessError
from odoo.sql_db import Cursor
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCustomerCase

MOST_QUERIES = 20


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCustomerCase, HttpCase):
    """Who in a company sees which tickets, and until when."""

    def test_own_or_all_of_the_company(self):
        ticket = self._file_for(self.ayse)
        theirs = self._file_for(self.other)
        self.assertEqual(self._get_seen(self.ayse), ticket)
        self.assertFalse(self._get_seen(self.can))
        self.assertEqual(self._get_seen(self.boss), ticket)
        self.assertEqual(self._get_seen(self.other), theirs)
        # no row per ticket
        self.assertEqual(ticket.crm_share_ids.partner_id, self.ayse.partner_id)

    def test_what_is_not_sure_is_unseen_by_colleagues(self):
        ticket = self._file_for(self.ayse)
        ticket.crm_is_unverified = True
        self.assertFalse(self._get_seen(self.boss))
        self.assertEqual(self._get_seen(self.ayse), ticket)
        ticket._act_for(ticket.crm_share_ids, "answer", "It is me", [])
        self.assertEqual(self._get_seen(self.boss), ticket)

    def test_who_leaves_loses_access_at_once(self):
        ticket = self._file_for(self.ayse)
        link = ticket.crm_share_ids._get_url()
        contact = self.ayse.partner_id
        for leave, back in (
            (
                lambda: self.ayse.write({"active": False}),
                lambda: self.ayse.write({"active": True}),
            ),
            (
                lambda: contact.write({"parent_id": self.other_customer.id}),
                lambda: contact.write({"parent_id": self.customer.id}),
            ),
            (
                lambda: self.customer.write({"active": False}),
                lambda: self.customer.write({"active": True}),
            ),
            (
                lambda: ticket.crm_share_ids.write({"is_revoked": True}),
                lambda: ticket.crm_share_ids.write({"is_revoked": False}),
            ),
        ):
            self.assertEqual(self._get_seen(self.ayse), ticket)
            self.assertEqual(self.url_open(link).status_code, 200)
            leave()
            self.assertFalse(self._get_seen(self.ayse))
            self.assertFalse(ticket._get_open_shares())
            self.assertEqual(self.url_open(link).status_code, 404)
            back()
        self.ayse.active = False
        contact.active = False
        self.assertFalse(self._get_seen(self.ayse))

    def test_tickets_stay_when_their_person_moves(self):
        self._file_for(self.ayse)
        self.ayse.partner_id.parent_id = self.other_customer
        self.assertFalse(self._get_seen(self.other))

    def test_a_person_who_becomes_a_contact_keeps_the_own_tickets(self):
        person = self._create_customer("Deniz", is_company=False)
        user = new_test_user(
            self.env, "deniz", "base.group_portal", partner_id=person.id
        )
        ticket = self._file_for(user)
        person.parent_id = self.customer
        person.is_crm_customer = False
        self.assertEqual(person.crm_customer_id, self.customer)
        self.assertEqual(self._get_seen(user), ticket)

    def test_a_colleague_acts_and_loses_it_with_the_right(self):
        ticket = self._file_for(self.ayse)
        self.authenticate("boss", "boss")
        url = f"/my/tickets/{ticket.id}"
        self._post(url, text="Me too")
        self.assertEqual(
            ticket._get_visible_messages()[-1].author_id, self.boss.partner_id
        )
        share = ticket.crm_share_ids.filtered(
            lambda s: s.partner_id == self.boss.partner_id
        )
        # to write once is not to follow
        self.assertFalse(share.follows)
        self._post(f"{url}/follow", page=url, follows="1")
        self.assertIn(share, ticket._get_open_shares())
        self.boss.partner_id.crm_ticket_access = "own"
        self.assertNotIn(share, ticket._get_open_shares())
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open(share._get_url()).status_code, 404)

    def test_a_colleague_whose_share_was_taken_back_does_not_see_it(self):
        ticket = self._file_for(self.ayse)
        shares = self.env["crm.portal.share"]
        shares._share(ticket, self.boss.partner_id).is_revoked = True
        self.assertFalse(self._get_seen(self.boss))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_chooses_what_a_contact_sees(self):
        contact = self.can.partner_id
        editor = new_test_user(
            self.env,
            "editor",
            "base.group_user,crm_cubicl.crm_cubicl_group_edit",
        )
        contact.with_user(editor).crm_ticket_access = "all"
        self.assertEqual(contact.crm_ticket_access, "all")
        for user in (self.can, self.user_plain):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                contact.with_user(user).crm_ticket_access = "own"
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.can.with_user(self.can).write({"crm_ticket_access": "own"})
        with self.assertRaises(AccessError):
            contact.with_user(self.can).read(["crm_ticket_access"])

    def test_tickets_of_another_company_are_unseen(self):
        company = self.env["res.company"].create({"name": "Other company"})
        project = self.project.copy({"company_id": company.id})
        topic = self._create_topic(company_id=company.id, project_id=project.id)
        ticket = self._file_for(
            self.ayse,
            crm_topic_id=topic.id,
            company_id=company.id,
            project_id=project.id,
        )
        self.assertEqual(ticket.company_id, company)
        self.authenticate("boss", "boss")
        self.assertNotIn(ticket.crm_number, self.url_open("/my/tickets").text)
        self.assertEqual(self.url_open(f"/my/tickets/{ticket.id}").status_code, 404)

    def test_the_list_asks_the_same_few_questions(self):
        counts = [
            self._count_queries("/my/tickets?filterby=all", number)
            for number in (10, 200)
        ]
        self.assertLessEqual(max(counts), MOST_QUERIES)
        self.assertEqual(counts[0], counts[1])

    def test_a_ticket_asks_the_same_few_questions(self):
        ticket = self._file_for(self.ayse)
        url = f"/my/tickets/{ticket.id}"
        few = self._count_queries(url, 0)
        for number in range(50):
            ticket._hear(ticket.crm_share_ids, f"Line {number}")
        many = self._count_queries(url, 0)
        self.assertLessEqual(many, MOST_QUERIES)
        self.assertEqual(few, many)

    def _count_queries(self, url: str, number: int) -> int:
        """Return what a page asks of the database, warm, with so many tickets."""
        have = len(self._get_seen(self.boss))
        for _number in range(have, number):
            self._file_for(self.ayse)
        self.authenticate("boss", "boss")
        for _time in range(2):
            self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        with _Counter() as made:
            page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertTrue(re.search("Printer", page.text))
        return made.count


class _Counter:
    """Count the queries of whoever uses the database meanwhile."""

    def __enter__(self):
        self.count = 0
        self._execute = Cursor.execute
        counter = self

        def execute(cursor, query, *args, **kwargs):
            text = str(query).upper()
            if not any(word in text for word in ("SAVEPOINT", "SET TRANSACTION")):
                counter.count += 1
            return counter._execute(cursor, query, *args, **kwargs)

        Cursor.execute = execute
        return self

    def __exit__(self, *_error):
        Cursor.execute = self._execute
