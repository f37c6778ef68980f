from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import MANAGE, PortalCustomerCase

AMONG_US = "among us"


@tagged("post_install", "-at_install")
class TestAccessEnds(PortalCustomerCase):
    """Who sees a ticket when it changes hands: nobody longer, and nobody unnoticed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._file_for(cls.ayse)
        cls.share = cls.ticket.crm_share_ids
        cls.own = cls.ticket.with_user(cls.handler)

    def _find(self, token):
        return self.env["crm.portal.share"]._find_by_token(token)

    def test_a_link_is_mailed_without_what_colleagues_have_noted(self):
        self.own.description = f"<p>{AMONG_US}</p>"
        self.own._share_with(self.can.partner_id)
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.can.partner_id.ids)]
        )
        self.assertIn("It is broken", mail.body_html)
        self.assertNotIn(AMONG_US, mail.body_html)

    def test_an_answer_that_nobody_reads_is_refused(self):
        self.share.is_revoked = True
        self.assertFalse(self.own._get_readers())
        with self.assertRaisesRegex(UserError, "no access any more"):
            self.own._answer("Is it on?")
        self.own._share_with(self.ayse.partner_id)
        message = self.own._answer("Is it on?")
        self.assertEqual(message.partner_ids, self.ayse.partner_id)

    def test_an_answer_gives_nothing_to_who_has_moved(self):
        self.ayse.partner_id.parent_id = self.other_customer
        self.assertFalse(self.own._get_readers())
        with self.assertRaisesRegex(UserError, "no access any more"):
            self.own._answer("Is it on?")
        self.assertFalse(self._get_seen(self.ayse))
        self.assertFalse(self._get_seen(self.other))

    def test_colleagues_see_who_has_left_and_send_no_dead_link(self):
        share = self.share.with_user(self.handler)
        self.assertEqual(share.state, "following")
        self.ayse.partner_id.parent_id = self.other_customer
        self.assertEqual(share.state, "left")
        with self.assertRaisesRegex(UserError, "any more"):
            share.action_renew()
        self.ayse.partner_id.parent_id = self.customer
        share.action_renew()
        self.ayse.active = False
        self.assertEqual(share.state, "left")
        with self.assertRaisesRegex(UserError, "any more"):
            self.own._share_with(self.ayse.partner_id)

    def test_a_task_that_is_a_ticket_again_reaches_the_customer(self):
        token = self.share._get_token()
        self.own._become_task()
        self.assertFalse(self._find(token))
        self.own._become_ticket(self.topic, self.ayse.partner_id)
        message = self.own._answer("Is it on?")
        self.assertEqual(message.partner_ids, self.ayse.partner_id)

    def test_a_task_is_opened_by_no_link(self):
        """Also where the topic was taken away past the window that asks."""
        token = self.share._get_token()
        self.assertTrue(self._find(token))
        self.ticket.crm_topic_id = False
        self.assertFalse(self._find(token))

    def test_a_colleague_does_not_follow_a_ticket_to_another_customer(self):
        boss = self.boss.partner_id
        share = self.share._share_as_colleague(self.ticket, boss)
        share._follow(True)
        self.assertIn(share, self.ticket._get_open_shares())
        self.ticket.partner_id = self.other.partner_id
        self.assertNotIn(share, self.ticket._get_open_shares())
        self.assertFalse(self._find(share._get_token()))

    def test_the_link_of_a_ticket_leads_on_however_often_it_is_merged(self):
        first, second = self.ticket, self._file_for(self.ayse)
        last = self._file_for(self.can)
        token = first.crm_share_ids._get_token()
        first._merge_into(second)
        second._merge_into(last)
        found = self._find(token)
        self.assertEqual(found.task_id, last)
        self.assertEqual(found.partner_id, self.ayse.partner_id)

    def test_sign_ups_are_seen_in_their_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        signup = self.env["crm.portal.signup"].create(
            {"name": "A", "email": "a@b.example", "website_id": self.website.id}
        )
        domain = [("id", "=", signup.id)]
        for where, sees in ((self.website.company_id, True), (company, False)):
            user = new_test_user(
                self.env,
                f"manager_{where.id}",
                MANAGE,
                company_id=where.id,
                company_ids=where.ids,
            )
            found = self.env["crm.portal.signup"].with_user(user).search(domain)
            self.assertEqual(bool(found), sees)
