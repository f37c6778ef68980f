import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_service_track.controllers import service_approval

from .common import ServiceTrackCommon

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile Safari/604.1"}
SCANNER = {"User-Agent": "Barracuda Link Protection"}
KEPT = (
    "state",
    "score",
    "answer",
    "customer_comment",
    "evidence_hash",
    "reminder_count",
)


@tagged("post_install", "-at_install")
class TestApproval(ServiceTrackCommon, HttpCase):
    """The page on which the customer answers, and who must not answer there."""

    def setUp(self):
        super().setUp()
        quick = patch.object(service_approval, "MIN_SECONDS", 0)
        quick.start()
        self.addCleanup(quick.stop)
        self.visit = self._create_visit()
        self.visit.action_send()
        self.link = self.visit.sudo().link_ids
        self.url = f"/service/visit/{self.link._get_token()}"

    def _read(self, url=None, headers=None):
        """Open the page as a person does; return what its form has in it."""
        page = self.url_open(url or self.url, headers=headers or PHONE)
        self.assertEqual(page.status_code, 200)
        return page, self._scrape(page.text)

    def _scrape(self, text: str) -> dict:
        inputs = re.findall(r"<input[^>]*>", text)
        found = {}
        for tag in inputs:
            name = re.search(r'name="([^"]+)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name and ('type="radio"' not in tag or "checked" in tag):
                found[name[1]] = value[1] if value else ""
        secret = re.search(r'data-secret="([^"]+)"', text)
        if secret:
            found["secret"] = secret[1]
        return found

    def _post(self, data, headers=None, url=None):
        return self.url_open(
            url or self.url,
            data=data or {"x": ""},
            headers=headers or PHONE,
            timeout=60,
        )

    def _answer(self, **values):
        """Answer as a person with JavaScript does."""
        _page, form = self._read()
        secret = form.pop("secret")
        return self._post(form | {"step": secret[::-1]} | values)

    def _get_kept(self):
        self.env.invalidate_all()
        return self.visit.read(KEPT)[0], self.link.read(["state", "expiry_date"])[0]

    # -- a person ----------------------------------------------------------------

    def test_a_customer_approves_once(self):
        page, _form = self._read()
        for text in (self.visit.name, "Yıldız Makine", "Bakım yapıldı."):
            self.assertIn(text, page.text)
        self.assertNotIn("checked", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        done = self._answer(choice="remark", score="8", comment="Geç kaldınız")
        self.assertEqual(done.status_code, 200)
        self.assertIn("Thank you", done.text)
        self.env.invalidate_all()
        self.assertEqual(self.visit.state, "approved")
        self.assertEqual((self.visit.score, self.visit.answer), (8, "remark"))
        self.assertEqual(self.visit.customer_comment, "Geç kaldınız")
        self.assertEqual(self.visit.answer_agent, PHONE["User-Agent"])
        self.assertEqual(self.visit.answer_address, "127.0.0.1")
        self.assertEqual(self.link.state, "used")
        kept = self._get_kept()
        # once more, and by a form that was open in another window
        again = self._post({"choice": "approve", "score": "1"})
        self.assertIn("Thank you", again.text)
        self.assertEqual(self._get_kept(), kept)

    def test_without_javascript_a_second_page_asks(self):
        _page, form = self._read()
        form.pop("secret")
        asked = self._post(form | {"choice": "approve", "score": "10"})
        self.assertEqual(self.visit.state, "waiting")
        self.assertIn("One more step", asked.text)
        second = self._scrape(asked.text)
        self.assertEqual((second["choice"], second["score"]), ("approve", "10"))
        wrong = self._post(second | {"digits": "12"})
        self.assertIn("Please try again", wrong.text)
        done = self._post(self._scrape(wrong.text) | {"digits": self.visit.name[-4:]})
        self.assertIn("Thank you", done.text)
        self.env.invalidate_all()
        self.assertEqual((self.visit.state, self.visit.score), ("approved", 10))

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self):
        for values, message in (
            ({"comment": "Merhaba"}, "choose whether you approve"),
            ({"choice": "approve", "comment": "Merhaba"}, "choose a score"),
            ({"choice": "approve", "score": "11", "comment": "Merhaba"}, "score"),
            ({"choice": "remark", "score": "9"}, "write your remark"),
            ({"choice": "object", "line": "fee"}, "what is wrong"),
        ):
            with self.subTest(values=values):
                page = self._answer(**values)
                self.assertEqual(page.status_code, 422)
                self.assertIn(message, page.text)
                if "comment" in values:
                    self.assertIn("Merhaba", page.text)
                self.assertEqual(self.visit.state, "waiting")

    def test_a_customer_objects_to_a_line(self):
        done = self._answer(choice="object", line="fee", comment="Ücretsizdi")
        self.assertIn("Thank you", done.text)
        self.env.invalidate_all()
        self.assertEqual(self.visit.state, "objected")
        self.assertEqual(self.visit.objection_line, "Fee")
        self.assertIn("Ücretsizdi", self.visit.evidence_text)
        activity = self.visit.activity_ids
        self.assertEqual(activity.user_id, self.user_technician)
        self.assertTrue(activity.date_deadline)
        # back to the staff: corrected and sent again, by a new link
        visit = self.visit.with_user(self.user_technician)
        visit.result = "Bakım ücretsiz yapıldı."
        visit.action_send()
        self.assertEqual((visit.state, visit.answer), ("waiting", False))
        self.assertEqual(self.url_open(self.url).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.link.state, "used")
        self.assertEqual(visit.sudo().link_ids[0].state, "active")

    def test_a_low_score_makes_an_activity_for_the_manager(self):
        self.env.company.crm_service_manager_id = self.user_manager
        self._answer(choice="approve", score="6", comment="Geç kaldınız")
        self.env.invalidate_all()
        activity = self.visit.activity_ids
        self.assertEqual(activity.user_id, self.user_manager)
        today = fields.Date.context_today(self.visit)
        self.assertEqual(activity.date_deadline, today + timedelta(days=2))
        self.assertIn("Geç kaldınız", activity.note)

    def test_an_activity_is_in_the_words_of_whom_it_is_for(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.user_technician.lang = "tr_TR"
        comment = "<a href='https://example.com'>Buraya</a>\nbakın"
        self._answer(choice="object", line="fee", comment=comment)
        self.env.invalidate_all()
        activity = self.visit.activity_ids
        words = self.visit.with_context(lang="tr_TR")._in_words("objection")
        self.assertEqual(activity.summary, words)
        self.assertNotEqual(activity.summary, self.visit._in_words("objection"))
        self.assertIn("&lt;a href=", activity.note)
        self.assertNotIn("<a", activity.note)

    def test_a_form_changed_meanwhile_is_read_again_first(self):
        _page, form = self._read()
        self.env.cr.execute(
            "UPDATE crm_service_visit SET result = 'Başka' WHERE id = %s",
            (self.visit.id,),
        )
        self.env.invalidate_all()
        step = form.pop("secret")[::-1]
        page = self._post(form | {"choice": "approve", "score": "9", "step": step})
        self.assertIn("was changed while you were reading", page.text)
        self.assertEqual(self.visit.state, "waiting")

    # -- links -------------------------------------------------------------------

    def test_a_wrong_link_looks_like_any_other_missing_page(self):
        token = self.link._get_token()
        with mute_logger("odoo.http"):
            for bad in ("x", token[:-2] + "AA", token + "A", "ı"):
                with self.subTest(token=bad):
                    answer = self.url_open(f"/service/visit/{bad}")
                    self.assertEqual(answer.status_code, 404)
                    self.assertNotIn("Yıldız", answer.text)
                    answer = self._post({}, url=f"/service/visit/{bad}")
                    self.assertEqual(answer.status_code, 404)

    def test_a_new_link_ends_the_old_one(self):
        self.visit.with_user(self.user_technician).action_send_again()
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 410)
        self.assertIn("newer mail", page.text)
        self.assertNotIn("Bakım yapıldı", page.text)
        self._post({"choice": "approve", "score": "9"})
        self.assertEqual(self.visit.state, "waiting")
        self.assertEqual(self.visit.sudo().link_ids[0].state, "active")

    def test_a_mail_to_a_wrong_address_is_cancelled(self):
        mail = self.link.sudo().mail_ids
        self.assertEqual(mail.state, "outgoing")
        self.visit.with_user(self.user_technician).action_take_back()
        self.assertEqual(mail.state, "cancel")
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 410)
        self.assertNotIn("Bakım yapıldı", page.text)

    def test_a_link_expires(self):
        self.link.expiry_date = fields.Datetime.now() - timedelta(minutes=1)
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 410)
        self.assertNotIn("Bakım yapıldı", page.text)

    def test_the_days_of_a_link_are_set(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("crm_service_track.link_days", "5")
        self.visit.action_send_again()
        self.env.invalidate_all()
        left = self.visit.link_ids[0].expiry_date - fields.Datetime.now()
        self.assertAlmostEqual(left / timedelta(days=1), 5, 2)

    # -- programs ----------------------------------------------------------------

    def test_a_mail_scanner_changes_nothing_and_is_seen(self):
        kept = self._get_kept()
        page, form = self._read(headers=SCANNER)
        form.pop("secret")
        for _round in range(30):
            self.url_open(self.url, headers=SCANNER)
        self.opener.head(self.base_url() + self.url, headers=PHONE, timeout=30)
        blind = [
            {},
            {"choice": "approve", "score": "10"},
            {"choice": "approve", "score": "10", "nonce": "x"},
            {"choice": "approve", "score": "10", "nonce": form["nonce"][:-4] + "AAAA"},
            # all that the page has in its fields
            form,
            form | {"choice": "approve"},
            form | {"choice": "approve", "score": "10"},
            form | {"choice": "approve", "score": "10", "step": form["nonce"]},
            form | {"choice": "approve", "score": "10", "step": "1"},
        ]
        for data in blind:
            with self.subTest(data=list(data)):
                self._post(data, headers=SCANNER)
                self.assertEqual(self._get_kept(), kept)
        # a program that also sends the fields of the second page
        asked = self._post(form | {"choice": "approve", "score": "10"}, SCANNER)
        self._post(self._scrape(asked.text), SCANNER)
        self._post(self._scrape(asked.text) | {"digits": "1"}, SCANNER)
        self.assertEqual(self._get_kept(), kept)
        hits = self.visit.sudo().hit_ids
        kinds = hits.mapped("kind")
        self.assertEqual(kinds.count("opened"), 32)
        self.assertEqual(kinds.count("blind"), 4)
        self.assertEqual(kinds.count("incomplete"), 2)
        self.assertEqual(kinds.count("unconfirmed"), 6)
        self.assertNotIn("answered", kinds)
        self.assertTrue(all(hits.mapped("is_machine")))
        self.assertEqual(hits.filtered(lambda h: h.method == "HEAD").kind, "opened")
        self.assertEqual(self.visit.machine_hit_count, len(hits))
        # and the person who comes afterwards answers as if nothing had been
        self._answer(choice="approve", score="10")
        self.assertEqual(self.visit.state, "approved")

    def test_the_nonce_of_one_page_is_worth_nothing_for_another_link(self):
        other = self._create_visit(
            date_start="2026-03-01 07:00:00", date_end="2026-03-01 08:00:00"
        )
        other.action_send()
        url = f"/service/visit/{other.sudo().link_ids._get_token()}"
        _page, form = self._read(url)
        step = form.pop("secret")[::-1]
        self._post(form | {"choice": "approve", "score": "1", "step": step})
        self.assertEqual((self.visit.state, other.state), ("waiting", "waiting"))
        self.assertEqual(self.visit.sudo().hit_ids.mapped("kind"), ["blind"])

    def test_who_answers_within_a_moment_is_asked_once_more(self):
        with patch.object(service_approval, "MIN_SECONDS", 600):
            page = self._answer(choice="approve", score="9")
        self.assertIn("One more step", page.text)
        self.assertEqual(self.visit.state, "waiting")

    def test_a_storm_of_openings_leaves_a_bounded_log(self):
        hit = self.env["crm.service.visit.hit"].sudo()
        info = {"method": "GET", "address": "192.0.2.1", "agent": "scan"}
        for _round in range(260):
            hit._log(self.link, "opened", info)
        self.assertEqual(hit.search_count([("link_id", "=", self.link.id)]), 200)

    def test_photos_are_seen_by_the_link_alone(self):
        photo = self.env["ir.attachment"].create(
            {
                "name": "a.png",
                "raw": b"\x89PNG\r\n\x1a\n",
                "res_model": self.visit._name,
                "res_id": self.visit.id,
            }
        )
        self.visit._set({"photo_ids": [fields.Command.set(photo.ids)]})
        self.env.flush_all()
        self.assertEqual(self.url_open(f"{self.url}/photo/{photo.id}").status_code, 200)
        other = self.env["ir.attachment"].create({"name": "b.txt", "raw": b"b"})
        with mute_logger("odoo.http"):
            for url in (
                f"{self.url}/photo/{other.id}",
                f"/service/visit/x/photo/{photo.id}",
            ):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_the_page_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.customer.lang = "tr_TR"
        page, _form = self._read(headers=PHONE | {"Accept-Language": "de"})
        self.assertRegex(page.text, r'<html[^>]*lang="tr')
