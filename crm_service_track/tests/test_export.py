import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged

from .common import ServiceTrackCommon

FORMULA = '=HYPERLINK("https://evil.example","x")'


@tagged("post_install", "-at_install")
class TestExport(ServiceTrackCommon, HttpCase):
    def _export(self, groupby=()):
        fields = [
            {"name": name, "label": label, "store": True, "type": kind}
            for name, label, kind in (
                ("customer_id/name", "Customer", "char"),
                ("hours", "Duration", "float"),
            )
        ]
        params = {
            "model": "crm.service.record",
            "fields": fields,
            "ids": False,
            "domain": [("customer_id", "=", self.customer.id)],
            "groupby": list(groupby),
            "import_compat": False,
            "context": {},
        }
        response = self.url_open(
            "/web/export/xlsx",
            data={
                "data": json.dumps(params),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(response.status_code, 200)
        sheet = load_workbook(io.BytesIO(response.content)).active
        return [cell for row in sheet.iter_rows() for cell in row]

    def test_a_workbook_has_no_formulas_and_exact_times(self):
        self.customer.name = FORMULA
        self._create_record(("2026-06-10 06:00:00", 50))
        self.user_manager.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("service_manager", "service_manager")
        for groupby in ((), ("customer_id",)):
            with self.subTest(groupby=groupby):
                cells = self._export(groupby)
                self.assertFalse([cell for cell in cells if cell.data_type == "f"])
                self.assertIn(FORMULA, [cell.value for cell in cells])
                hours = [c.value for c in cells if isinstance(c.value, float)]
                self.assertTrue(hours)
                self.assertTrue(all(round(h * 3600) == 3000 for h in hours))

    def test_a_pivot_has_no_formulas(self):
        self.authenticate("service_manager", "service_manager")
        pivot = {
            "title": "Times",
            "model": "crm.service.record",
            "measure_count": 1,
            "origin_count": 1,
            "col_group_headers": [[{"title": FORMULA, "width": 1, "height": 1}]],
            "measure_headers": [{"title": "Duration", "width": 1, "is_bold": False}],
            "origin_headers": [],
            "rows": [
                {"title": FORMULA, "indent": 0, "values": [{"value": 1.5}]},
            ],
        }
        response = self.url_open(
            "/web/pivot/export_xlsx",
            data={
                "data": json.dumps(pivot),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(response.status_code, 200)
        sheet = load_workbook(io.BytesIO(response.content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertIn(f"'{FORMULA}", [cell.value for cell in cells])
