import base64
import io
from pathlib import Path

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomerCase, CustomerMixin

DATA = Path(__file__).parent / "data"
# core warns when a field of one's own is called as one of core's is
SAME_LABEL = "odoo.addons.base.models.ir_model"


class ImportMixin(CustomerMixin):
    """Files made in memory, and the steps of an import in one call."""

    def setUp(self):
        # fields made in a test leave the registry when the test is rolled back
        self.addCleanup(self.registry._setup_models__, self.cr)
        super().setUp()

    def _start(self, content, filename="customers.csv", user=None):
        """Return an import whose file was read."""
        if isinstance(content, str):
            content = content.encode()
        job = (
            self.env["crm.customer.import"]
            .with_user(user or self.user_edit)
            .create({"file": base64.b64encode(content), "filename": filename})
        )
        job.action_read()
        return job

    def _check(self, content, **kwargs):
        """Return an import that was checked."""
        job = self._start(content, **kwargs)
        job.action_check()
        return job

    def _import(self, content, **kwargs):
        """Return the customers of an import."""
        job = self._check(content, **kwargs)
        job.action_import()
        return self._get_customers(job)

    def _get_customers(self, job):
        self.env.invalidate_all()
        return self.env["res.partner"].search(Domain("crm_import_id", "=", job.id))

    def _get_errors(self, job):
        return [(e.row, e.heading, e.value, e.expected) for e in job.error_ids]


@tagged("post_install", "-at_install")
class TestImport(ImportMixin, CustomerCase):
    """Customers come in as the file has them, or not at all."""

    def test_built_in_fields(self):
        manager = self.user_edit
        customers = self._import(
            "Unvan;Kısa ad;Telefon;E-posta;Faks;VKN;Vergi dairesi;Kod;Adres;İlçe;İl;"
            "Ülke;İlişki;Sınıf;Aşama;TEMSİLCİ;Etiketler\r\n"
            "Alfa A.Ş.;Alfa;0212 555 12 34;a@alfa.example;0212 555 12 35;1234567890;"
            "Kadıköy;C-001;Moda Cd. 1;Kadıköy;34;TR;Customer;A;New;"
            f"{manager.name};\r\n"
        )
        self.assertEqual(len(customers), 1)
        self.assertEqual(
            customers.read(
                ["name", "crm_short_name", "phone", "fax", "vat", "ref", "city"],
                load=None,
            )[0],
            {
                "id": customers.id,
                "name": "Alfa A.Ş.",
                "crm_short_name": "Alfa",
                "phone": "+90 212 555 12 34",
                "fax": "+90 212 555 12 35",
                "vat": "1234567890",
                "ref": "C-001",
                "city": "Kadıköy",
            },
        )
        self.assertTrue(customers.is_crm_customer)
        self.assertTrue(customers.is_company)
        self.assertEqual(customers.crm_customer_id, customers)
        self.assertEqual(customers.state_id.country_id, self.turkey)
        self.assertEqual(customers.crm_relation_ids.name, "Customer")
        self.assertEqual(customers.user_id, manager)

    def test_person_or_company(self):
        customers = self._import(
            "Name,Type\nAyşe Işık,Kişi\nAlfa,Company\nBeta,\n".replace(",", ";")
        )
        kinds = {customer.name: customer.is_company for customer in customers}
        self.assertEqual(kinds, {"Ayşe Işık": False, "Alfa": True, "Beta": True})

    def test_number_cells(self):
        target = io.BytesIO()
        book = openpyxl.Workbook()
        book.active.append(["Name", "Phone", "Code", "Zip"])
        book.active.append(["Alfa", 2125551234.0, 42, 34000.0])
        book.save(target)
        customer = self._import(target.getvalue(), filename="a.xlsx")
        self.assertEqual(customer.phone, "+90 212 555 12 34")
        self.assertEqual(customer.ref, "42")
        self.assertEqual(customer.zip, "34000")

    def test_managers(self):
        names = f"{self.user_manage.name}; {self.user_view.login}"
        customer = self._import(f'Name;TEMSİLCİ\nAlfa;"{names}"\n')
        self.assertEqual(customer.user_id, self.user_manage)
        self.assertEqual(customer.crm_manager_ids, self.user_view)

    def test_several_relations(self):
        customers = self._import(
            'Name;İlişki\nAlfa;"Customer; Supplier"\nBeta;"Partner, Prospect"\n'
            "Gama;Competitor\nDelta;\n"
        )
        relations = {c.name: c.crm_relation_ids.mapped("name") for c in customers}
        self.assertEqual(
            relations,
            {
                "Alfa": ["Customer", "Supplier"],
                "Beta": ["Prospect", "Partner"],
                "Gama": ["Competitor"],
                "Delta": [],
            },
        )

    def test_every_bad_cell_is_told(self):
        job = self._check(
            "Name;VKN;Stage;Type\nAlfa;1234567891;new;x\n;;New;\nBeta;1234567890;New;\n"
        )
        self.assertEqual((job.new_count, job.bad_count), (1, 2))
        errors = self._get_errors(job)
        self.assertEqual(
            [error[:3] for error in errors],
            [
                (2, "Stage", "new"),
                (2, "Type", "x"),
                (2, "VKN", "1234567891"),
                (3, "Name", ""),
            ],
        )
        expected = {error[1]: error[3] for error in errors}
        self.assertIn("New", expected["Stage"])
        self.assertIn("check digit", expected["VKN"])
        self.assertFalse(self._get_customers(job))

    def test_nothing_is_half_imported(self):
        text = "Name;Stage\nAlfa;New\nBeta;Nowhere\nGama;New\n"
        job = self._check(text)
        with self.assertRaisesRegex(UserError, "1 rows have errors"):
            job.action_import()
        self.assertFalse(self._get_customers(job))
        job.only_good = True
        job.action_import()
        self.assertEqual(
            sorted(self._get_customers(job).mapped("name")), ["Alfa", "Gama"]
        )
        self.assertEqual((job.new_count, job.bad_count), (2, 1))

    def test_refused_while_writing(self):
        """What only the database finds out stops everything, and is told by row."""
        with mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "ALTER TABLE res_partner ADD CONSTRAINT test_no_beta"
                " CHECK (name <> 'Beta')"
            )
            job = self._check("Name;Code\nAlfa;1\nBeta;2\nGama;3\n")
            self.assertEqual(job.bad_count, 0)
            with self.assertRaisesRegex(UserError, "Row 3"), self.cr.savepoint():
                job.action_import()
            self.env.invalidate_all()
            self.assertFalse(self._get_customers(job))
            job.only_good = True
            job.action_import()
        self.assertEqual(
            sorted(self._get_customers(job).mapped("name")), ["Alfa", "Gama"]
        )

    def test_required_fields_of_the_card(self):
        line = self.env["crm.card.field"].search(
            [
                ("card_id.kind", "=", "company"),
                ("card_id.model", "=", "res.partner"),
                ("builtin_name", "=", "phone"),
            ]
        )
        line.is_required = True
        job = self._check(
            "Name;Phone;Type\nAlfa;;\nBeta;0212 555 12 34;\nAyşe;;Person\n"
        )
        self.assertEqual([error[:2] for error in self._get_errors(job)], [(2, "Phone")])

    def test_key(self):
        text = "Name;Code\nAlfa;A1\nBeta;B1\nBeta again;B1\nGama;\n"
        job = self._start(text)
        self.assertFalse(job.key_column_id, "not every row has a code")
        job.key_column_id = job.column_ids[1]
        job.action_check()
        errors = self._get_errors(job)
        self.assertEqual(
            [error[:3] for error in errors], [(4, "Code", "B1"), (5, "Code", "")]
        )
        self.assertIn("row 3", errors[0][3])

    def test_same_file_twice(self):
        text = "Name;Code\nAlfa; A1 \nBeta;B1\n"
        self.assertEqual(len(self._import(text)), 2)
        job = self._check(text)
        self.assertEqual((job.new_count, job.known_count), (0, 2))
        job.action_import()
        self.assertFalse(self._get_customers(job))
        archived = self.env["res.partner"].search([("ref", "=", "A1")])
        archived.active = False
        self.assertEqual(self._check(text).known_count, 2)

    def test_tax_number_as_key(self):
        self._create_customer(vat="1234567890")
        job = self._start("Name;VKN\nAlfa;123 456 78 90\n")
        job.key_column_id = job.column_ids.filtered(lambda c: c.target == "vat")
        job.action_check()
        self.assertEqual(job.known_count, 1)

    def test_mapping_is_checked(self):
        for text, targets, message in (
            ("A;B\n1x;2x\n", {}, "name"),
            ("A;B\n1x;2x\n", {"A": "name", "B": "name"}, "all go into"),
        ):
            job = self._start(text)
            for column in job.column_ids:
                column.target = targets.get(column.heading, False)
            with self.assertRaisesRegex(UserError, message):
                job.action_check()

    def test_wrong_file_loses_nothing(self):
        job = self._start("Name\nAlfa\n")
        job.file = base64.b64encode(b"%PDF-1.7 no table")
        self.assertEqual(job.state, "upload")
        with self.assertRaisesRegex(UserError, "neither an Excel workbook"):
            job.action_read()

    def test_sheets(self):
        book = openpyxl.Workbook()
        book.active.title = "Empty"
        sheet = book.create_sheet("Customers")
        sheet.append(["Name"])
        sheet.append(["Alfa"])
        target = io.BytesIO()
        book.save(target)
        job = self.env["crm.customer.import"].create(
            {"file": base64.b64encode(target.getvalue()), "filename": "a.xlsx"}
        )
        with self.assertRaisesRegex(UserError, "No headings"), self.cr.savepoint():
            job.action_read()
        job._keep_sheets(job._open_table())
        job.sheet_id = job.sheet_ids[1]
        job.action_read()
        self.assertEqual(job.row_count, 1)

    def test_done_is_done(self):
        job = self._check("Name\nAlfa\n")
        job.action_import()
        with self.assertRaises(UserError):
            job.action_import()
        with self.assertRaises(UserError):
            job.keep_trail = False

    def test_trail(self):
        for keep in (True, False):
            job = self._start("Name\nAlfa\n")
            job.keep_trail = keep
            job.action_check()
            job.action_import()
            customer = self._get_customers(job)
            self.assertEqual(bool(customer.message_ids), keep)
            self.assertFalse(customer.message_follower_ids)

    def test_shortcuts_are_not_for_clients(self):
        """A context from outside does not switch off core's defaults."""
        Partner = self.env["res.partner"].with_context(crm_import_shortcuts={"a": 1})
        self.assertEqual(Partner.default_get(["type"]), {"type": "contact"})


@tagged("post_install", "-at_install")
class TestImportFields(ImportMixin, CustomerCase):
    """Fields of one's own, made before or on the way."""

    @mute_logger(SAME_LABEL)
    def test_borsa(self):
        content = (DATA / "borsa_istanbul_companies.xlsx").read_bytes()
        job = self._start(content, filename="borsa.xlsx", user=self.user_manage)
        for column in job.column_ids.filtered(lambda c: not c.target):
            column.write({"target": "new", "new_in_search_box": True})
        types = dict(job.column_ids.mapped(lambda c: (c.heading, c.new_type)))
        self.assertEqual(types["Currency"], "choice")
        self.assertEqual(types["ISIN"], "text")
        job.key_column_id = job.column_ids.filtered(lambda c: c.heading == "ISIN")
        job.action_check()
        self.assertEqual((job.new_count, job.bad_count), (411, 0))
        job.action_import()
        self.assertEqual(job.customer_count, 411)
        again = self._check(content, filename="borsa.xlsx", user=self.user_manage)
        self.assertEqual((again.new_count, again.known_count), (0, 411))
        card = self.env.ref("crm_custom_fields.crm_card_company")
        self.assertIn("Ticker", card.line_ids.mapped("field_label"))
        Partner = self.env["res.partner"].with_user(self.user_manage)
        for text in ("AKBNK", "akbank", "TRAAKBNK91N6", "türkiye garanti"):
            self.assertEqual(Partner.search_count([("crm_search", "ilike", text)]), 1)

    def test_types(self):
        for label, kind in (
            ("Odd number", "number"),
            ("Since", "date"),
            ("Consent", "boolean"),
            ("Likes", "choices"),
        ):
            self._create_own_field(
                name=label,
                field_type=kind,
                option_ids=[
                    Command.create({"name": name}) for name in ("AKTİF", "PASİF")
                ]
                if kind == "choices"
                else [],
            )
        customer = self._import(
            "Name;Odd number;Since;Consent;Likes\n"
            "Alfa;1234.5;2026-01-31;evet;AKTİF, PASİF\n"
        )
        self.assertEqual(customer.x_odd_number, 1234.5)
        self.assertEqual(str(customer.x_since), "2026-01-31")
        self.assertTrue(customer.x_consent)
        self.assertEqual(customer.x_likes.mapped("name"), ["AKTİF", "PASİF"])
        job = self._check("Name;Likes\nAlfa;aktif\n")
        self.assertIn("AKTİF, PASİF", job.error_ids.expected)

    def test_restricted_field(self):
        """A field of other groups can neither be chosen nor be sneaked in."""
        self._create_own_field(
            name="Secret",
            field_type="text",
            group_ids=[
                Command.set(self.env.ref("crm_cubicl.crm_cubicl_group_manage").ids)
            ],
        )
        job = self._start("Name;Secret\nAlfa;x\n")
        self.assertFalse(job.column_ids[1].target)
        job.column_ids[1].sudo().target = "x_secret"
        with self.assertRaisesRegex(UserError, "Secret"):
            job.action_check()
        customer = self._import("Name;Secret\nAlfa;x\n", user=self.user_manage)
        self.assertEqual(customer.x_secret, "x")

    def test_new_fields_need_the_right(self):
        job = self._start("Name;Ticker\nAlfa;x\n")
        self.assertNotIn("new", dict(job.column_ids._selection_target()))
        job.column_ids[1].target = "new"
        with self.assertRaisesRegex(UserError, "Ticker"):
            job.action_check()

    def test_new_label_is_free(self):
        self._create_own_field(name="Ticker", field_type="text")
        job = self._start("Name;Symbol\nAlfa;x\n", user=self.user_manage)
        job.column_ids[1].write({"target": "new", "new_label": "Ticker"})
        with self.assertRaisesRegex(UserError, "already"):
            job.action_check()


@tagged("post_install", "-at_install")
class TestImportRights(ImportMixin, CustomerCase):
    """Who may not create customers cannot import any, through no door."""

    def test_levels(self):
        for user in (self.user_none, self.user_view):
            with self.assertRaises(AccessError):
                self._start("Name\nAlfa\n", user=user)
        for user in (self.user_edit, self.user_delete, self.user_manage):
            self.assertEqual(len(self._import("Name\nAlfa\n", user=user)), 1)

    def test_own_imports_only(self):
        job = self._check("Name;Stage\nAlfa;x\n")
        for records in (job, job.column_ids, job.error_ids):
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                self._as(self.user_delete, records).read(["id", "display_name"])
            self._as(self.user_manage, records).read(["display_name"])


@tagged("post_install", "-at_install")
class TestSample(ImportMixin, HttpCase):
    """The sample workbook goes out, is filled in and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_customers()

    def _get_sample(self, login, kind="company"):
        self.authenticate(login, login)
        return self.url_open(f"/crm_cubicl/import/sample/{kind}")

    def test_rights(self):
        with mute_logger("odoo.http"):
            self.assertNotEqual(self._get_sample("level_view").status_code, 200)
            self.assertEqual(self._get_sample("level_edit", "x").status_code, 404)

    def test_fill_in(self):
        response = self._get_sample("level_edit")
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        sheet = book.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        place = headings.index("Representative") + 1
        users = [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)]
        self.assertIn(self.user_view.name, users)
        marker = next(
            row
            for row in range(1, sheet.max_row + 1)
            if sheet.cell(row, 1).value == "#####"
        )
        self.assertTrue(sheet.data_validations.dataValidation)
        row = {"Name": "Alfa", "Representative": self.user_view.name, "Stage": "New"}
        for heading, value in row.items():
            sheet.cell(marker + 1, headings.index(heading) + 1, value)
        target = io.BytesIO()
        book.save(target)
        customer = self._import(target.getvalue(), filename="sample.xlsx")
        self.assertEqual(customer.name, "Alfa")
        self.assertEqual(customer.user_id, self.user_view)
        self.assertEqual(customer.crm_stage_id.name, "New")

    def test_person(self):
        response = self._get_sample("level_edit", "person")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
        self.assertEqual(sheet["B1"].value, "Person or company")
