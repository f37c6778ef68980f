"""How many pairs agree in the same way, kept so that other weights can be tried.

What a score has beyond the weights of its levels (how rare a value is, what words tell,
what is asked of pairs with many means of contact) does not change with the weights. So
pairs of the same levels with the same rest, rounded to half bits, are one row with
their number, and any weights and cut are counted in no time, without comparing again.
One pair of each is kept as an example.
"""

from collections.abc import Iterable
from typing import NamedTuple

from odoo.tools import SQL

from .duplicate_em import Pattern
from .duplicate_levels import LEVELS
from .duplicate_own import PREFIX, is_own, own_of
from .duplicate_tables import Tables
from .duplicate_weights import SHIPPED, Weights, sum_of_levels


class Tried(NamedTuple):
    """Pairs by their scores under two sets of weights."""

    bits: float
    other: float
    count: int


class PatternStore:
    """The patterns of the pairs of a scan; for `DuplicateEngine`."""

    cr: object
    tables: Tables

    def clear_patterns(self) -> None:
        """Begin a scan; what one that never ended has counted goes.

        Those of the last scan answer until this one is finished.
        """
        # no TRUNCATE: who looks at a preview would wait for the end of the scan
        self.cr.execute(SQL("DELETE FROM %s WHERE is_new", self.tables.pattern))

    def finish_patterns(self) -> None:
        """End a scan: what it has counted takes the place of what was before."""
        pattern = self.tables.pattern
        self.cr.execute(SQL("DELETE FROM %s WHERE NOT is_new", pattern))
        self.cr.execute(SQL("UPDATE %s SET is_new = FALSE", pattern))
        self.cr.execute(SQL("ANALYZE %s", pattern))

    def add_patterns(self, scored: SQL, weights: Weights) -> None:
        """Count pairs: the query of them with levels and bits by these weights."""
        source = SQL("(%s)", scored)
        self.cr.execute(insert_patterns(self.tables, source, weights))

    def read_patterns(self, weights: Weights | None = None) -> list[Pattern]:
        """Return the patterns with their levels in the order of the weights."""
        weights = weights or SHIPPED
        levels = SQL(", ").join(map(_column, weights))
        self.cr.execute(
            SQL(
                "SELECT ARRAY[%(levels)s] AS levels, round(rest - %(costs)s) AS rest,"
                " sum(count) FROM %(pattern)s p WHERE NOT is_new GROUP BY 1, 2",
                levels=levels,
                costs=_own_costs(own_of(weights)),
                pattern=self.tables.pattern,
            )
        )
        return [
            Pattern(tuple(levels), float(rest), int(count))
            for levels, rest, count in self.cr.fetchall()
        ]

    def count_patterns(self) -> int:
        """Return how many pairs the patterns are of."""
        self.cr.execute(
            SQL(
                "SELECT COALESCE(sum(count), 0) FROM %s WHERE NOT is_new",
                self.tables.pattern,
            )
        )
        return int(self.cr.fetchone()[0])

    def try_weights(self, weights: Weights, other: Weights, least: float):
        """Return how many pairs have which score by one set of weights and the other.

        Those that have less than `least` bits by both are left out.
        """
        self.cr.execute(
            SQL(
                "SELECT bits, other, sum(count) FROM (%s) s"
                " WHERE bits >= %s OR other >= %s GROUP BY bits, other",
                self._tried(weights, other),
                least,
                least,
            )
        )
        return [Tried(a, b, int(count)) for a, b, count in self.cr.fetchall()]

    def find_changed(
        self,
        weights: tuple[Weights, float],
        other: tuple[Weights, float],
        limit: int,
    ) -> list[tuple[int, int]]:
        """Return pairs proposed by one set of weights and its cut and not by the other.

        One of each pattern at most, the likeliest first.
        """
        self.cr.execute(
            SQL(
                "SELECT pair FROM (%s) s WHERE bits >= %s AND other < %s"
                " ORDER BY bits DESC, pair LIMIT %s",
                self._tried(weights[0], other[0]),
                weights[1],
                other[1],
                limit,
            )
        )
        return [(first, second) for [(first, second)] in self.cr.fetchall()]

    def _tried(self, weights: Weights, other: Weights) -> SQL:
        bits, others = (
            SQL(
                "round((rest + %s - %s) * 100) / 100",
                sum_of_levels(w, _column),
                _own_costs(own_of(w)),
            )
            for w in (weights, other)
        )
        return SQL(
            "SELECT %(bits)s AS bits, %(others)s AS other, count, pair"
            " FROM %(pattern)s p WHERE NOT is_new",
            bits=bits,
            others=others if weights != other else bits,
            pattern=self.tables.pattern,
        )


def create_patterns(pattern: SQL) -> SQL:
    """Return how to make the table."""
    levels = SQL(", ").join(SQL("%s smallint NOT NULL", _name(f)) for f in LEVELS)
    return SQL(
        """
        CREATE TABLE IF NOT EXISTS %(pattern)s (
            %(levels)s,
            own jsonb NOT NULL,
            rest real NOT NULL,
            count integer NOT NULL,
            pair integer[] NOT NULL,
            is_new boolean NOT NULL DEFAULT TRUE,
            UNIQUE (%(fields)s, own, rest, is_new)
        )""",
        pattern=pattern,
        levels=levels,
        fields=SQL(", ").join(map(_name, LEVELS)),
    )


def expected_pattern_columns() -> list[str]:
    """Return the columns that the table should have."""
    return [*LEVELS, "own", "rest", "count", "pair", "is_new"]


def insert_patterns(tables: Tables, scored: SQL, weights: Weights) -> SQL:
    """Return how to count pairs: a table or query, with levels and bits, as `scored`.

    It may be part of a statement that goes on with the pairs.
    """
    fields = SQL(", ").join(map(_name, LEVELS))
    levels = sum_of_levels({f: w for f, w in weights.items() if f in LEVELS}, _name)
    of_own = [_name(f"w_{field}") for field in weights if is_own(field)]
    return SQL(
        """
        INSERT INTO %(pattern)s AS kept (%(fields)s, own, rest, count, pair)
        SELECT %(fields)s, %(own)s AS own,
               round(2 * (bits - (%(levels)s))) / 2 AS rest,
               count(*), min(ARRAY[id1, id2])
          FROM %(scored)s s
         GROUP BY %(fields)s, own, rest
        ON CONFLICT (%(fields)s, own, rest, is_new) DO UPDATE
           SET count = kept.count + EXCLUDED.count""",
        pattern=tables.pattern,
        fields=fields,
        own=_own_levels(weights),
        levels=SQL(" + ").join([levels, *of_own]),
        scored=scored,
    )


def _own_levels(weights: Weights) -> SQL:
    """Return of each field of one's own that says something its level and its cost.

    They are no part of the rest, as the field may be weighed no more the next time.
    """
    values = SQL(", ").join(
        SQL(
            "%s, CASE WHEN %s > 0 THEN"
            " jsonb_build_array(%s, round((%s - %s)::numeric, 2)) END",
            field.removeprefix(PREFIX),
            _name(field),
            _name(field),
            sum_of_levels({field: weights[field]}, _name),
            _name(f"w_{field}"),
        )
        for field in weights
        if is_own(field)
    )
    if not values:
        return SQL("'{}'::jsonb")
    return SQL("jsonb_strip_nulls(jsonb_build_object(%s))", values)


def _own_costs(own: Iterable[str]) -> SQL:
    """Return what it costs that many records have the values in which a pair agrees."""
    costs = [SQL("COALESCE((p.own -> %s ->> 1)::float8, 0)", name) for name in own]
    return SQL("(%s)", SQL(" + ").join(costs)) if costs else SQL("0")


def _column(field: str) -> SQL:
    """Return where the level of a field stands in the table."""
    if is_own(field):
        name = field.removeprefix(PREFIX)
        return SQL("COALESCE((p.own -> %s ->> 0)::smallint, 0)", name)
    return SQL.identifier("p", field)


def _name(field: str) -> SQL:
    return SQL.identifier(field)
