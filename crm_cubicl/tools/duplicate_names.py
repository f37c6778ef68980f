"""Names nearly like one that is typed, found without writing anything.

For fields in which a customer is chosen: the full comparison puts the record in first,
which a mere search may not.
"""

from odoo.tools import SQL

from .duplicate_keys import CAPS, keys_of
from .duplicate_name import Name, initials_of
from .duplicate_record import COLUMNS
from .duplicate_tables import Tables

# fewer letters are alike by chance
SHORTEST_NAME = 4
# how alike two names are at least: trigrams in common, of all they have
LEAST_ALIKE = 0.6


def names_like(tables: Tables, name: Name, limit: int) -> SQL:
    """Return the query of the records whose names are nearly this one."""
    most = max(CAPS.values())
    return SQL(
        """
        SELECT r.record_id
          FROM (SELECT DISTINCT unnest(met.ids) AS record_id
                  FROM (%(keys)s) own
                 CROSS JOIN LATERAL (
                    SELECT array_agg(record_id) AS ids
                      FROM (SELECT record_id FROM %(key)s k WHERE k.key = own.key
                             LIMIT %(most)s) x
                    HAVING count(*) < %(most)s
                  ) met) m
          JOIN %(record)s r USING (record_id)
         CROSS JOIN LATERAL (
            SELECT greatest(similarity(r.name, %(core)s),
                            similarity(r.compact, %(compact)s)) AS alike) s
         WHERE s.alike >= %(alike)s
         ORDER BY s.alike DESC, r.record_id
         LIMIT %(limit)s""",
        keys=keys_of(_row_of(name)),
        core=name.core,
        compact=name.core.replace(" ", ""),
        alike=LEAST_ALIKE,
        most=most,
        limit=limit,
        **tables._asdict(),
    )


def _row_of(name: Name) -> SQL:
    """Return a record that has nothing but a name, as `keys_of` takes it."""
    words = list(dict.fromkeys(name.core.split()))
    given = {
        "name": name.core,
        "compact": name.core.replace(" ", ""),
        "sorted": " ".join(sorted(name.core.split())),
        "initials": initials_of(name.core),
    }
    columns = SQL(", ").join(
        SQL("%s::%s AS %s", given.get(column), SQL(kind), SQL.identifier(column))
        for column, kind in COLUMNS.items()
    )
    return SQL(
        "SELECT %s, NULL::text AS place, %s::text[] AS tokens, %s::text[] AS rare",
        columns,
        words,
        # which of the words are rare is not known: the longest
        sorted(words, key=len, reverse=True)[:4],
    )
