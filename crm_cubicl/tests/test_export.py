import csv
import io
import json
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomerCase, CustomerMixin
from .test_import import ImportMixin


class ExportMixin(CustomerMixin):
    """Downloads, written into memory."""

    def _create_export(self, *names, user=None, **vals):
        if names:
            vals["column_ids"] = [
                Command.create({"field_name": name, "sequence": sequence})
                for sequence, name in enumerate(names)
            ]
        Export = self.env["crm.customer.export"].with_user(user or self.user_manage)
        return Export.create(vals)

    def _write(self, export):
        self.env.flush_all()
        self.env.invalidate_all()
        target = io.BytesIO()
        export._write_to(target)
        return target.getvalue()

    def _get_rows(self, export):
        content = self._write(export)
        if export.format == "csv":
            text = content.decode(export.encoding)
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.values]


@tagged("post_install", "-at_install")
class TestExport(ExportMixin, CustomerCase):
    """What goes out is what the user may see, and nothing in it runs."""

    def test_values(self):
        customer = self._create_customer(
            phone="0212 555 12 34",
            country_id=self.turkey.id,
            user_id=self.user_view.id,
            crm_manager_ids=[Command.set((self.user_edit | self.user_delete).ids)],
            crm_stage_id=self.env["crm.customer.stage"].search([], limit=1).id,
        )
        names = ("name", "company_type", "phone", "country_id", "user_id")
        export = self._create_export(
            *names, "crm_manager_ids", "crm_stage_id", record_ids=customer.ids
        )
        headings, row = self._get_rows(export)
        self.assertEqual(headings[0], "Name")
        self.assertEqual(headings[4], "Account manager")
        self.assertEqual(
            row,
            [
                customer.name,
                "Company",
                "+90 212 555 12 34",
                self.turkey.name,
                self.user_view.name,
                "; ".join(customer.crm_manager_ids.mapped("name")),
                customer.crm_stage_id.name,
            ],
        )

    def test_only_customers(self):
        self.env["res.partner"].create({"name": "No customer"})
        customer = self._create_customer()
        self._create_contact(customer)
        rows = self._get_rows(self._create_export("name"))
        names = [row[0] for row in rows]
        self.assertIn(customer.name, names)
        self.assertNotIn("No customer", names)
        self.assertNotIn("Ayşe Yılmaz", names)

    def test_filter_and_choice(self):
        one = self._create_customer("One", ref="X1")
        two = self._create_customer("Two", ref="X2")
        domain = json.dumps([["ref", "=like", "X%"]])
        export = self._create_export("name", domain=domain)
        self.assertEqual(export.preview_count, 2)
        self.assertEqual(self._get_rows(export)[1:], [["One"], ["Two"]])
        export = self._create_export("name", domain=domain, record_ids=two.ids)
        self.assertEqual(self._get_rows(export)[1:], [["Two"]])
        self.assertTrue(one)
        with self.assertRaises(ValidationError):
            self._create_export("name", domain="[(")

    def test_no_formula_runs(self):
        texts = ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "'=1", "'90s"]
        for text in texts:
            self._create_customer(text, ref="F")
        domain = json.dumps([["ref", "=", "F"]])
        content = self._write(self._create_export("name", domain=domain))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertEqual(sorted(cell.value for cell in cells), sorted(texts))
        rows = self._get_rows(self._create_export("name", domain=domain, format="csv"))
        self.assertEqual(
            sorted(row[0] for row in rows[1:]),
            sorted(["'=1+1", "'+cmd|x", "'-2+3", "'@SUM(A1)", "''=1", "'90s"]),
        )

    def test_hidden_field(self):
        """Not even Manage downloads what only others may see."""
        group = self.env["res.groups"].create({"name": "Secret keepers"})
        self._create_own_field(
            name="Secret", field_type="text", group_ids=[Command.set(group.ids)]
        )
        export = self._create_export()
        self.assertNotIn("x_secret", export.column_ids.mapped("field_name"))
        self.env.cr.execute(
            "UPDATE crm_customer_export_column SET field_name = 'x_secret'"
            " WHERE id = %s",
            [export.column_ids[0].id],
        )
        with self.assertRaises(AccessError):
            self._get_rows(export)
        self.user_manage.group_ids |= group
        self.assertIn("Secret", self._get_rows(export)[0])

    def test_levels(self):
        for user in (self.user_none, self.user_view, self.user_edit, self.user_delete):
            with self.assertRaises(AccessError):
                self._create_export("name", user=user)

    def test_core_export(self):
        customer = self._create_customer(phone="0212 555 12 34")
        contact = self._create_contact(customer, email="a@b.example")
        stranger = self.env["res.partner"].create({"name": "No customer"})
        allow = self.env.ref("base.group_allow_export")
        (self.user_delete | self.user_manage).write(
            {"group_ids": [Command.link(allow.id)]}
        )
        for records in (customer, contact):
            with self.assertRaises(AccessError):
                self._as(self.user_delete, records).export_data(["name"])
            self._as(self.user_manage, records).export_data(["name"])
        data = self._as(self.user_delete, stranger).export_data(["name", "phone"])
        self.assertEqual(data["datas"][0][0], "No customer")

    def test_vcard(self):
        customer = self._create_customer()
        with self.assertRaises(AccessError):
            self._as(self.user_delete, customer)._get_vcard_file()
        self.assertIn(b"VCARD", self._as(self.user_manage, customer)._get_vcard_file())

    def test_core_export_by_a_path(self):
        """A list of other records does not carry customers' details out either."""
        customer = self._create_customer(phone="0212 555 12 34")
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "TR330006100519786457841326", "partner_id": customer.id}
        )
        self.user_delete.group_ids |= self.env.ref("base.group_allow_export")
        bank = self._as(self.user_delete, bank)
        data = bank.export_data(["acc_number", "partner_id"])
        self.assertEqual(data["datas"][0][1], customer.name)
        with self.assertRaises(AccessError):
            bank.export_data(["acc_number", "partner_id/phone"])

    def test_log(self):
        customer = self._create_customer()
        export = self._create_export("name", record_ids=customer.ids)
        action = export.action_download()
        self.assertEqual(action["params"]["url"], f"/crm_cubicl/export/{export.id}")
        self.assertEqual(export.row_count, 1)
        with self.assertRaises(UserError):
            export.row_count = 0
        with self.assertRaises(UserError):
            export.unlink()

    def test_too_long_for_excel(self):
        customer = self._create_customer(street="ş" * 40_000)
        export = self._create_export("street", record_ids=customer.ids)
        with self.assertRaises(Exception) as caught:
            self._write(export)
        self.assertEqual(caught.exception.code, "cell_too_long")


@tagged("post_install", "-at_install")
class TestRoundTrip(ExportMixin, ImportMixin, CustomerCase):
    """What was downloaded can be imported again, and is the same."""

    def test_back(self):
        for label, kind in (
            ("Since", "date"),
            ("Score", "number"),
            ("Call", "datetime"),
        ):
            self._create_own_field(name=label, field_type=kind)
        texts = ["=1+1", "'=2", "+90 212 555 12 34", "\t=3", 'a;b\n"c"', "-", "  x"]
        vals = {
            "x_since": "2026-02-01",
            "x_score": 1234.567,
            "x_call": "2026-10-29 17:30:15",
            "state_id": self.env.ref("base.state_tr_34").id,
            "country_id": self.turkey.id,
        }
        for index, text in enumerate(texts):
            self._create_customer(
                f"Company {index}", street=text, ref=f"R{index}", **vals
            )
        names = ("name", "ref", "street", "state_id", "country_id", *list(vals)[:3])
        domain = json.dumps([["ref", "=like", "R%"]])
        for file_format in ("xlsx", "csv"):
            export = self._create_export(*names, domain=domain, format=file_format)
            content = self._write(export)
            originals = self.env["res.partner"].search([("ref", "=like", "R%")])
            before = sorted(originals.read(names, load=None), key=lambda r: r["ref"])
            # out of the way, as the codes are the key
            originals.is_crm_customer = False
            originals.ref = False
            customers = self._import(
                content, filename=f"a.{file_format}", user=self.user_manage
            )
            after = sorted(customers.read(names, load=None), key=lambda r: r["ref"])
            for old, new in zip(before, after, strict=True):
                self.assertEqual({**old, "id": 0}, {**new, "id": 0}, file_format)


@tagged("post_install", "-at_install")
class TestExportRoute(ExportMixin, HttpCase):
    """The route gives a download to who started it, while it is new."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def test_route(self):
        customer = self._create_customer()
        export = self._create_export("name", record_ids=customer.ids, format="csv")
        url = f"/crm_cubicl/export/{export.id}"
        self.authenticate("level_manage", "level_manage")
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(url).status_code, 200)
            export.action_download()
            response = self.url_open(url)
            self.assertEqual(response.status_code, 200)
            self.assertIn("attachment", response.headers["Content-Disposition"])
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            text = response.content.decode("utf-8-sig")
            self.assertEqual(text, f"Name\r\n{customer.name}\r\n")
            late = fields.Datetime.now() - timedelta(hours=1)
            export.sudo().downloaded_at = late
            self.assertNotEqual(self.url_open(url).status_code, 200)

    def test_others(self):
        export = self._create_export("name")
        export.action_download()
        url = f"/crm_cubicl/export/{export.id}"
        other = self.env.ref("base.user_admin")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for user in (self.user_view, self.user_delete):
                self.authenticate(user.login, user.login)
                self.assertNotEqual(self.url_open(url).status_code, 200)
            self.authenticate(other.login, other.login)
            self.assertNotEqual(self.url_open(url).status_code, 200)
            self.authenticate(None, None)
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
