import io
import random
import zipfile
from datetime import date, datetime, timezone

import openpyxl

from odoo.tests import BaseCase, tagged

from ..tools.import_convert import (
    CellError,
    Locale,
    to_boolean,
    to_date,
    to_datetime,
    to_number,
    to_text,
)
from ..tools.import_headings import guess_targets, looks_like_key
from ..tools.import_lookup import Names
from ..tools.tabular import Limits, TabularError
from ..tools.tabular_csv import CsvWriter, Dialect, detect, escape, unescape
from ..tools.tabular_layout import look_at, split_sheet
from ..tools.tabular_open import open_table
from ..tools.tabular_stage import RowStage, read_stage
from ..tools.tabular_xlsx_writer import XlsxColumn, XlsxWriter

SEEDS = 200
CHARS = "=+-@\t\r\n'\"; ,|09(). axşİ€\x01_x0041_\u2028&<>"
ENGLISH = Locale(".", "%m/%d/%Y", timezone.utc)
TURKISH = Locale(",", "%d.%m.%Y", timezone.utc)


def make_strings(seed):
    numbers = random.Random(seed)
    texts = (
        "".join(numbers.choice(CHARS) for _ in range(numbers.randint(1, 8)))
        for _ in range(50)
    )
    return [text for text in texts if text.strip()]


def write_csv(rows, dialect):
    target = io.BytesIO()
    writer = CsvWriter(target, dialect)
    for row in rows:
        writer.write_row(row)
    writer.close()
    return target.getvalue()


def write_xlsx(columns, rows):
    target = io.BytesIO()
    writer = XlsxWriter(target, columns, "Sheet")
    for row in rows:
        writer.write_row(row)
    writer.close()
    return target.getvalue()


def read(content, dialect=None, limits=None):
    table = open_table(content, dialect, limits)
    return [cells for _number, cells in table.rows("")]


def make_workbook(edit):
    book = openpyxl.Workbook()
    edit(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rewrite(content, change):
    """Return an archive with the parts that ``change`` makes of the old ones."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist()}
        change(parts)
        for name, part in parts.items():
            new.writestr(name, part)
    return target.getvalue()


@tagged("post_install", "-at_install")
class TestTabular(BaseCase):
    """Readers and writers give back exactly what they were given."""

    def test_escape_is_undone(self):
        for seed in range(SEEDS):
            for text in make_strings(seed):
                self.assertEqual(unescape(escape(text)), text)

    def test_csv_back(self):
        for seed in range(SEEDS):
            texts = make_strings(seed)
            for dialect in (
                Dialect(),
                Dialect("utf-16", "\t"),
                Dialect("utf-8", "|", "'"),
                Dialect("utf-8", ","),
            ):
                content = write_csv([["a", text, "z"] for text in texts], dialect)
                got = [cells[1] for cells in read(content, dialect)]
                self.assertEqual(got, texts, (seed, dialect))

    def test_xlsx_back(self):
        columns = [XlsxColumn(name) for name in "abc"]
        for seed in range(SEEDS // 8):
            texts = make_strings(seed)
            content = write_xlsx(columns, [["a", text, "z"] for text in texts])
            got = [cells[1] for cells in read(content)[1:]]
            self.assertEqual(got, texts, seed)

    def test_no_formula_leaves(self):
        dangerous = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]
        content = write_xlsx([XlsxColumn("a")], [[text] for text in dangerous])
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        for row, text in enumerate(dangerous, 2):
            cell = sheet.cell(row, 1)
            self.assertEqual(cell.data_type, "s", text)
        lines = write_csv([["x", text] for text in dangerous], Dialect("utf-8"))
        self.assertEqual(lines.count(b"'"), len(dangerous) + 2)

    def test_phones_and_numbers_are_not_escaped(self):
        for text in (
            "+90 212 555 12 34",
            "+90 212 555 12 34 ext. 5",
            "-1500.25",
            "+1 (555) 010-9999",
        ):
            self.assertEqual(escape(text), text)

    def test_types_back(self):
        columns = [
            XlsxColumn("n", "number"),
            XlsxColumn("d", "date"),
            XlsxColumn("t", "datetime"),
        ]
        moment = datetime(2026, 10, 29, 17, 30, 15)
        row = [0, date(2026, 2, 28), moment]
        content = write_xlsx(columns, [row, [1.5, date(1850, 1, 1), None]])
        _headings, first, second = read(content)
        self.assertEqual(first, [0, datetime(2026, 2, 28), moment])
        self.assertEqual(second, [1.5, "1850-01-01"])

    def test_stage_back(self):
        rows = [(2, ["a\n=", 0, 1.5, None, True]), (7, [date(2026, 1, 2)])]
        rows.append((9, [datetime(2026, 1, 2, 3, 4, 5), "ş" * 70_000]))
        stage = RowStage()
        self.assertEqual(list(stage.record(rows)), rows)
        self.assertEqual(list(read_stage(stage.getvalue())), rows)


@tagged("post_install", "-at_install")
class TestDetection(BaseCase):
    """How a CSV file is written is found out."""

    def test_encodings(self):
        text = "Ad;Şehir\r\nİşbank;Muğla\r\n"
        for encoding, found in (
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("cp1254", "cp1254"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ):
            content = text.encode(encoding)
            self.assertEqual(detect(content).encoding, found)
            self.assertEqual(
                read(content), [["Ad", "Şehir"], ["İşbank", "Muğla"]], encoding
            )

    def test_separators(self):
        for separator in ";,\t|":
            content = f"a{separator}b, c\nd e{separator}f\n".encode()
            if separator == ",":
                content = b'a,"b; c"\nd,f\n'
            self.assertEqual(detect(content).separator, separator)

    def test_single_quotes(self):
        content = b"'a';'b'\n'1;2';'x''y'\n"
        self.assertEqual(detect(content).quote, "'")
        self.assertEqual(read(content)[1], ["1;2", "x'y"])


@tagged("post_install", "-at_install")
class TestWrongFiles(BaseCase):
    """Each wrong file ends with its own error, and soon."""

    def _assert_error(self, code, content, limits=None, header_row=0):
        with self.assertRaises(TabularError) as caught:
            table = open_table(content, limits=limits)
            look_at(split_sheet(table.rows(table.sheets[0]), header_row))
        self.assertEqual(caught.exception.code, code)

    def test_no_workbook(self):
        good = make_workbook(lambda sheet: sheet.append(["a"]))
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("a.txt", "b")
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        encrypted = ole + "EncryptedPackage".encode("utf-16-le")
        for code, content in (
            ("empty_file", b" \n"),
            ("not_workbook", b"%PDF-1.4"),
            ("not_workbook", b"<html><table></table></html>"),
            ("not_workbook", bytes(range(1, 32)) * 80),
            ("encoding", b"caf\x81\xe9;x\n"),
            ("not_workbook", good[: len(good) // 2]),
            ("not_workbook", archive.getvalue()),
            ("old_workbook", ole),
            ("encrypted", encrypted),
        ):
            self._assert_error(code, content)

    def test_macros(self):
        good = make_workbook(lambda sheet: sheet.append(["a"]))
        bad = rewrite(good, lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))
        self._assert_error("macros", bad)

    def test_entities(self):
        good = make_workbook(lambda sheet: sheet.append(["a"]))

        def add_entity(parts):
            name = "xl/worksheets/sheet1.xml"
            parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name]

        self._assert_error("not_workbook", rewrite(good, add_entity))

    def test_bomb(self):
        good = make_workbook(lambda sheet: sheet.append(["a"]))
        bad = rewrite(
            good, lambda parts: parts.update({"xl/media/a.png": b"\0" * 30_000_000})
        )
        self._assert_error("bomb", bad)

    def test_ten_million_cells(self):
        good = make_workbook(lambda sheet: sheet.append(["a"]))
        row = b"<row>" + b"<c><v>7</v></c>" * 100 + b"</row>"

        def fill(parts):
            name = "xl/worksheets/sheet1.xml"
            start, end = parts[name].split(b"<row ", 1)
            end = end.split(b"</row>", 1)[1]
            parts[name] = start + row * 100_000 + end

        content = rewrite(good, fill)
        self._assert_error("bomb", content)
        patient = Limits(ratio=10**6)
        self._assert_error("too_many_cells", content, patient)

    def test_far_corner(self):
        def fill(sheet):
            sheet["A1"] = "a"
            sheet["XFD1048576"] = "b"

        self._assert_error("too_many_rows", make_workbook(fill))
        wide = make_workbook(lambda sheet: sheet.append(["a"] * 300))
        self._assert_error("too_many_columns", wide)

    def test_too_much(self):
        limits = Limits(rows=3, columns=3, cells=7, file_bytes=10_000)
        self._assert_error("too_many_rows", b"a\n1\n2\n3\n", limits)
        self._assert_error("too_many_columns", b"a;b;c;d\n", limits)
        self._assert_error("too_many_cells", b"a;b;c\n1;2;3\n4;5;6\n", limits)
        self._assert_error("file_too_big", b"a;b\n" * 5000, limits)

    def test_headings(self):
        for code, content in (
            ("no_header", b"12;34\n56;78\n"),
            ("no_header", b"info@example.com;x\na;b\n"),
            ("no_heading", b"a;;c\n1;2;3\n"),
            ("no_heading", b"a;b\n1;2;3\n"),
            ("same_headings", b"Name; name \nx;y\n"),
            ("no_rows", b"a;b\n"),
            ("broken_row", b'a;b\n1;"2\n'),
        ):
            self._assert_error(code, content)

    def test_formulas(self):
        def fill(sheet):
            sheet.append(["a", "b"])
            sheet.append([1, "=A2*2"])

        self._assert_error("formula", make_workbook(fill))


@tagged("post_install", "-at_install")
class TestColumns(BaseCase):
    """Headings, types and values are understood as a person would."""

    def _look(self, text):
        rows = open_table(text.encode()).rows("")
        looks, _count = look_at(split_sheet(rows))
        return {look.heading: look for look in looks}

    def test_types(self):
        looks = self._look(
            "code;len;price;day;cur;mail;mixed\n"
            "00010;1;1,5;31.12.2026;TRY;a@b.co;1\n"
            "00012;22;2;01.01.2027;TRY;c@d.co;x\n"
            "00015;333;3;02.01.2027;USD;e@f.co;1,5\n"
            "00018;4;4;03.01.2027;TRY;g@h.co;y\n"
            "00021;5;4;03.01.2027;TRY;i@j.co;z\n"
            "00024;6;4;03.01.2027;TRY;k@l.co;w\n"
        )
        types = {heading: look.field_type for heading, look in looks.items()}
        self.assertEqual(
            types,
            {
                "code": "text",
                "len": "integer",
                "price": "number",
                "day": "date",
                "cur": "choice",
                "mail": "email",
                "mixed": "text",
            },
        )
        self.assertEqual(looks["code"].samples, ["00010", "00012", "00015"])

    def test_marker(self):
        rows = open_table(
            b"Name;Status\nhint;choose\n;AKTIF\n#####;#####\nAlfa;AKTIF\n"
        ).rows("")
        self.assertEqual(list(split_sheet(rows).rows), [(5, ["Alfa", "AKTIF"])])

    def test_headings_of_both_languages(self):
        labels = dict.fromkeys(("name", "crm_short_name", "vat", "user_id"), "…")
        labels["x_ticker"] = "Borsa Kodu"
        for headings in (
            ["FULL NAME", "Short name", "Tax number", "Representative"],
            ["ÜNVAN", "kısa ad", "VERGİ NO", "TEMSİLCİ"],
        ):
            self.assertEqual(
                guess_targets([*headings, "borsa kodu", "?"], labels),
                ["name", "crm_short_name", "vat", "user_id", "x_ticker", ""],
            )
        self.assertEqual(guess_targets(["Name", "Unvan"], labels), ["name", ""])
        self.assertTrue(looks_like_key("Bank code"))
        self.assertFalse(looks_like_key("City"))

    def test_numbers(self):
        for text, english, turkish in (
            ("1,234.56", 1234.56, 1234.56),
            ("1.234,56", 1234.56, 1234.56),
            ("1,5", 1.5, 1.5),
            ("1,234", 1234, 1.234),
            ("1.234", 1.234, 1234),
            ("-12", -12, -12),
            ("1 234,5", 1234.5, 1234.5),
        ):
            self.assertEqual(to_number(text, ENGLISH), english, text)
            self.assertEqual(to_number(text, TURKISH), turkish, text)
        for bad in ("abc", "1_000", "nan", "inf", "1e999", True, date(2026, 1, 1)):
            with self.assertRaises(CellError):
                to_number(bad, ENGLISH)

    def test_dates(self):
        self.assertEqual(to_date("01/02/2026", ENGLISH), date(2026, 1, 2))
        self.assertEqual(to_date("01.02.2026", TURKISH), date(2026, 2, 1))
        self.assertEqual(to_date("2026-02-01", ENGLISH), date(2026, 2, 1))
        self.assertEqual(
            to_datetime("31.12.2026 17:30", TURKISH), datetime(2026, 12, 31, 17, 30)
        )
        for bad in ("31.02.2026", "x", 5, datetime(2026, 1, 1, 5)):
            with self.assertRaises(CellError):
                to_date(bad, TURKISH)

    def test_text_and_boolean(self):
        self.assertEqual(to_text(2125551234.0), "2125551234")
        self.assertEqual(to_text("00010"), "00010")
        self.assertIs(to_boolean("EVET"), True)
        self.assertIs(to_boolean("Hayır"), False)
        with self.assertRaises(CellError):
            to_boolean("maybe")

    def test_names(self):
        names = Names([("AKTİF", 1), ("PASİF", 2), ("Ali", 3), ("Ali", 4), ("a, b", 5)])
        self.assertEqual(names.find_one(" AKTİF"), 1)
        self.assertEqual(names.find_many("PASİF; AKTİF"), [2, 1])
        self.assertEqual(names.find_many("a, b"), [5])
        for bad, code in (("aktif", "option"), ("Ali", "ambiguous")):
            with self.assertRaises(CellError) as caught:
                names.find_one(bad)
            self.assertEqual(caught.exception.code, code)
