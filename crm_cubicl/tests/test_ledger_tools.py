from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..tools.ledger_amounts import (
    PageRoom,
    add_amounts,
    add_blocks,
    get_ageing_key,
    split_pages,
)
from ..tools.ledger_options import (
    DEFAULT_LIMIT,
    LedgerOptionError,
    get_period,
    parse_options,
)
from ..tools.ledger_workbook import Column, Sheet, write_ledger

TODAY = date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestLedgerTools(BaseCase):
    def test_periods(self):
        self.assertEqual(get_period("year", TODAY), (date(2026, 1, 1), None))
        self.assertEqual(get_period("months12", TODAY), (date(2025, 4, 1), None))
        self.assertEqual(get_period("all", TODAY), (None, None))
        self.assertEqual(
            get_period("custom", TODAY, "2026-01-05", "2026-01-05"),
            (date(2026, 1, 5), date(2026, 1, 5)),
        )
        self.assertEqual(get_period("custom", TODAY, False, ""), (None, None))
        leap = date(2024, 2, 29)
        self.assertEqual(get_period("months12", leap)[0], date(2023, 3, 1))

    def test_options_have_defaults(self):
        options = parse_options(None, TODAY)
        self.assertEqual(options.period, "year")
        self.assertEqual(options.state, "all")
        self.assertFalse(options.include_children)
        self.assertEqual(options.limit, DEFAULT_LIMIT)
        self.assertEqual(parse_options({"block": [1, 2]}, TODAY).block, (1, 2))

    def test_bad_options_are_named(self):
        for values, code in (
            ([], "options"),
            ({"period": "decade"}, "period"),
            ({"period": ["year"]}, "period"),
            ({"state": "draft"}, "state"),
            ({"language": "tr_TR"}, "language"),
            ({"period": "custom", "date_from": "31.12.2026"}, "date"),
            ({"period": "custom", "date_from": 5}, "date"),
            (
                {
                    "period": "custom",
                    "date_from": "2026-02-01",
                    "date_to": "2026-01-01",
                },
                "period",
            ),
            ({"block": [1]}, "block"),
            ({"block": ["1", 2]}, "block"),
            ({"block": [True, 2]}, "block"),
            ({"after": ["2026-01-01"]}, "after"),
            ({"after": ["gestern", 1]}, "date"),
            ({"after": ["", 1]}, "after"),
            ({"limit": 501}, "limit"),
            ({"limit": -1}, "limit"),
            ({"limit": "80"}, "limit"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(LedgerOptionError) as caught,
            ):
                parse_options(values, TODAY)
            self.assertEqual(caught.exception.code, code)

    def test_ageing_by_days(self):
        for day, key in (
            (date(2026, 4, 1), "not_due"),
            (date(2026, 3, 31), "d30"),
            (date(2026, 3, 1), "d30"),
            (date(2026, 2, 28), "d60"),
            (date(2026, 1, 30), "d60"),
            (date(2026, 1, 29), "d90"),
            (date(2025, 12, 31), "d90"),
            (date(2025, 12, 30), "older"),
            (date(1999, 1, 1), "older"),
        ):
            self.assertEqual(get_ageing_key(day, TODAY), key, day)

    def test_sums_are_exact(self):
        self.assertEqual(add_amounts([0.1] * 10, 2), 1.0)
        self.assertEqual(str(add_amounts([0.1, -0.1], 2)), "0.0")
        self.assertEqual(str(add_amounts([-0.001], 2)), "0.0")
        block = {
            "company": {
                "opening": 0.1,
                "debit": 0.2,
                "credit": 0.0,
                "residual": 0.3,
                "closing": 0.3,
                "ageing": [0.1, 0.2],
            }
        }
        total = add_blocks([block, block, block], 2)
        self.assertEqual(total.amounts["opening"], 0.3)
        self.assertEqual(total.amounts["closing"], 0.9)
        self.assertEqual(total.ageing, [0.3, 0.6])

    def test_pages(self):
        room = PageRoom(first=3, other=4, end=2)
        for count, sizes in (
            (0, [0]),
            (1, [1]),
            (2, [2, 0]),
            (3, [3, 0]),
            (4, [3, 1]),
            (5, [3, 2]),
            (6, [3, 3, 0]),
            (9, [3, 4, 2]),
        ):
            pages = list(split_pages(list(range(count)), room))
            self.assertEqual([len(page) for page in pages], sizes)
            self.assertEqual(
                [row for page in pages for row in page], list(range(count))
            )

    def _write(self, rows, name="TRY"):
        sheet = Sheet(
            name=name,
            facts=[("Customer", "=1+1"), ("Day", date(2026, 1, 2))],
            columns=[
                Column("date", "Date", "date"),
                Column("number", "Number"),
                Column("description", "Description"),
                Column("debit", "Debit", "amount"),
            ],
            opening=("Opening", {"debit": 1.5}),
            rows=rows,
            closing=("Closing", {"debit": 3.0}),
            ageing=[("Not due", 0.0)],
            ageing_title="Ageing",
        )
        target = BytesIO()
        write_ledger(target, "Ledger", [sheet, sheet])
        return load_workbook(BytesIO(target.getvalue()))

    def test_workbook_has_no_formula(self):
        texts = [
            "=1+1",
            "+905321234567",
            "@SUM(A1)",
            "-1",
            "https://example.com",
            "007",
        ]
        rows = [
            {
                "date": date(2026, 1, 2),
                "number": text,
                "description": text,
                "debit": 2.5,
            }
            for text in texts
        ]
        book = self._write(rows)
        page = book.worksheets[0]
        cells = [cell for row in page.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        values = [row[1] for row in page.iter_rows(values_only=True)]
        self.assertEqual(values[6 : 6 + len(texts)], texts)

    def test_workbook_keeps_types(self):
        row = {
            "date": date(2026, 1, 2),
            "number": "F1",
            "description": "",
            "debit": 2.5,
        }
        page = self._write([row]).worksheets[0]
        day, number, _text, debit = page[7]
        self.assertTrue(day.is_date)
        self.assertEqual(day.value.date(), date(2026, 1, 2))
        self.assertEqual(number.value, "F1")
        self.assertEqual((debit.value, debit.data_type), (2.5, "n"))

    def test_sheets_have_names_of_their_own(self):
        long = "TRY Çok Uzun Adlı Bir Şirket [Merkez/Şube] Anonim Şirketi"
        names = self._write([], long).sheetnames
        self.assertEqual(len(set(names)), 2)
        self.assertTrue(all(len(name) <= 31 for name in names))
