"""Find duplicates: the statements of `duplicate_…` in their order, on a cursor.

The product's tables and those of a file of records are worked by the same functions;
only the beginning of the names of the tables differs.
"""

import hashlib
import json
from collections.abc import Callable, Iterable

from odoo.tools import SQL

from . import duplicate_keys, duplicate_patterns, duplicate_tables
from .duplicate_cut import USUAL_CUT, estimate_cut
from .duplicate_em import estimate
from .duplicate_levels import compare
from .duplicate_name import Name
from .duplicate_names import SHORTEST_NAME, names_like
from .duplicate_own import own_of
from .duplicate_pairs import create_pairs, pairs_of
from .duplicate_patterns import PatternStore
from .duplicate_record import COLUMNS
from .duplicate_weights import SHIPPED, Weights, weigh

BATCH = 1000
# pairs far below every cut are not kept
LEAST_BITS = -12
# pairs scored by one statement: some seconds of work
SLICE = 50_000


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
        self.cr.execute(
            duplicate_tables.create_indexes(self.tables.key, f"{self.prefix}_key")
        )
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

        `index` or `index_all` has to follow.
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

    def index(self, ids: list[int]) -> None:
        """Bring the words and keys of some records up to date."""
        only = SQL("record_id = ANY(%s)", ids)
        self.cr.execute(duplicate_tables.weigh_words(self.tables, only))
        self.cr.execute(duplicate_keys.fill_keys(self.tables, only))

    def index_all(self) -> None:
        """Bring all up to date, with how often words and values occur."""
        for step in self.get_index_steps():
            step()

    def get_index_steps(self) -> list[Callable[[], None]]:
        """Return what `index_all` does, each step good for a transaction of its own."""
        return [self._count_values, self._weigh_words, self._refill_keys]

    def _count_values(self) -> None:
        # compiling costs more than it gains, here and in `meet`
        self.cr.execute("SET LOCAL jit = off")
        self.cr.execute(duplicate_tables.refresh_frequencies(self.tables))

    def _weigh_words(self) -> None:
        self.cr.execute(duplicate_tables.weigh_words(self.tables))

    def _refill_keys(self) -> None:
        self.cr.execute(duplicate_keys.refill_keys(self.tables, self.prefix))
        self.cr.execute(SQL("ANALYZE %s", self.tables.record))

    def forget(self, ids: list[int]) -> None:
        """Take records out."""
        for table in (self.tables.record, self.tables.key):
            self.cr.execute(SQL("DELETE FROM %s WHERE record_id = ANY(%s)", table, ids))

    def forget_others(self, owners: SQL) -> None:
        """Take out the records that a query of ids does not return."""
        self.cr.execute(
            SQL(
                "DELETE FROM %s WHERE record_id NOT IN (%s)",
                self.tables.record,
                owners,
            )
        )

    def find_all(
        self, weights: Weights | None = None, with_patterns: bool = False
    ) -> float:
        """Score all pairs that a key finds, in the table of found ones; return the cut.

        The table has id1 < id2 and bits; a pair is proposed from `bits >= cut` on. With
        patterns, how many pairs agree alike is kept: other weights can be tried.
        """
        self.meet(weights)
        after = -1
        while after is not None:
            after = self.score_next(after, weights, with_patterns)
        if with_patterns:
            self.finish_patterns()
        return self.estimate_cut()

    def meet(self, weights: Weights | None = None) -> int:
        """Write down all pairs that a key finds, to be scored; return how many."""
        # large sets: sort in memory, compile nothing
        self.cr.execute(SQL("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"))
        own = own_of(weights or SHIPPED)
        self.cr.execute(create_pairs(self.tables, self.prefix, own))
        self.clear_patterns()
        self.cr.execute(SQL("SELECT count(*) FROM %s", self.tables.met))
        return self.cr.fetchone()[0]

    def score_next(
        self, after: int, weights: Weights | None = None, with_patterns: bool = False
    ) -> int | None:
        """Score the next pairs, those whose first record follows; return the last such.

        None when no pair is left. Begins after -1. With patterns, `finish_patterns` is
        to follow after the last.
        """
        weights = weights or SHIPPED
        self.cr.execute(SQL("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"))
        self.cr.execute(
            SQL(
                "SELECT max(id1) FROM (SELECT id1 FROM %s WHERE id1 > %s"
                " ORDER BY id1 LIMIT %s) s",
                self.tables.met,
                after,
                SLICE,
            )
        )
        last = self.cr.fetchone()[0]
        if last is None:
            return None
        part = SQL(
            "(SELECT id1, id2 FROM %s WHERE id1 > %s AND id1 <= %s)",
            self.tables.met,
            after,
            last,
        )
        self._keep(self.score(part, weights), weights if with_patterns else None)
        return last

    def _keep(self, scored: SQL, weights: Weights | None) -> None:
        """Keep pairs, and with weights their patterns too: each is compared once."""
        counted = SQL()
        if weights:
            counted = SQL(
                ", counted AS (%s)",
                duplicate_patterns.insert_patterns(self.tables, SQL("scored"), weights),
            )
        self.cr.execute(
            SQL(
                "WITH scored AS (%s)%s INSERT INTO %s"
                " SELECT id1, id2, bits FROM scored WHERE bits > %s",
                scored,
                counted,
                self.tables.found,
                float(LEAST_BITS),
            )
        )

    def score(self, pairs: SQL, weights: Weights) -> SQL:
        """Return the query of pairs (id1, id2) with levels and bits."""
        return weigh(compare(self.tables, pairs, own_of(weights)), weights)

    def count_scored(self, last: int) -> int:
        """Return how many pairs are scored up to a first record."""
        self.cr.execute(
            SQL("SELECT count(*) FROM %s WHERE id1 <= %s", self.tables.met, last)
        )
        return self.cr.fetchone()[0]

    def is_meeting(self) -> bool:
        """Return whether there are pairs to be scored, or scored ones to be used."""
        self.cr.execute(
            SQL("SELECT to_regclass(%s) IS NOT NULL", f"{self.prefix}_found")
        )
        return self.cr.fetchone()[0]

    def forget_pairs(self) -> None:
        """Let go of the tables of pairs, when their scores are used."""
        self.cr.execute(
            SQL("DROP TABLE IF EXISTS %s, %s", self.tables.met, self.tables.found)
        )

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

    def find_names(self, name: Name, limit: int) -> list[int]:
        """Return the records whose names are nearly this one, without writing."""
        if len(name.core) < SHORTEST_NAME or not any(map(str.isalpha, name.core)):
            return []
        self.cr.execute(names_like(self.tables, name, limit))
        return [record_id for (record_id,) in self.cr.fetchall()]

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

    def estimate_cut(self) -> float:
        """Return the bits from which on the pairs found are to be proposed."""
        self.cr.execute(
            SQL(
                "SELECT round(bits::numeric, 1)::float8, count(*) FROM %s GROUP BY 1",
                self.tables.found,
            )
        )
        return estimate_cut(self.cr.fetchall())
