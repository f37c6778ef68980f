"""Find duplicates: the statements of `duplicate_…` in their order, on a cursor.

The product's tables and those of a file of records are worked by the same functions;
only the beginning of the names of the tables differs.
"""

import hashlib
import json
from collections.abc import Iterable

from odoo.tools import SQL

from . import duplicate_keys, duplicate_patterns, duplicate_tables
from .duplicate_cut import USUAL_CUT, estimate_cut
from .duplicate_em import estimate
from .duplicate_levels import compare
from .duplicate_own import own_of
from .duplicate_pairs import create_pairs, pairs_of
from .duplicate_patterns import PatternStore
from .duplicate_record import COLUMNS
from .duplicate_weights import SHIPPED, Weights, weigh

# in pg_temp by name, so that no table of that name is ever taken for them
PAIRS = SQL.identifier("pg_temp", "crm_duplicate_pair")
FOUND = SQL.identifier("pg_temp", "crm_duplicate_found")
BATCH = 1000
# pairs far below every cut are not kept
LEAST_BITS = -12


class DuplicateEngine(PatternStore):
    """Records in tables whose names begin alike, and their duplicates."""

    def __init__(self, cr, prefix: str):
        self.cr = cr
        self.prefix = prefix
        self.tables = duplicate_tables.tables_of(prefix)

    def set_up(self, owner: str = "") -> bool:
        """Make the tables where they are missing; rows go with those of the owner.

        Tables of an older version are made anew, empty, and True is returned.
        """
        reference = SQL.identifier(owner) if owner else None
        self.cr.execute(duplicate_tables.create_extensions())
        is_older = self._is_of_older_version()
        if is_older:
            self.drop()
        self.cr.execute(duplicate_tables.create_tables(self.tables, reference))
        self.cr.execute(duplicate_patterns.create_patterns(self.tables.pattern))
        self.cr.execute(duplicate_tables.create_indexes(self.tables, self.prefix))
        return is_older

    def _is_of_older_version(self) -> bool:
        expected = {
            "record": duplicate_tables.expected_columns(),
            "pattern": duplicate_patterns.expected_pattern_columns(),
        }
        self.cr.execute(
            SQL(
                "SELECT %s, %s",
                *(duplicate_tables.columns_of(self.prefix, name) for name in expected),
            )
        )
        found = self.cr.fetchone()
        return any(found) and list(found) != list(expected.values())

    def drop(self) -> None:
        """Let go of the tables."""
        self.cr.execute(duplicate_tables.drop_tables(self.tables))

    def put(self, rows: Iterable[tuple]) -> None:
        """Write records: (id, *normalise(record)); those that are there are replaced.

        `index` has to follow.
        """
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        update = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in COLUMNS
        )
        statement = SQL(
            "INSERT INTO %s (record_id, %s) VALUES %%s"
            " ON CONFLICT (record_id) DO UPDATE SET %s",
            self.tables.record,
            columns,
            update,
        )
        # what is left of %%s is where the rows go
        query = statement.code.replace("%%s", "%s")
        self.cr.execute_values(query, rows, page_size=BATCH)

    def index(self, ids: list[int] | None = None) -> None:
        """Bring words and keys up to date: of all, with frequencies, or of some."""
        if ids is not None:
            only = SQL("record_id = ANY(%s)", ids)
            self.cr.execute(duplicate_tables.weigh_words(self.tables, only))
            self.cr.execute(duplicate_keys.fill_keys(self.tables, only))
            return
        # compiling costs more than it gains, here and in `find_all`
        self.cr.execute("SET LOCAL jit = off")
        self.cr.execute(duplicate_tables.refresh_frequencies(self.tables))
        self.cr.execute(duplicate_tables.weigh_words(self.tables))
        self.cr.execute(duplicate_tables.drop_indexes(self.prefix))
        self.cr.execute(duplicate_keys.fill_keys(self.tables))
        self.cr.execute(duplicate_tables.create_indexes(self.tables, self.prefix))
        self.cr.execute(SQL("ANALYZE %s, %s", self.tables.record, self.tables.key))

    def forget(self, ids: list[int] | None) -> None:
        """Take records out, all of them without ids."""
        if ids is None:
            # no TRUNCATE: records may have been put in this transaction
            self.cr.execute(SQL("DELETE FROM %s", self.tables.record))
            return
        for table in (self.tables.record, self.tables.key):
            self.cr.execute(SQL("DELETE FROM %s WHERE record_id = ANY(%s)", table, ids))

    def find_all(
        self, weights: Weights | None = None, with_patterns: bool = False
    ) -> float:
        """Score all pairs that a key finds, in the table FOUND; return the cut.

        FOUND has id1 < id2 and bits; a pair is proposed from `bits >= cut` on. With
        patterns, how many pairs agree alike is kept: other weights can be tried.
        """
        weights = weights or SHIPPED
        # large sets: sort in memory, compile nothing
        self.cr.execute(SQL("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"))
        self.cr.execute(SQL("DROP TABLE IF EXISTS %s, %s", PAIRS, FOUND))
        self.cr.execute(create_pairs(self.tables, PAIRS, own_of(weights)))
        scored = self.score(PAIRS, weights)
        if with_patterns:
            self._keep_with_patterns(scored, weights)
        else:
            self.cr.execute(
                SQL("CREATE TEMP TABLE %s ON COMMIT DROP AS %s", FOUND, _kept(scored))
            )
        return self._estimate_cut()

    def score(self, pairs: SQL, weights: Weights) -> SQL:
        """Return the query of pairs (id1, id2) with levels and bits."""
        return weigh(compare(self.tables, pairs, own_of(weights)), weights)

    def _keep_with_patterns(self, scored: SQL, weights: Weights) -> None:
        """Fill FOUND and count patterns: each pair is compared once."""
        self.clear_patterns()
        self.cr.execute(
            SQL(
                "CREATE TEMP TABLE %(found)s (id1 integer, id2 integer, bits real)"
                " ON COMMIT DROP;"
                " WITH scored AS (%(scored)s), counted AS (%(patterns)s)"
                " INSERT INTO %(found)s %(kept)s",
                found=FOUND,
                scored=scored,
                patterns=duplicate_patterns.insert_patterns(
                    self.tables, SQL("scored"), weights
                ),
                kept=_kept(SQL("TABLE scored")),
            )
        )
        self.finish_patterns()

    def estimate_weights(self, cut: float, weights: Weights | None = None) -> Weights:
        """Return weights that fit the pairs whose patterns are kept.

        Offer them where the preview of what they would propose is convincing: on
        labelled sets they gain where persons are many and lose where branches are.
        """
        weights = weights or SHIPPED
        return estimate(self.read_patterns(weights), weights, cut)

    def find_of(
        self, record_id: int, cut: float = USUAL_CUT, weights: Weights | None = None
    ) -> list[dict]:
        """Return the duplicates of one record, the likeliest first, with their levels.

        The record has to be put and indexed first. The statement is planned once per
        connection, as planning takes longer than the search.
        """
        name = self._prepare_find_of(weights or SHIPPED)
        self.cr.execute(
            SQL(
                "SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE %s (%s, %s)",
                name,
                record_id,
                cut,
            )
        )
        return self.cr.dictfetchall()

    def find_like(
        self, row: tuple, cut: float = USUAL_CUT, weights: Weights | None = None
    ) -> list[dict]:
        """Return the duplicates of a record that is not in: what `normalise` returns.

        It is put in under a number of this connection's own and taken back again.
        """
        probe = -self.cr.connection.info.backend_pid
        with self.cr.savepoint(flush=False) as savepoint:
            self.put([(probe, *row)])
            self.index([probe])
            found = self.find_of(probe, cut, weights)
            savepoint.rollback()
        return found

    def _prepare_find_of(self, weights: Weights) -> SQL:
        """Have the statement prepared in this connection; return its name."""
        known = f"{self.prefix} {json.dumps(weights)}"
        name = f"crm_duplicate_{hashlib.sha256(known.encode()).hexdigest()[:16]}"
        self.cr.execute(
            SQL("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", name)
        )
        if not self.cr.fetchone()[0]:
            pairs = pairs_of(self.tables, SQL("$1"), own_of(weights))
            scored = self.score(SQL("(%s)", pairs), weights)
            self.cr.execute(
                SQL(
                    "PREPARE %s (integer, float8) AS SELECT * FROM (%s) s"
                    " WHERE bits >= $2 ORDER BY bits DESC",
                    SQL.identifier(name),
                    scored,
                )
            )
        return SQL.identifier(name)

    def explain(
        self, pairs: list[tuple[int, int]], weights: Weights | None = None
    ) -> list[dict]:
        """Return the levels and weights of pairs, from which their reasons are told."""
        weights = weights or SHIPPED
        given = SQL(", ").join(SQL("(%s, %s)", *pair) for pair in pairs)
        asked = SQL("(SELECT * FROM (VALUES %s) v (id1, id2))", given)
        self.cr.execute(SQL("%s", self.score(asked, weights)))
        return self.cr.dictfetchall()

    def _estimate_cut(self) -> float:
        self.cr.execute(
            SQL(
                "SELECT round(bits::numeric, 1)::float8, count(*) FROM %s GROUP BY 1",
                FOUND,
            )
        )
        return estimate_cut(self.cr.fetchall())


def _kept(scored: SQL) -> SQL:
    return SQL(
        "SELECT id1, id2, bits::real AS bits FROM (%s) s WHERE bits > %s",
        scored,
        float(LEAST_BITS),
    )
