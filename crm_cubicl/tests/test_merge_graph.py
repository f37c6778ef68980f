import json
import random
from collections import defaultdict

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools.merge_reference import PLAIN
from .common import CustomerCase
from .graph import Attempt, Rows

# columns in which no row can be made here: none
UNFILLED = set()
# a login is one person's, a company one's own: tests of their own
ELSEWHERE = {"res_users", "res_company"}
DERIVED = ("commercial_partner_id", "crm_customer_id", "parent_id")


@tagged("post_install", "-at_install")
class TestMergeGraph(CustomerCase):
    """Every column that can name a partner, with rows made for it at random."""

    # the content of files is large, and no merge looks at it
    IGNORED = ["write_date", "write_uid", "crm_duplicates_stale", "db_datas"]
    # the merge itself, and what is told of it
    OWN_TABLES = {"crm_merge", "crm_merge_journal", "crm_merge_move", "bus_bus"}
    # made anew by a job
    OWN_TABLES |= {"crm_duplicate_record", "crm_duplicate_key", "crm_duplicate_pair"}

    def test_graphs(self):
        filled = set()
        for seed in range(3):
            with self.subTest(seed=seed):
                filled |= self._test_graph(random.Random(seed), f"graph_{seed}")
        wanted = {
            (reference.table, reference.column) for reference in self._get_references()
        }
        self.assertEqual(wanted - filled, UNFILLED)
        # nearly all are as the ORM makes them
        self.assertGreater(len(filled), 90)

    def _test_graph(self, rng, name: str) -> set:
        rows = Rows(self.env, name)
        source, target = self._make_customers(rng)
        filled = self._fill(rows, rng, source, target)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self._dump()
        merge = self.env["crm.merge"]._merge(source, target, accept_losses=True)
        self.env.flush_all()
        self._check_each_row(merge, before, self._dump())
        merge._undo()
        self.env.flush_all()
        self._check_same(before, self._dump())
        return filled

    def _get_references(self):
        references = self.env["crm.merge.catalogue"]._get_references("res.partner")
        return [
            reference
            for reference in references
            if reference.kind in PLAIN
            and reference.table not in ELSEWHERE | self.OWN_TABLES
            and (reference.table != "res_partner" or reference.column not in DERIVED)
        ]

    def _make_customers(self, rng):
        return self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_crm_customer": True,
                    "email": f"{name.lower()}@example.com",
                    "street": "Büyükdere Caddesi" if rng.random() < 0.5 else False,
                    "child_ids": [
                        Command.create({"name": f"{name} {number}"})
                        for number in range(rng.randint(1, 3))
                    ],
                }
                for name in ("Kaynak", "Hedef")
            ]
        )

    # -- rows at random ----------------------------------------------------------

    def _fill(self, rows, rng, source, target) -> set:
        """Let rows of every table name one of the two; return the columns that do."""
        filled = set()
        for reference in self._get_references():
            for partner in rng.sample((source, target), rng.randint(1, 2)):
                values = self._get_values(reference, partner)
                if rows.make(reference.table, values, rng):
                    filled.add((reference.table, reference.column))
            if reference.kind == "key":
                # the same of both: where a unique index looks, one must go
                rows.repeat(reference.table, reference.column, source.id, target.id)
            self._rename_some(reference, rng, source, target)
        return filled

    def _get_values(self, reference, partner) -> dict:
        value = {
            "text": f"res.partner,{partner.id}",
            "digits": str(partner.id),
        }.get(reference.kind, partner.id)
        beside = (
            {reference.model_column: "res.partner"} if reference.model_column else {}
        )
        return {reference.column: value, **beside}

    def _rename_some(self, reference, rng, source, target) -> None:
        """Let some of the rows that were there before name one of the two."""
        found = self.env.execute_query(
            SQL(
                "SELECT ctid::text FROM %s ORDER BY to_jsonb(%s)::text",
                reference.sql_table,
                reference.sql_table,
            )
        )
        for (row,) in rng.sample(found, min(len(found), 3)):
            values = self._get_values(reference, rng.choice((source, target)))
            sets = SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), value)
                for name, value in values.items()
            )
            with mute_logger("odoo.sql_db"), Attempt(self.env.cr):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s WHERE ctid = %s::tid",
                        reference.sql_table,
                        sets,
                        row,
                    )
                )

    # -- the whole database ------------------------------------------------------

    def _dump(self) -> dict[str, list[str]]:
        """Return all rows of all tables, as texts in order."""
        self.env.cr.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema::regnamespace ORDER BY 1"
        )
        dump = {}
        for (table,) in self.env.cr.fetchall():
            if table in self.OWN_TABLES:
                continue
            name = SQL.identifier(table)
            query = SQL(
                "SELECT (to_jsonb(%s) - %s)::text FROM %s", name, self.IGNORED, name
            )
            dump[table] = sorted(row for (row,) in self.env.execute_query(query))
        return dump

    def _strip(self, row: dict) -> dict:
        return {key: value for key, value in row.items() if key not in self.IGNORED}

    def _check_each_row(self, merge, before, after):
        """Each row is as it was, but that the target stands where the source stood."""
        references = defaultdict(list)
        for reference in self.env["crm.merge.catalogue"]._get_references("res.partner"):
            references[reference.table].append(reference)
        gone, changed = self._read_journal(merge)
        for table, rows in before.items():
            if rows == after[table] and table not in references:
                continue
            there = {_name(row): row for row in map(json.loads, after[table])}
            for row in map(json.loads, rows):
                if (table, _name(row)) in gone:
                    self.assertNotIn(_name(row), there, (table, row))
                    continue
                wanted = self._rename(row, references[table], merge)
                found = there.get(_name(wanted))
                self.assertTrue(found, (table, row))
                other = {name for name in wanted if wanted[name] != found[name]}
                told = changed[table, row.get("id")]
                self.assertFalse(other - told, (table, wanted, found))

    def _rename(self, row, references, merge) -> dict:
        """Return a row with the target for the source."""
        renamed = dict(row)
        for reference in references:
            if reference.names_one(row, "res.partner", (merge.source_id,)):
                named = self._get_values(reference, merge.target_id)
                renamed[reference.column] = named[reference.column]
        return renamed

    def _read_journal(self, merge):
        """Return the rows that are one with another now, and what else changed."""
        gone, changed = set(), defaultdict(lambda: {"crm_merge_id"})
        for line in merge.journal_ids:
            if line.kind == "gone":
                gone |= set(self._read_gone(line, merge.source_id))
            elif line.kind == "value":
                for row in line.content:
                    changed[line.table, row["id"]].add(line.column)
            elif line.kind == "move" and line.named_model != "res.partner":
                # what named a row that is one with another now
                for row, old in _get_moved(line):
                    if isinstance(row, dict):
                        gone.add((line.table, _name({**row, line.column: old})))
                    else:
                        changed[line.table, row].add(line.column)
        return gone, changed

    def _read_gone(self, line, source_id):
        """Yield rows as they went, and as they were before they were moved."""
        for row in map(self._strip, line.content):
            for old in ({}, {line.column: source_id}):
                yield line.table, _name({**row, **old})

    def _check_same(self, before, after):
        """Undone, all is as it was, but for the entries that tell of it."""
        for table, rows in before.items():
            self.assertFalse(set(rows) - set(after[table]), table)
            if table not in ("mail_message", "mail_message_res_partner_rel"):
                self.assertEqual(rows, after[table], table)


def _get_moved(line):
    """Yield what moved, by its id or whole, with what it named before."""
    return ((row, way["old"]) for way in line.content for row in way["rows"])


def _name(row: dict):
    """Return what a row is known by: its id, or all of it."""
    return row["id"] if "id" in row else repr(sorted(row.items()))
