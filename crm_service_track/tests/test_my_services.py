from base64 import b64decode
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .portal_common import PNG, ServicePortalCase

LIST = "/my/services"


@tagged("post_install", "-at_install")
class TestMyServices(ServicePortalCase, HttpCase):
    """What somebody signed in sees and finds of services, and answers."""

    def test_the_list_shows_what_was_sent_and_nothing_else(self):
        seen = {
            state: self._create_sent(day, state)
            for day, state in enumerate(
                ("waiting", "approved", "objected", "closed", "cancelled"), 1
            )
        }
        draft = self._create_visit(result="A draft")
        never = self._create_visit(
            date_start="2026-02-20 07:00:00", date_end="2026-02-20 08:00:00"
        )
        never.action_cancel()
        back = self._create_sent(21)
        back.action_take_back()
        self._create_sent(22, customer_id=self.other_customer.id)
        self._sign_in(self.can)
        found = self._get_ids(LIST)
        self.assertEqual(found, {visit.id for visit in seen.values()})
        self.assertFalse(found & {draft.id, never.id, back.id})
        page = self.url_open(LIST).text
        for words in (
            seen["waiting"].name,
            "Test service",
            self.user_technician.name,
            "2:30",
            "Waiting for your approval",
            "You approved it",
            "You objected",
            "Completed",
            "Withdrawn",
        ):
            self.assertIn(words, page)
        for visit in (draft, never, back):
            self.assertNotIn(visit.name, page)

    def test_a_withdrawn_one_that_was_signed_is_shown(self):
        visit = self._create_visit()
        visit._sign(b64decode(PNG), "Ayşe Işık", {})
        visit.action_correct()
        self.assertEqual((visit.state, visit.sent_date), ("cancelled", False))
        self.env.flush_all()
        self._sign_in(self.ayse)
        self.assertEqual(self._get_ids(LIST), {visit.id})

    @freeze_time("2026-03-15 12:00:00")
    def test_filters_search_and_periods(self):
        waiting = self._create_sent(1, contact_name="Ayşe Işık")
        closed = self._create_sent(2, "closed", contact_name="Can Öz")
        old = self._create_visit(
            date_start="2025-11-03 07:00:00", date_end="2025-11-03 08:00:00"
        )
        march = self._create_visit()
        (old | march).action_send()
        every = {visit.id for visit in waiting | closed | old | march}
        self.env.flush_all()
        self._sign_in(self.ayse)
        for query, found in (
            ("", every),
            ("filterby=closed", {closed.id}),
            ("filterby=draft", every),
            ("period=month", {march.id}),
            ("period=last_month", {waiting.id, closed.id}),
            ("period=last_year", {old.id}),
            ("period=last_month&filterby=waiting", {waiting.id}),
            ("search=ışık", {waiting.id}),
            (f"search={closed.name}&search_in=number", {closed.id}),
            ("search=Öz&search_in=service", set()),
            ("search=Bakım", set()),
            ("search=%25", set()),
            ("filterby=x&sortby=id;drop&period=y&search_in=note", every),
        ):
            with self.subTest(query=query):
                self.assertEqual(self._get_ids(f"{LIST}?{query}"), found)
        page = self.url_open(f"{LIST}?search=nothing").text
        self.assertIn("Nothing is found with this", page)

    @freeze_time("2026-03-15 12:00:00")
    def test_a_period_is_one_of_the_firm_for_whoever_has_no_clock(self):
        self.ayse.partner_id.tz = False
        self.env.company.resource_calendar_id.tz = "Europe/Istanbul"
        # in February still by UTC
        visit = self._create_visit(
            date_start="2026-02-28 21:30:00", date_end="2026-02-28 22:00:00"
        )
        visit.action_send()
        self.env.flush_all()
        self._sign_in(self.ayse)
        self.assertEqual(self._get_ids(f"{LIST}?period=month"), {visit.id})
        self.assertFalse(self._get_ids(f"{LIST}?period=last_month"))

    def test_orders_and_pages(self):
        visits = [self._create_sent(day) for day in range(1, 24)]
        self._answer(visits[4], answer="approve", score=10)
        self.env.flush_all()
        self._sign_in(self.ayse)
        first = self._get_ids(LIST)
        self.assertEqual(first, {visit.id for visit in visits[3:]})
        self.assertEqual(
            self._get_ids(f"{LIST}/page/2"), {visit.id for visit in visits[:3]}
        )
        self.assertIn(visits[0].id, self._get_ids(f"{LIST}?sortby=oldest"))
        page = self.url_open(f"{LIST}?sortby=score").text
        number = visits[4].name
        self.assertLess(page.index(number), page.index(visits[-1].name))
        for bad in ("0", "999", "9" * 30):
            self.assertEqual(self.url_open(f"{LIST}/page/{bad}").status_code, 200)

    def test_an_empty_list_says_what_will_be_there(self):
        self._sign_in(self.ayse)
        page = self.url_open(LIST).text
        self.assertIn("There are no services yet", page)

    def test_the_cards_count(self):
        self._create_sent(1)
        self._create_sent(2, "closed")
        self._create_contract()
        self.env.flush_all()
        counters = ["crm_visit_count", "crm_visit_waiting_count", "crm_contract_count"]
        for user, expected in ((self.ayse, (2, 1, 1)), (self.other, (0, 0, 0))):
            self._sign_in(user)
            self.assertIn('href="/my/services"', self.url_open("/my/home").text)
            counts = self.make_jsonrpc_request("/my/counters", {"counters": counters})
            self.assertEqual(tuple(counts[name] for name in counters), expected)

    # -- one service -------------------------------------------------------------

    def test_a_service_shows_what_was_done_and_answered(self):
        visit = self._create_sent(3, "closed", contact_name="Ayşe Işık")
        self._sign_in(self.can)
        page = self.url_open(f"{LIST}/{visit.id}").text
        for words in (
            visit.name,
            "Bakım yapıldı.",
            "Ayşe Işık",
            "Score",
            "Completed",
            self.user_technician.name,
        ):
            self.assertIn(words, page)
        self.assertNotIn("Rate and approve", page)

    def test_what_the_contract_pays_is_told(self):
        contract = self._create_contract(code="BK-COVER")
        visit = self._create_visit(fee_kind="hours", hourly_rate=100)
        self.assertEqual(visit.contract_id, contract)
        visit.action_send()
        self.env.flush_all()
        self._sign_in(self.ayse)
        url = f"{LIST}/{visit.id}"
        words = visit._get_cover_text()
        self.assertIn("BK-COVER", words)
        self.assertIn(words, self.url_open(url).text)
        self._bring(visit, "objected")
        visit.contract_id = False
        self.env.flush_all()
        self.assertIn("02:30 covered by contract BK-COVER", self.url_open(url).text)

    def test_of_an_objected_one_only_what_was_objected_to_is_shown(self):
        visit = self._create_sent(3, "objected")
        photo = self.env["ir.attachment"].create(
            {"name": "new.txt", "raw": b"n", "res_model": visit._name}
            | {"res_id": visit.id}
        )
        visit.write(
            {
                "result": "Not sent yet",
                "date_end": "2026-02-03 10:00:00",
                "photo_ids": photo.ids,
            }
        )
        self.env.flush_all()
        self._sign_in(self.ayse)
        url = f"{LIST}/{visit.id}"
        for page in (self.url_open(url).text, self.url_open(LIST).text):
            self.assertNotIn("Not sent yet", page)
            self.assertNotIn("new.txt", page)
            self.assertIn("2:30", page)
            self.assertNotIn("3:00", page)
        self.assertIn("Ücretsizdi", self.url_open(url).text)
        self.assertIn("Bakım yapıldı.", self.url_open(url).text)
        self.assertEqual(self.url_open(f"{url}/photo/{photo.id}").status_code, 404)
        visit.action_send()
        self.env.flush_all()
        page = self.url_open(url).text
        self.assertIn("Not sent yet", page)
        self.assertNotIn("Ücretsizdi", page)

    def test_the_pdf_is_what_was_answered(self):
        visit = self._create_sent(3, "approved")
        self._sign_in(self.ayse)
        file = self.url_open(f"{LIST}/{visit.id}/pdf")
        self.assertEqual(file.content, visit.evidence_id.raw)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertEqual(file.headers["Cache-Control"], "no-store")
        waiting = self._create_sent(4)
        file = self.url_open(f"{LIST}/{waiting.id}/pdf")
        self.assertIn(waiting.name.encode(), file.content)

    def test_photos_are_downloaded(self):
        visit = self._create_sent(3)
        photo, loose = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": name.encode(), "res_model": visit._name}
                | {"res_id": visit.id}
                for name in ("seen.txt", "loose.txt")
            ]
        )
        visit._set({"photo_ids": [fields.Command.set(photo.ids)]})
        self.env.flush_all()
        self._sign_in(self.ayse)
        url = f"{LIST}/{visit.id}"
        self.assertIn("seen.txt", self.url_open(url).text)
        file = self.url_open(f"{url}/photo/{photo.id}")
        self.assertEqual(file.content, b"seen.txt")
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{url}/photo/{loose.id}").status_code, 404)

    # -- who ---------------------------------------------------------------------

    def test_a_customer_that_is_a_person_sees_its_own(self):
        person = self._create_customer("Deniz Ak", is_company=False)
        person.email = "deniz@ak.example"
        user = new_test_user(
            self.env, "deniz", "base.group_portal", partner_id=person.id
        )
        visit = self._create_sent(3, customer_id=person.id)
        self._sign_in(user)
        self.assertEqual(self._get_ids(LIST), {visit.id})
        person.is_crm_customer = False
        self.env.flush_all()
        self.assertFalse(self._get_ids(LIST))

    @mute_logger("odoo.http")
    def test_who_leaves_loses_it_at_once(self):
        visit = self._create_sent(3)
        url = f"{LIST}/{visit.id}"
        self._sign_in(self.ayse)
        self.assertEqual(self.url_open(url).status_code, 200)
        self.ayse.partner_id.parent_id = self.other_customer
        self.env.flush_all()
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertFalse(self._get_ids(LIST))
        self.ayse.partner_id.parent_id = self.customer
        self.env.flush_all()
        self.assertEqual(self.url_open(url).status_code, 200)
        self.customer.active = False
        self.env.flush_all()
        self.assertEqual(self.url_open(url).status_code, 404)
        self.customer.active = True
        self.ayse.active = False
        self.env.flush_all()
        self.env.registry.clear_cache()
        self.assertIn("/web/login", self.url_open(url).url)

    def test_colleagues_of_ours_have_no_services_there(self):
        self._create_sent(3)
        self._sign_in(self.user_manager)
        self.assertFalse(self._get_ids(LIST))

    # -- what it costs -----------------------------------------------------------

    def test_the_pages_cost_the_same_for_10_and_200(self):
        self._create_many(10)
        visit = self._create_sent(28)
        self._sign_in(self.ayse)
        urls = (LIST, f"{LIST}?filterby=closed&search=a", f"{LIST}/{visit.id}")
        few = [self._count_queries(url) for url in urls]
        self._create_many(190)
        many = [self._count_queries(url) for url in urls]
        for url, before, after in zip(urls, few, many, strict=True):
            with self.subTest(url=url, before=before, after=after):
                self.assertLessEqual(before, 20)
                self.assertLessEqual(after, before)

    def _create_many(self, count: int) -> None:
        users = self.user_technician + self.user_colleague
        types = self.service_type
        types |= types.create([{"name": f"Service {types.search_count([])}"}])
        offset = self.env["crm.service.visit"].search_count([])
        start = fields.Datetime.to_datetime("2025-01-01 08:00:00")
        visits = self.env["crm.service.visit"].create(
            [
                {
                    "customer_id": self.customer.id,
                    "email": "a@b.example",
                    "type_id": types[number % len(types)].id,
                    "user_id": users[number % 2].id,
                    "date_start": start + timedelta(hours=offset + number),
                    "date_end": start + timedelta(hours=offset + number, minutes=30),
                    "fee_kind": "amount",
                    "fee_amount": number,
                }
                for number in range(count)
            ]
        )
        visits._set({"state": "waiting", "sent_date": start})
        self.env.flush_all()
