"""Rows of a file that may be records which are in, or each other: set against set.

The rows go into temporary tables that look like the product's and are compared by the
same statements; nothing of them touches the product's tables. They have negative
numbers, so that one set of pairs holds both.
"""

from collections.abc import Iterable

from odoo.tools import SQL

from . import duplicate_keys, duplicate_tables
from .duplicate_engine import DuplicateEngine
from .duplicate_own import own_of
from .duplicate_pairs import create_pairs_of_rows
from .duplicate_weights import Weights

ROW = SQL.identifier("pg_temp", "crm_duplicate_row")
ROW_KEY = SQL.identifier("pg_temp", "crm_duplicate_row_key")
ROW_FREQUENCY = SQL.identifier("pg_temp", "crm_duplicate_row_frequency")
FREQUENCY = SQL.identifier("pg_temp", "crm_duplicate_both_frequency")
MET = SQL.identifier("pg_temp", "crm_duplicate_row_met")
PAIRS = SQL.identifier("pg_temp", "crm_duplicate_row_pair")
# the likeliest of each row; nobody looks at more
MOST_OF_ROW = 5


class FileEngine(DuplicateEngine):
    """Rows of a file beside the records that are in, whose tables have the prefix."""

    def __init__(self, cr, prefix: str):
        super().__init__(cr, prefix)
        self.known = self.tables
        # how often words and values occur: in the file and among what is in
        self.tables = self.known._replace(
            record=ROW, key=ROW_KEY, frequency=FREQUENCY, met=MET, found=PAIRS
        )

    def find_rows(
        self,
        rows: Iterable[tuple],
        cut: float,
        weights: Weights,
        changed: Iterable[tuple] = (),
    ) -> list[dict]:
        """Return whom rows may be: pairs with levels and bits, the likeliest first.

        :param rows: (number, *normalise(record)), each number above 0
        :param changed: records that are in, as they are now: (number, …) likewise
        :return: `id1` is the row's number below 0, `id2` a record, or below 0 too an
            earlier row
        """
        self._create_tables()
        self.put((-number, *columns) for number, *columns in rows)
        self.put(changed)
        counted = self.tables._replace(frequency=ROW_FREQUENCY)
        self.cr.execute(duplicate_tables.refresh_frequencies(counted))
        self.cr.execute(duplicate_tables.weigh_words(self.tables))
        self.cr.execute(duplicate_keys.fill_keys(self.tables, SQL("TRUE")))
        self.cr.execute(SQL("ANALYZE %s", self.tables.key))
        own = own_of(weights)
        self.cr.execute(
            create_pairs_of_rows(self.tables, self.known, (MET, PAIRS), own)
        )
        scored = self.score(PAIRS, weights)
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
                DROP TABLE IF EXISTS %(row)s, %(key)s, %(count)s, %(met)s, %(pairs)s
                     CASCADE;
                CREATE TEMP TABLE %(row)s (
                    LIKE %(known)s INCLUDING DEFAULTS INCLUDING INDEXES
                ) ON COMMIT DROP;
                CREATE TEMP TABLE %(key)s (LIKE %(known_key)s) ON COMMIT DROP;
                CREATE TEMP TABLE %(count)s (
                    LIKE %(known_count)s INCLUDING INDEXES
                ) ON COMMIT DROP;
                CREATE TEMP VIEW %(both)s AS
                SELECT kind, value, sum(count)::integer AS count
                  FROM (SELECT * FROM %(known_count)s
                        UNION ALL SELECT * FROM %(count)s) f
                 GROUP BY kind, value""",
                row=ROW,
                key=ROW_KEY,
                count=ROW_FREQUENCY,
                both=FREQUENCY,
                known_count=self.known.frequency,
                met=MET,
                pairs=PAIRS,
                known=self.known.record,
                known_key=self.known.key,
            )
        )
