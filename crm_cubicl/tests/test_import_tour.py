import io
from pathlib import Path

import openpyxl

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomerMixin

DATA = Path(__file__).parent / "data"
COMPANIES = "borsa_istanbul_companies.xlsx"
BANKS = "turkish_banks.csv"
# core warns when a field of one's own is called as one of core's is ("Currency")
SAME_LABEL = "odoo.addons.base.models.ir_model"


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

    @mute_logger(SAME_LABEL)
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
        ziraat = customers.filtered(lambda bank: bank.x_bank_code == "00010")
        self.assertEqual(ziraat.x_bic, "TCZBTR2A")
        self.assertTrue(all(customers.mapped("is_company")))
