from datetime import timedelta
from io import BytesIO

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .portal_common import ServicePortalCase

LIST = "/my/service-contracts"
SECRET = "An internal word"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 09:00:00")
class TestMyServiceContracts(ServicePortalCase, HttpCase):
    """What somebody signed in sees of the contracts of the own company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-15 09:00:00"):
            cls.contract = cls._create_contract(
                code="BK-1",
                is_limited=True,
                hours_included=10,
                carry_over=True,
                type_ids=cls.service_type.ids,
                note=SECRET,
                beyond="ask",
            )
            cls._use("2026-02-10 08:00:00", 120)
            cls._use("2026-03-02 08:00:00", 90)
            cls._use("2026-03-03 08:00:00", 30)
            cls.env.flush_all()

    @classmethod
    def _use(cls, start, minutes, contract=None, **values):
        return cls._create_record(
            (start, minutes),
            type_id=cls.service_type.id,
            contract_id=(contract or cls.contract).id,
            intervention=f"<p>{SECRET}</p>",
            **values,
        )

    def test_the_list_tells_hours_and_states(self):
        ended = self._create_contract(
            code="BK-0", date_start="2025-01-01", date_end="2025-12-31"
        )
        theirs = self._create_contract(code="BK-X", customer_id=self.other_customer.id)
        archived = self._create_contract(code="BK-A", active=False)
        self.env.flush_all()
        self._sign_in(self.can)
        page = self.url_open(LIST).text
        for words in ("BK-1", "BK-0", "Active", "Ended", "All services"):
            self.assertIn(words, page)
        # January left 10; with them February had 20, and left 18
        row = self._get_row(self.contract)
        self.assertEqual(row.included, "10:00:00")
        self.assertEqual(row.carried, "18:00:00")
        self.assertEqual((row.used, row.left), ("2:00:00", "26:00:00"))
        self.assertEqual(row.percent, 7)
        self.assertEqual(row.over, "")
        for contract in (theirs, archived):
            self.assertNotIn(contract.code, page)
        self.assertNotIn(SECRET, page)
        self.assertEqual(self._get_row(ended).state, "ended")

    def test_the_states_in_words(self):
        for values, state, words in (
            ({"date_start": "2026-04-01"}, "not_started", "Not started yet"),
            ({"date_end": "2026-03-20"}, "ending", "Ends soon"),
            ({"is_suspended": True}, "suspended", "Paused"),
        ):
            contract = self._create_contract(**values)
            row = self._get_row(contract)
            self.assertEqual((row.state, row.state_label), (state, words))

    def test_periods_in_words(self):
        contract = self._create_contract(hours_period="term", is_limited=True)
        row = self._get_row(contract)
        self.assertEqual(row.hours_span, "from 01/01/2026 until further notice")
        self.assertEqual(row.included_every, "over the whole contract")
        contract.date_end = "2026-06-30"
        self.assertEqual(self._get_row(contract).hours_span, "01/01/2026 – 06/30/2026")
        contract.hours_period = "quarter"
        self.assertEqual(self._get_row(contract).hours_span, "01/01/2026 – 03/31/2026")

    def test_what_happens_beyond(self):
        self.contract.write({"carry_over": False, "hours_included": 1})
        row = self._get_row(self.contract)
        self.assertEqual((row.left, row.over), ("0:00:00", "1:00:00"))
        self.assertEqual(row.percent, 100)
        words = set()
        for beyond in ("allow", "ask", "block"):
            self.contract.beyond = beyond
            words.add(self._get_row(self.contract).beyond)
        self.assertEqual(len(words), 3)
        self.env.flush_all()
        self._sign_in(self.ayse)
        page = self.url_open(f"{LIST}/{self.contract.id}").text
        self.assertIn("beyond the contract", page)
        self.assertIn(self._get_row(self.contract).beyond, page)

    def test_of_an_ended_contract_the_last_period_is_shown(self):
        ended = self._create_contract(
            code="BK-0",
            date_start="2025-01-01",
            date_end="2025-12-31",
            is_limited=True,
            hours_included=2,
        )
        self._use("2025-12-10 08:00:00", 60, ended)
        self._use("2026-01-10 08:00:00", 60, ended)
        row = self._get_row(ended)
        self.assertEqual((row.used, row.left), ("1:00:00", "1:00:00"))
        self.assertEqual(
            ended._get_shown_period().last, fields.Date.to_date("2025-12-31")
        )
        self.assertEqual(len(ended._get_hours_page().rows), 1)

    def test_a_contract_lists_what_was_used_and_no_texts(self):
        visit = self._create_sent(20, "closed")
        self.assertEqual(visit.record_ids.contract_id, self.contract)
        march = self._create_visit(
            date_start="2026-03-05 07:00:00", date_end="2026-03-05 09:30:00"
        )
        march.action_send()
        self._bring(march, "closed")
        self.env.flush_all()
        self._sign_in(self.can)
        page = self.url_open(f"{LIST}/{self.contract.id}").text
        self.assertIn("1:30:00", page)
        self.assertIn("0:30:00", page)
        self.assertIn(march.name, page)
        self.assertIn(f'href="/my/services/{march.id}"', page)
        # of February, which is over
        self.assertNotIn(visit.name, page)
        self.assertNotIn(SECRET, page)
        self.assertIn("exact to the second", page)

    def test_rows_add_up_to_what_is_used(self):
        # over midnight it counts on the day it began, as the hours do
        self._use("2026-03-04 23:30:00", 61)
        self._use("2026-02-28 12:30:00", 7)
        rows = self.contract._query_used_rows(None, 0)
        balance = self.contract._get_shown_balances()[self.contract.id]
        self.assertEqual(sum(row[3] for row in rows), balance.used)
        self.assertEqual(balance.used, (90 + 30 + 61) * 60)
        part = self.contract._get_hours_page(2, 1)
        self.assertEqual((len(part.rows), part.count), (2, 3))

    def test_what_the_customer_pays_for_is_not_among_what_is_used(self):
        days = ("2026-03-04 08:00:00", "2026-03-04 10:00:00", "2026-03-04 12:00:00")
        records = [self._use(day, 1) for day in days]
        paid = self._use("2026-03-04 14:00:00", 60)
        self.env.flush_all()
        for record, share in [*((one, 1 / 7) for one in records), (paid, 0)]:
            record.sudo().contract_share = share
        self.env.flush_all()
        rows = self.contract._query_used_rows(None, 0)
        balance = self.contract._get_shown_balances()[self.contract.id]
        # 3 x 60 / 7 = 25.7, to be told as 26 by three rows
        self.assertEqual(sorted(row[3] for row in rows), [8, 9, 9, 1800, 5400])
        self.assertEqual(sum(row[3] for row in rows), balance.used)

    def test_shown_times_are_rounded_by_a_rule_that_is_told(self):
        self.env.company.write(
            {"crm_service_rounding": "15", "crm_service_rounding_way": "up"}
        )
        self._use("2026-03-05 08:00:00", 7)
        self.env.flush_all()
        self._sign_in(self.ayse)
        page = self.url_open(f"{LIST}/{self.contract.id}").text
        self.assertIn("rounded up to 15", page)
        self.assertEqual(self._get_row(self.contract).used, "2:15")

    def test_the_pdf_tells_the_same(self):
        self._sign_in(self.ayse)
        file = self.url_open(f"{LIST}/{self.contract.id}/pdf")
        self.assertEqual(file.status_code, 200)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        # in tests core gives the page before it becomes a PDF
        text = file.content.decode()
        for words in ("BK-1", "2:00:00", "18:00:00", "1:30:00", "Page"):
            self.assertIn(words, text)
        self.assertNotIn(SECRET, text)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        name = "crm_service_track.crm_service_contract_hours_report"
        content, kind = report._render_qweb_pdf(name, self.contract.ids)
        self.assertEqual((content[:4], kind), (b"%PDF", "pdf"))

    def test_long_lists_have_pages_on_paper_and_on_the_site(self):
        for number in range(55):
            self._use(f"2026-03-06 {number // 4:02}:{number % 4 * 15:02}:00", 5)
        self.env.flush_all()
        self._sign_in(self.ayse)
        url = f"{LIST}/{self.contract.id}"
        first, second = self.url_open(url).text, self.url_open(f"{url}/page/2").text
        self.assertEqual(first.count("0:05:00"), 50)
        self.assertEqual(second.count("0:05:00"), 5)
        for bad in ("99", "9" * 30):
            self.assertEqual(self.url_open(f"{url}/page/{bad}").url[-len(url) :], url)
        self.service_type.name = "A long name of a service that needs two lines"
        sheet = self.contract._get_hours_sheet()
        self.assertEqual(sum(len(p["rows"]) for p in sheet["pages"]), 57)
        contract = self.contract.with_context(force_report_rendering=True)
        pages = PdfFileReader(BytesIO(contract._get_hours_pdf())).getNumPages()
        self.assertEqual(pages, len(sheet["pages"]))

    def test_an_empty_list_says_what_will_be_there(self):
        self._sign_in(self.other)
        self.assertIn("There are no service contracts", self.url_open(LIST).text)

    @mute_logger("odoo.http")
    def test_who_leaves_loses_it_at_once(self):
        self._sign_in(self.ayse)
        url = f"{LIST}/{self.contract.id}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.ayse.partner_id.parent_id = self.other_customer
        self.env.flush_all()
        for page in (url, f"{url}/pdf"):
            self.assertEqual(self.url_open(page).status_code, 404)
        self.assertNotIn("BK-1", self.url_open(LIST).text)

    def test_the_pages_cost_the_same_for_10_and_200(self):
        for number in range(10):
            self._use(f"2026-03-07 {number:02}:00:00", 5)
        self.env.flush_all()
        self._sign_in(self.ayse)
        urls = (LIST, f"{LIST}/{self.contract.id}")
        few = [self._count_queries(url) for url in urls]
        start = fields.Datetime.to_datetime("2026-03-08 00:00:00")
        for number in range(190):
            self._use(str(start + timedelta(minutes=number * 6)), 5)
        for number in range(15):
            self._create_contract(code=f"M{number}", is_limited=True)
        self.env.flush_all()
        many = [self._count_queries(url) for url in urls]
        for url, before, after in zip(urls, few, many, strict=True):
            with self.subTest(url=url, before=before, after=after):
                self.assertLessEqual(before, 20)
                self.assertLessEqual(after, before)

    def _get_row(self, contract):
        self.env.flush_all()
        rows = self.env["crm.service.contract"]._get_portal_rows(
            [("id", "=", contract.id)], "id"
        )
        return rows[0]
