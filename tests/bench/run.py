"""Measure import and export of customers beside Odoo's own, on one database.

    python tests/bench/run.py -d DATABASE [-c odoo.conf] [--addons-path DIR]
                              [--import-rows 10000] [--export-rows 100000]

The database needs ``crm_cubicl``. Everything is rolled back; use a copy all the same.
The CPU seconds of the Odoo process and of its PostgreSQL backend are what to compare:
the wall clock depends on what else the machine does.
"""

import argparse
import base64
import gc
import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryFile

sys.path.insert(0, str(Path(__file__).parent))

import xlsxwriter
from command import parse
from customers_file import CORE_FIELDS, HEADINGS, make_rows
from meter import Figures, measure, print_table

import odoo
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

# both exports: what our dialog and core's know under one name
EXPORT_FIELDS = (
    "name",
    "crm_short_name",
    "phone",
    "email",
    "ref",
    "street",
    "city",
    "zip",
    "country_id",
    # no website: core makes links of those, which takes it far longer still
    "street2",
    "vat",
    "crm_tax_office",
    "crm_relation_ids",
    "crm_stage_id",
    "user_id",
)


def main() -> int:
    """Measure and print the table."""
    options = parse_arguments()
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        env = env(user=env.ref("base.user_admin"))
        groups = [measure_imports(env, options.import_rows)]
        groups.append(measure_exports(env, options.export_rows))
        cr.rollback()
    print_table(groups)
    return 0


def parse_arguments() -> argparse.Namespace:
    """Read the command line and give Odoo its part of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--import-rows", type=int, default=10_000)
    parser.add_argument("--export-rows", type=int, default=100_000)
    return parse(parser)


def measure_imports(env, count: int) -> list[Figures]:
    """Import the same rows by core, with and without its trail, and by us."""
    # ours first: memory that core took and gave back would hide what ours takes
    ours = [
        measure_our_import(env, count, "Ours", keep_trail=True),
        measure_our_import(env, count, "Oursq", keep_trail=False),
    ]
    return [
        measure_core_import(env, count, "Core", tracked=True),
        measure_core_import(env, count, "Coreq", tracked=False),
        *ours,
    ]


def measure_core_import(env, count: int, prefix: str, tracked: bool) -> Figures:
    """Import by the wizard of ``base_import``, as its page does it."""
    content = make_workbook(count, prefix)
    context = {"default_is_crm_customer": True, "default_is_company": True}
    wizard = (
        env["base_import.import"]
        .with_context(**context)
        .create({"res_model": "res.partner", "file": content, "file_type": XLSX})
    )
    options = {
        "has_headers": True,
        "quoting": '"',
        "separator": ",",
        "encoding": "utf-8",
        "float_thousand_separator": ",",
        "float_decimal_separator": ".",
        "date_format": "",
        "datetime_format": "",
        "keep_matches": False,
        "sheet": "Bench",
        "limit": 2000,
        "skip": 0,
        "tracking_disable": not tracked,
    }
    name = "core: import" + ("" if tracked else ", no trail")
    with savepoint(env), measure(env, name, count) as figures:
        created = 0
        for start in range(0, count, options["limit"]):
            result = wizard.execute_import(
                list(CORE_FIELDS), list(HEADINGS), options | {"skip": start}
            )
            assert result["ids"], result["messages"][:3]
            created += len(result["ids"])
        env.flush_all()
        assert created == count, created
    return figures


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def measure_our_import(env, count: int, prefix: str, keep_trail: bool) -> Figures:
    """Import by ours: read, dry run over all rows, write."""
    content = make_workbook(count, prefix)
    name = "ours: read, check, import" + ("" if keep_trail else ", no trail")
    with savepoint(env), measure(env, name, count) as figures:
        job = env["crm.customer.import"].create(
            {"file": base64.b64encode(content), "filename": "bench.xlsx"}
        )
        job.keep_trail = keep_trail
        job.action_read()
        assert all(job.column_ids.mapped("target")), "a heading was not guessed"
        job.action_check()
        assert job.new_count == count, job.error_ids[:3].mapped("expected")
        job.action_import()
        env.flush_all()
        assert job.customer_count == count
    return figures


def measure_exports(env, count: int) -> list[Figures]:
    """Export the same customers by core's and by our workbook writer."""
    fill(env, count)
    # ours first: memory that core took and gave back would hide what ours takes
    ours = measure_our_export(env, count)
    return [measure_core_export(env, count), *ours]


def measure_core_export(env, count: int) -> Figures:
    """Do what ``/web/export/xlsx`` does with these fields."""
    from odoo.addons.web.controllers.export import ExcelExport  # noqa: PLC0415

    customers = env["res.partner"].search([("ref", "like", "Export")], limit=count)
    env.invalidate_all()
    names = list(EXPORT_FIELDS)
    fields = [{"name": name, "type": "char"} for name in names]
    gc.collect()
    with FakeRequest(env), measure(env, "core: export xlsx", count) as figures:
        data = customers.export_data(names)["datas"]
        content = ExcelExport().from_data(fields, names, data)
        assert len(content) > count
    return figures


class FakeRequest:
    """Core's writer asks the request for the environment."""

    def __init__(self, env) -> None:
        self.env = env

    def __enter__(self):
        odoo.http._request_stack.push(self)
        return self

    def __exit__(self, *_error):
        odoo.http._request_stack.pop()


def measure_our_export(env, count: int) -> list[Figures]:
    """Write the workbook and the CSV file of our download."""
    found = []
    for kind in ("xlsx", "csv"):
        export = env["crm.customer.export"].create(
            {
                "format": kind,
                "domain": json.dumps([("ref", "like", "Export")]),
                "column_ids": [
                    (5, 0, 0),
                    *((0, 0, {"field_name": name}) for name in EXPORT_FIELDS),
                ],
            }
        )
        env.invalidate_all()
        gc.collect()
        with (
            TemporaryFile() as target,
            measure(env, f"ours: export {kind}", count) as figures,
        ):
            export._write_to(target)
        found.append(figures)
    return found


def make_workbook(count: int, prefix: str) -> bytes:
    """Return a workbook with the rows, its texts in one table as Excel saves them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Bench")
        for number, row in enumerate([HEADINGS, *make_rows(count, prefix)]):
            for index, text in enumerate(row):
                sheet.write_string(number, index, text)
    return target.getvalue()


def fill(env, count: int) -> None:
    """Put the customers to export into the table, without the ORM."""
    relation = env["crm.customer.relation"].search([], limit=1)
    stage = env["crm.customer.stage"].search([], limit=1)
    env.cr.execute(
        """
        INSERT INTO res_partner (
            name, complete_name, crm_short_name, phone, email, ref, street, city, zip,
            country_id, street2, vat, crm_tax_office, crm_stage_id, user_id,
            is_company, is_crm_customer, active, type, company_id,
            autopost_bills
        )
        SELECT 'Şirket ' || n || ' A.Ş.', 'Şirket ' || n || ' A.Ş.', 'Şirket ' || n,
            '+90 212 555 ' || (n %% 90 + 10) || ' 12', 'bilgi' || n || '@example.com',
            'Export' || n, 'Atatürk Caddesi No: ' || n %% 400, 'İstanbul', '34000',
            %s, 'Kat ' || n %% 9, '1234567890', 'Kadıköy',
            %s, %s, TRUE, TRUE, TRUE, 'contact', NULL, 'ask'
        FROM generate_series(1, %s) AS n
        """,
        (env.ref("base.tr").id, stage.id, env.uid, count),
    )
    env.cr.execute(
        "INSERT INTO crm_customer_relation_rel (partner_id, relation_id)"
        " SELECT id, %s FROM res_partner WHERE ref LIKE 'Export%%'",
        (relation.id,),
    )
    # else the foreign keys are checked by the plan made for a nearly empty table
    env.cr.execute("ANALYZE res_partner")
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id, crm_customer_id = id"
        " WHERE ref LIKE 'Export%'"
    )
    env.invalidate_all()


def savepoint(env):
    """Return a context whose work is undone at its end."""
    return _Undone(env)


class _Undone:
    def __init__(self, env) -> None:
        self.env = env

    def __enter__(self):
        self.point = self.env.cr.savepoint(flush=False)
        self.point.__enter__()

    def __exit__(self, *error):
        self.env.invalidate_all(flush=False)
        self.env.cr.precommit.clear()
        self.point.rollback()
        self.point.__exit__(*error)


if __name__ == "__main__":
    sys.exit(main())
