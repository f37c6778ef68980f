import json
import re
from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .ledger_common import LedgerMixin

TODAY = "2026-06-15"


@tagged("post_install", "-at_install")
class TestLedgerFiles(LedgerMixin, HttpCase):
    """The ledger as a workbook and on paper, and who gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls._set_up_ledger()
        for number in range(1, 61):
            cls._create_entry(
                1000 + number / 100,
                f"2026-{1 + number // 12:02}-{1 + number % 12:02}",
                cls.contact if number % 2 else cls.customer,
                ref="=HYPERLINK(1)" if number == 7 else f"Sözleşme {number}",
            )
        cls._create_entry(-500, "2025-12-01")
        cls.usd = cls.env.ref("base.USD")
        cls.usd.active = True
        cls._create_entry(10, "2026-03-01", currency=cls.usd, balance=350)
        for user in (cls.user_ledger, cls.user_view, cls.user_ledger_only):
            user.password = user.login

    def _fetch(self, extension, user=None, customer=None, **options):
        user = user or self.user_ledger
        self.authenticate(user.login, user.login)
        customer = customer or self.customer
        options.setdefault("period", "custom")
        options.setdefault("date_from", "2026-01-01")
        options.setdefault("date_to", "2026-12-31")
        return self.url_open(
            f"/crm/ledger/{customer.id}.{extension}",
            data={
                "options": json.dumps(options),
                "csrf_token": http.Request.csrf_token(self),
            },
        )

    def _read_book(self, response):
        self.assertEqual(response.status_code, 200)
        return load_workbook(BytesIO(response.content))

    def _read_sheet(self, page):
        return [list(row) for row in page.iter_rows(values_only=True)]

    def test_workbook(self):
        response = self._fetch("xlsx")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        own, foreign = self._read_book(response).worksheets
        rows = self._read_sheet(own)
        text = str(rows)
        for expected in (
            "Anadolu Gıda A.Ş.",
            "Ayşe Yılmaz",
            "01/01/2026",
            "=HYPERLINK(1)",
        ):
            self.assertIn(expected, text)
        headings = next(row for row in rows if row[0] == "Date")
        opening = next(row for row in rows if row[2] == "Opening balance")
        closing = next(row for row in rows if row[2] == "Closing balance")
        balance = headings.index("Balance")
        self.assertEqual(opening[balance], -500)
        self.assertEqual(closing[balance], 60018.3 - 500)
        self.assertEqual(closing[headings.index("Debit")], 60018.3)
        entries = rows[rows.index(opening) + 1 : rows.index(closing)]
        self.assertEqual(len(entries), 60)
        ageing = rows[rows.index(closing) + 2 :]
        self.assertEqual(len(ageing), 6)
        self.assertAlmostEqual(sum(row[2] for row in ageing[1:]), closing[balance], 2)
        formulas = [c for row in own.iter_rows() for c in row if c.data_type == "f"]
        self.assertFalse(formulas)
        self.assertIn("USD", foreign.title)
        foreign_rows = self._read_sheet(foreign)
        headings = next(row for row in foreign_rows if row[0] == "Date")
        self.assertEqual(
            headings[-1], f"Balance in {self.env.company.currency_id.name}"
        )
        closing = next(row for row in foreign_rows if row[2] == "Closing balance")
        self.assertEqual((closing[8], closing[-1]), (10, 350))

    def test_workbook_without_entries(self):
        customer = self._create_customer("Yeni Müşteri")
        (page,) = self._read_book(self._fetch("xlsx", customer=customer)).worksheets
        self.assertIn("Yeni Müşteri", str(self._read_sheet(page)))

    def test_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.customer.lang = "tr_TR"
        user = self._read_book(self._fetch("xlsx")).worksheets[0]
        customer = self._read_book(self._fetch("xlsx", language="customer"))
        dates = [str(self._read_sheet(page)) for page in (user, customer.worksheets[0])]
        self.assertIn("01/01/2026", dates[0])
        self.assertIn("01.01.2026", dates[1])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_refused(self):
        for extension in ("xlsx", "pdf"):
            for user in (self.user_view,):
                response = self._fetch(extension, user)
                self.assertEqual(response.status_code, 403, user.login)
                self.assertNotIn("Ayşe", response.text)
            self.authenticate(None, None)
            response = self.url_open(f"/crm/ledger/{self.customer.id}.{extension}")
            self.assertIn("/web/login", response.url)

    @mute_logger("odoo.http")
    def test_bad_requests_are_answered(self):
        self.authenticate(self.user_ledger.login, self.user_ledger.login)
        for customer_id, options, text in (
            (self.customer.id, "{", "damaged"),
            (self.customer.id, '{"state": "x"}', "state"),
        ):
            response = self.url_open(
                f"/crm/ledger/{customer_id}.xlsx?options={options}"
            )
            self.assertIn(response.status_code, (400, 422))
            self.assertIn(text, response.text)
        response = self.url_open("/crm/ledger/999999999.xlsx")
        self.assertIn(response.status_code, (403, 404))

    def test_core_report_address_checks_too(self):
        path = f"/report/pdf/crm_cubicl.crm_customer_ledger/{self.customer.id}"
        self.authenticate(self.user_view.login, self.user_view.login)
        with mute_logger("odoo.http"):
            response = self.url_open(path)
        self.assertEqual(response.status_code, 403)

    def _get_html(self, **options):
        report = self.env["ir.actions.report"].with_user(self.user_ledger)
        html, _kind = report._render_qweb_html(
            "crm_cubicl.crm_customer_ledger_report",
            self.customer.ids,
            data={
                "ledger_options": {
                    "period": "custom",
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    **options,
                }
            },
        )
        return html.decode()

    def test_pages_say_what_they_are(self):
        html = self._get_html()
        pages = html.count('class="o_crm_ledger_page"')
        numbers = re.findall(r"Page (\d+) of (\d+)", html)
        self.assertEqual(numbers, [(str(n), str(pages)) for n in range(1, pages + 1)])
        # 60 entries, one in dollars, and all currencies
        self.assertEqual(pages, 5)
        self.assertEqual(html.count("Opening balance"), 2)
        self.assertEqual(html.count(">Closing balance"), 3)
        for text in (
            self.env.company.name,
            "Anadolu Gıda A.Ş.",
            "01/01/2026 – 12/31/2026",
            "-500.00",
            "59,518.30",
            "Over 90 days",
            "All entries",
            "All currencies",
        ):
            self.assertIn(text, html)

    def test_paper_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.customer.lang = "tr_TR"
        self.assertIn("59.518,30", self._get_html(language="customer"))
        self.assertIn("59,518.30", self._get_html(language="user"))

    def test_too_long_for_paper(self):
        with self.assertRaisesRegex(Exception, "shorter period"):
            self.customer._check_ledger_size(5001, 5000)

    def test_pdf_has_a_page_per_page(self):
        """No page runs over, so that its number is right."""
        report = self.env["ir.actions.report"].with_user(self.user_ledger)
        content, kind = report.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(
            "crm_cubicl.crm_customer_ledger_report",
            self.customer.ids,
            data={
                "ledger_options": {
                    "period": "custom",
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                }
            },
        )
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(BytesIO(content)).pages
        self.assertEqual(len(pages), 5)
        box = pages[0].mediabox
        self.assertGreater(box.width, box.height)
