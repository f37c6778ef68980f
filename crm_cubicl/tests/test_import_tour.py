import csv
import io
from pathlib import Path

import openpyxl

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import CustomerMixin

DATA = Path(__file__).parent / "data"
COMPANIES = "borsa_istanbul_companies.xlsx"
BANKS = "turkish_banks.csv"


@tagged("post_install", "-at_install")
class TestImportTour(CustomerMixin, HttpCase):
    """A manager brings 411 companies in from a workbook, and gets them back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # fields made in the test leave the registry when the test is rolled back
        cls.addClassCleanup(cls.registry.reset_changes)
        cls._set_up_customers()

    def setUp(self):
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    def _offer_file(self, xmlid, filename):
        """Store a file where the tour can fetch it."""
        attachment = self.env["ir.attachment"].create(
            {"name": filename, "raw": (DATA / filename).read_bytes(), "public": True}
        )
        self.env["ir.model.data"].create(
            {
                "module": "crm_cubicl",
                "name": xmlid,
                "model": "ir.attachment",
                "res_id": attachment.id,
            }
        )

    def _read_workbook(self, content):
        rows = openpyxl.load_workbook(io.BytesIO(content)).active.values
        headings = next(rows)
        return headings, list(rows)

    def test_companies(self):
        """The whole walk: map, new fields, dry run, import, find, download."""
        self._offer_file("test_companies", COMPANIES)
        self.start_tour(
            "/odoo/action-crm_cubicl.crm_customer_action",
            "crm_customer_import_companies",
            login="level_manage",
            timeout=180,
        )
        export = self.env["crm.customer.export"].search([], limit=1)
        self.assertEqual(export.create_uid, self.user_manage)
        self.assertEqual(export.row_count, 411)

        self.authenticate("level_manage", "level_manage")
        response = self.url_open(f"/crm_cubicl/export/{export.id}")
        self.assertEqual(response.status_code, 200)
        got_headings, got = self._read_workbook(response.content)
        headings, rows = self._read_workbook((DATA / COMPANIES).read_bytes())
        names = {"Full name": "Name"}
        places = [got_headings.index(names.get(name, name)) for name in headings]
        isin = headings.index("ISIN")
        back = sorted(
            (tuple(row[place] for place in places) for row in got),
            key=lambda row: row[isin],
        )
        self.assertEqual(len(back), 411)
        self.assertEqual(back, sorted(map(tuple, rows), key=lambda row: row[isin]))

    def test_banks(self):
        """A CSV file the same way; the zeros of the codes stay."""
        self._offer_file("test_banks", BANKS)
        self.start_tour(
            "/odoo/action-crm_cubicl.crm_customer_action",
            "crm_customer_import_banks",
            login="level_manage",
            timeout=120,
        )
        self.env.invalidate_all()
        customers = self.env["res.partner"].search([("crm_import_id", "!=", False)])
        self.assertEqual(len(customers), 52)
        self.assertTrue(all(customers.mapped("is_company")))
        names = ("name", "crm_short_name", "x_bank_code", "x_bic")
        self.assertEqual(
            sorted(tuple(bank[name] or "" for name in names) for bank in customers),
            sorted(map(tuple, self._read_banks()[1:])),
        )
        self._check_download_of_banks(customers, names)

    def _read_banks(self, content=None):
        content = content or (DATA / BANKS).read_bytes()
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

    def _check_download_of_banks(self, customers, names):
        """What comes back as CSV is what went in, cell by cell."""
        export = (
            self.env["crm.customer.export"]
            .with_user(self.user_manage)
            .create(
                {
                    "format": "csv",
                    "record_ids": customers.ids,
                    "column_ids": [
                        Command.create({"sequence": place, "field_name": name})
                        for place, name in enumerate(names)
                    ],
                }
            )
        )
        self.authenticate("level_manage", "level_manage")
        export.action_download()
        response = self.url_open(f"/crm_cubicl/export/{export.id}")
        self.assertEqual(
            sorted(self._read_banks(response.content)[1:]),
            sorted(self._read_banks()[1:]),
        )
