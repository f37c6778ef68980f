import re
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import PortalCustomerCase


@tagged("post_install", "-at_install")
class TestMyTickets(PortalCustomerCase, HttpCase):
    """What somebody signed in sees, finds and does."""

    def test_the_list_shows_ones_own_and_no_others(self):
        ticket = self._file_for(self.ayse)
        self._file_for(self.can, "Scanner")
        self.authenticate("ayse", "ayse")
        page = self.url_open("/my/tickets").text
        self.assertIn(ticket.crm_number, page)
        self.assertIn("Printer", page)
        self.assertNotIn("Scanner", page)

    def test_a_ticket_is_filed_on_the_portal(self):
        self.authenticate("ayse", "ayse")
        answer = self._post(
            "/my/tickets/new",
            subject="Yazıcı",
            text="Çalışmıyor",
            files={"files": ("a.txt", b"x")},
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Çalışmıyor", answer.text)
        ticket = self._get_seen(self.ayse)
        self.assertEqual(ticket.crm_channel, "portal")
        self.assertEqual(ticket.partner_id, self.ayse.partner_id)
        self.assertEqual(ticket.user_ids, self.handler)
        self.assertFalse(ticket.crm_is_unverified)
        self.assertIn(f"/my/tickets/{ticket.id}", answer.url)

    def test_what_is_wrong_is_said_and_kept(self):
        self._create_topic(name="Sales")
        self.authenticate("ayse", "ayse")
        answer = self._post("/my/tickets/new", subject="", text="Çalışmıyor")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Please choose a topic", answer.text)
        self.assertIn("Çalışmıyor", answer.text)
        self.assertFalse(self._get_seen(self.ayse))

    def test_a_topic_that_is_not_offered_cannot_be_chosen(self):
        self._create_topic(name="Sales")
        hidden = self._create_topic(name="Secret", active=False)
        self.authenticate("ayse", "ayse")
        answer = self._post(
            "/my/tickets/new", subject="x", text="x", topic_id=hidden.id
        )
        self.assertEqual(answer.status_code, 422)

    def test_floods_are_stopped(self):
        self.authenticate("ayse", "ayse")
        for _number in range(5):
            self._post("/my/tickets/new", subject="x", text="x")
        answer = self._post("/my/tickets/new", subject="x", text="x")
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(len(self._get_seen(self.ayse)), 5)

    def test_filters_search_and_topics(self):
        sales = self._create_topic(name="Sales")
        waiting = self._file_for(self.ayse, "Printer")
        waiting.with_user(self.handler)._answer("Is it on?")
        closed = self._file_for(self.ayse, "Scanner")
        closed.state = "1_done"
        other = self._file_for(self.ayse, "Price", crm_topic_id=sales.id)
        self.authenticate("ayse", "ayse")
        for query, found in (
            ("", waiting | other),
            ("filterby=waiting", waiting),
            ("filterby=closed", closed),
            ("filterby=all", waiting | closed | other),
            (f"filterby=all&topic={sales.id}", other),
            ("filterby=all&search=scan", closed),
            (f"search={other.crm_number}&search_in=number", other),
            ("search=printer&search_in=number", self.env["project.task"]),
            ("filterby=nonsense&sortby=id;drop&topic=x&search_in=y", waiting | other),
        ):
            with self.subTest(query=query):
                page = self.url_open(f"/my/tickets?{query}").text
                for ticket in waiting | closed | other:
                    self.assertEqual(
                        f'href="/my/tickets/{ticket.id}"' in page, ticket in found
                    )

    def test_topics_are_those_of_what_is_shown(self):
        """And the chosen one, while it is one that the person has asked about."""
        sales = self._create_topic(name="Sales")
        foreign = self._create_topic(name="Foreign")
        self._file_for(self.ayse, "Printer")
        self._file_for(self.ayse, "Price", crm_topic_id=sales.id)
        self._file_for(self.other, "Price", crm_topic_id=foreign.id)
        self.authenticate("ayse", "ayse")
        for query, shown in (
            ("", {"Technical", "Sales"}),
            (f"topic={sales.id}", {"Technical", "Sales"}),
            ("search=price", {"Sales"}),
            (f"filterby=closed&topic={sales.id}", {"Sales"}),
            ("filterby=closed", set()),
            (f"topic={foreign.id}", {"Technical", "Sales"}),
            (f"filterby=closed&topic={foreign.id}", set()),
            (f"topic={10**30}", {"Technical", "Sales"}),
            ("topic=²", {"Technical", "Sales"}),
        ):
            with self.subTest(query=query):
                page = self.url_open(f"/my/tickets?{query}").text
                menu = re.search(r'o_crm_topics".*?</div>', page, re.S)
                found = set(
                    re.findall(r"Technical|Sales|Foreign", menu[0] if menu else "")
                )
                # one topic needs no menu unless it was chosen
                needs = len(shown) > 1 or "topic=" in query
                self.assertEqual(found, shown if needs else set())

    def test_pages_and_orders(self):
        tickets = [self._file_for(self.ayse, f"Question {n:02}") for n in range(23)]
        self.authenticate("ayse", "ayse")
        first = self.url_open("/my/tickets").text
        second = self.url_open("/my/tickets/page/2").text
        self.assertIn(tickets[-1].crm_number, first)
        self.assertNotIn(tickets[0].crm_number, first)
        self.assertIn(tickets[0].crm_number, second)
        by_name = self.url_open("/my/tickets?sortby=name").text
        self.assertIn(tickets[0].crm_number, by_name)
        self.assertEqual(self.url_open("/my/tickets/page/999").status_code, 200)

    def test_the_card_is_there_before_the_first_ticket(self):
        self.authenticate("ayse", "ayse")
        self.assertIn('href="/my/tickets"', self.url_open("/my/home").text)
        self._file_for(self.ayse)
        counts = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["crm_ticket_count"]}
        )
        self.assertEqual(counts["crm_ticket_count"], 1)

    def test_the_home_page_counts_tasks_and_tickets(self):
        """One request counts all cards: what fails there leaves none of them."""
        self._file_for(self.ayse)
        self.project.privacy_visibility = "portal"
        task = self.env["project.task"].create(
            {"name": "A shared task", "project_id": self.project.id}
        )
        task.message_subscribe(self.ayse.partner_id.ids)
        self.authenticate("ayse", "ayse")
        counts = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["crm_ticket_count", "task_count"]}
        )
        self.assertEqual(counts, {"crm_ticket_count": 1, "task_count": 1})
        page = self.url_open("/my/tasks")
        self.assertEqual(page.status_code, 200)
        self.assertIn("A shared task", page.text)
        self.assertNotIn("Printer", page.text)

    def test_the_page_is_as_by_link(self):
        ticket = self._file_for(self.ayse)
        own = ticket.with_user(self.handler)
        own.message_post(body="among us")
        own._answer("Is it on?")
        self.authenticate("ayse", "ayse")
        url = f"/my/tickets/{ticket.id}"
        page = self.url_open(url).text
        self.assertIn("Is it on?", page)
        self.assertNotIn("among us", page)
        answer = self._post(url, text="It is", files={"files": ("a.txt", b"seen")})
        self.assertIn("It is", answer.text)
        message = ticket._get_visible_messages()[-1]
        self.assertEqual(message.author_id, self.ayse.partner_id)
        self.assertEqual(ticket.crm_waiting_for, "us")
        file = self.url_open(f"{url}/file/{message.attachment_ids.id}")
        self.assertEqual(file.content, b"seen")
        self._post(url, do="close")
        self.assertTrue(ticket.is_closed)
        self._post(url, do="reopen")
        self.assertFalse(ticket.is_closed)
        self.assertEqual(ticket.crm_waiting_for, "us")

    def test_times_are_those_of_the_reader_else_of_the_company(self):
        with freeze_time("2026-01-05 08:15"):
            ticket = self._file_for(self.ayse)
        self.env.company.resource_calendar_id.tz = "Europe/Istanbul"
        person, share = self.ayse.partner_id, ticket.crm_share_ids
        share._renew()
        for zone, shown in (("", "11:15"), ("Asia/Dubai", "12:15"), ("UTC", "8:15")):
            person.tz = zone
            for login, url in (
                ("ayse", "/my/tickets"),
                ("ayse", f"/my/tickets/{ticket.id}"),
                (None, share._get_url()),
            ):
                self.authenticate(login, login)
                with self.subTest(zone=zone, url=url):
                    page = self.url_open(url).text
                    self.assertIn(ticket.crm_number, page)
                    times = re.findall(r"\d+:15", page)
                    self.assertEqual(set(times), {shown})

    def test_the_page_of_what_was_closed_long_ago(self):
        ticket = self._file_for(self.ayse)
        ticket.state = "1_done"
        self.authenticate("ayse", "ayse")
        url = f"/my/tickets/{ticket.id}"
        self.assertNotIn("closed some time ago", self.url_open(url).text)
        ticket.crm_closed_date -= timedelta(days=31)
        answer = self._post(url, text="It is back")
        self.assertIn("closed some time ago", answer.text)
        self.assertIn("It is back", answer.text)
        self.assertNotIn('value="reopen"', answer.text)
        self.assertTrue(ticket.is_closed)

    def test_only_the_handlers_are_told_of_what_a_customer_does(self):
        ticket = self._file_for(self.ayse)
        ticket.message_subscribe(self.user_project_manager.partner_id.ids)
        self.authenticate("ayse", "ayse")
        url = f"/my/tickets/{ticket.id}"
        for values in ({"text": "It is"}, {"do": "close"}, {"do": "reopen"}):
            with self.subTest(**values):
                before = ticket.message_ids
                told = self.env["mail.notification"].search([])
                self._post(url, **values)
                told = self.env["mail.notification"].search([]) - told
                self.assertEqual(told.res_partner_id, self.handler.partner_id)
                self.assertTrue(ticket.message_ids - before or told)
        # following is one's own affair
        told = self.env["mail.notification"].search([])
        self._post(f"{url}/follow", page=url, follows="0")
        self.assertEqual(self.env["mail.notification"].search([]), told)

    def test_whoever_chooses_is_told_where_nobody_is_in_charge(self):
        self.topic.user_ids = False
        self.project.user_id = self.user_project_manager
        ticket = self._file_for(self.ayse)
        self.assertFalse(ticket.user_ids)
        self.authenticate("ayse", "ayse")
        self._post(f"/my/tickets/{ticket.id}", text="Hello?")
        message = ticket._get_visible_messages()[-1]
        self.assertEqual(
            message.notified_partner_ids, self.user_project_manager.partner_id
        )

    def test_who_stops_following_keeps_access_and_gets_no_mails(self):
        ticket = self._file_for(self.ayse)
        self.authenticate("ayse", "ayse")
        url = f"/my/tickets/{ticket.id}"
        page = self._post(f"{url}/follow", page=url, follows="0").text
        self.assertIn("Send me mails", page)
        message = ticket.with_user(self.handler)._answer("Is it on?")
        self.assertFalse(message.notified_partner_ids - self.handler.partner_id)
        self.assertIn("Is it on?", self.url_open(url).text)
        link = ticket.crm_share_ids._get_url()
        self._post(f"{link}/follow", page=link, follows="1")
        message = ticket.with_user(self.handler)._answer("Well?")
        self.assertIn(self.ayse.partner_id, message.notified_partner_ids)
        self.assertEqual(len(ticket.crm_share_ids), 1)

    def test_colleagues_file_nothing_here(self):
        self.authenticate("handler", "handler")
        self.assertEqual(self.url_open("/my/tickets/new").status_code, 404)
        self.assertEqual(self.url_open("/my/tickets").status_code, 200)

    def test_of_a_customer_who_left_nobody_files(self):
        self.authenticate("ayse", "ayse")
        self.assertEqual(self.url_open("/my/tickets/new").status_code, 200)
        self.customer.active = False
        self.assertEqual(self.url_open("/my/tickets/new").status_code, 404)
