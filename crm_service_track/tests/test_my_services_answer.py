from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_service_track.controllers import service_approval
from odoo.addons.crm_service_track.tools.approval_page import PageNonce

from .portal_common import ServicePortalCase

LIST = "/my/services"


@tagged("post_install", "-at_install")
class TestMyServicesAnswer(ServicePortalCase, HttpCase):
    """How somebody signed in comes to the page that asks for the approval."""

    def test_a_waiting_one_leads_to_its_link(self):
        visit = self._create_sent(3)
        link = visit.sudo().link_ids
        self._sign_in(self.can)
        url = f"{LIST}/{visit.id}"
        token = link._get_token()
        page = self.url_open(url).text
        self.assertIn("Rate and approve", page)
        self.assertNotIn(token, page)
        answer = self._post_form(f"{url}/answer")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith(f"/visit/{token}"))
        self.assertEqual(visit.sudo().link_ids, link)

    def test_who_is_signed_in_is_kept_with_the_answer(self):
        visit = self._create_sent(3)
        self._sign_in(self.can)
        answer = self._post_form(f"{LIST}/{visit.id}/answer")
        url = answer.headers["Location"]
        text = self.url_open(url).text
        self.assertIn("Back to your services", text)
        self.assertIn("You answer as <strong>Can</strong>", text)
        form = dict(
            nonce=text.split('name="nonce" value="')[1].split('"')[0],
            step=text.split('data-secret="')[1].split('"')[0][::-1],
        )
        with patch.object(service_approval, "MIN_SECONDS", 0):
            self.url_open(url, data={**form, "choice": "approve", "score": "8"})
        self.env.invalidate_all()
        self.assertEqual((visit.state, visit.score), ("approved", 8))
        self.assertEqual(visit.answer_partner_id, self.can.partner_id)
        self.assertIn('"signed_in_as": "Can"', visit.evidence_text)
        self.assertIn("Can", self.url_open(f"{LIST}/{visit.id}").text)
        # late, and by the same way: nothing more is asked
        answer = self._post_form(f"{LIST}/{visit.id}/answer")
        self.assertTrue(answer.headers["Location"].endswith(f"{LIST}/{visit.id}"))

    def test_who_is_signed_in_for_another_customer_answers_as_anybody(self):
        visit = self._create_sent(3)
        url = f"/service/visit/{visit.sudo().link_ids._get_token()}"
        for user in (self.other, self.user_manager):
            self._sign_in(user)
            self.assertNotIn("Back to your services", self.url_open(url).text)
        nonce = PageNonce.make(visit.sudo().link_ids.id, visit._get_details_hash())
        form = {"nonce": nonce.sign(self.env(su=True)), "step": nonce.secret[::-1]}
        self._sign_in(self.other)
        with patch.object(service_approval, "MIN_SECONDS", 0):
            self.url_open(url, data={**form, "choice": "approve", "score": "8"})
        self.env.invalidate_all()
        self.assertEqual(visit.state, "approved")
        self.assertFalse(visit.answer_partner_id)

    def test_an_expired_link_is_replaced_when_asked_for(self):
        visit = self._create_sent(3)
        old = visit.sudo().link_ids
        old.expiry_date = fields.Datetime.now() - timedelta(days=1)
        self.env.flush_all()
        self._sign_in(self.ayse)
        self.url_open(f"{LIST}/{visit.id}")
        self.assertEqual(visit.sudo().link_ids, old)
        answer = self._post_form(f"{LIST}/{visit.id}/answer")
        self.env.invalidate_all()
        new = visit.sudo().link_ids - old
        self.assertEqual((old.state, new.state), ("replaced", "active"))
        self.assertIn(new._get_token(), answer.headers["Location"])
        # the right to answer is the person's: the link is mailed to nobody
        self.assertFalse(new.mail_ids)
