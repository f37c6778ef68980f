"""Rows of a file that may be records which are in, or each other: set against set.

The rows go into temporary tables that look like the product's and are compared by the
same statements; nothing of them touches the product's tables. They have negative
numbers, so that one set of pairs holds both.
"""

from collections.abc import Iterable

from odoo.tools import SQL

from . import duplicate_keys, duplicate_tables
from .duplicate_engine import PAIRS, DuplicateEngine
from .duplicate_levels import compare
from .duplicate_pairs import create_pairs_of_rows
from .duplicate_weights import Weights, weigh

ROW = SQL.identifier("pg_temp", "crm_duplicate_row")
ROW_KEY = SQL.identifier("pg_temp", "crm_duplicate_row_key")
MET = SQL.identifier("pg_temp", "crm_duplicate_met")
# the likeliest of each row; nobody looks at more
MOST_OF_ROW = 5


class FileEngine(DuplicateEngine):
    """Rows of a file beside the records that are in, whose tables have the prefix."""

    def __init__(self, cr, prefix: str):
        super().__init__(cr, prefix)
        self.known = self.tables
        # how often words and values occur is known of the records that are in
        self.tables = self.known._replace(record=ROW, key=ROW_KEY)

    def find_rows(
        self, rows: Iterable[tuple], cut: float, weights: Weights
    ) -> list[dict]:
        """Return whom rows may be: pairs with levels and bits, the likeliest first.

        :param rows: (number, *normalise(record)), each number above 0
        :return: `id1` is the row's number below 0, `id2` a record, or below 0 too an
            earlier row
        """
        self._create_tables()
        self.put((-number, *columns) for number, *columns in rows)
        self.cr.execute(duplicate_tables.weigh_words(self.tables))
        self.cr.execute(duplicate_keys.fill_keys(self.tables))
        self.cr.execute(SQL("ANALYZE %s", self.tables.key))
        self.cr.execute(create_pairs_of_rows(self.tables, self.known, MET, PAIRS))
        scored = weigh(compare(self.tables, PAIRS), weights)
        self.cr.execute(
            SQL(
                """
                SELECT * FROM (
                    SELECT *, row_number() OVER (
                           PARTITION BY id1 ORDER BY bits DESC, id2 DESC) AS place
                      FROM (%s) s WHERE bits >= %s) t
                 WHERE place <= %s
                 ORDER BY id1 DESC, place""",
                scored,
                cut,
                MOST_OF_ROW,
            )
        )
        return self.cr.dictfetchall()

    def _create_tables(self) -> None:
        # large sets: sort in memory, compile nothing
        self.cr.execute(SQL("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"))
        self.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS %(row)s, %(key)s, %(met)s, %(pairs)s;
                CREATE TEMP TABLE %(row)s (
                    LIKE %(known)s INCLUDING DEFAULTS INCLUDING INDEXES
                ) ON COMMIT DROP;
                CREATE TEMP TABLE %(key)s (LIKE %(known_key)s) ON COMMIT DROP""",
                row=ROW,
                key=ROW_KEY,
                met=MET,
                pairs=PAIRS,
                known=self.known.record,
                known_key=self.known.key,
            )
        )
