"""Which pairs are worth comparing: those with a key in common that few others have."""

from odoo.tools import SQL

from .duplicate_keys import CAPS
from .duplicate_tables import Tables


def create_pairs(tables: Tables, pairs: SQL) -> SQL:
    """Return how to make the temporary table of all pairs to compare."""
    return SQL(
        """
        CREATE TEMP TABLE %(pairs)s ON COMMIT DROP AS
        WITH usable AS MATERIALIZED (
            SELECT key FROM %(key)s GROUP BY key, kind
            HAVING count(*) BETWEEN 2 AND %(cap)s
        ), member AS MATERIALIZED (
            SELECT k.key, k.record_id FROM %(key)s k JOIN usable USING (key)
        )
        SELECT DISTINCT a.record_id AS id1, b.record_id AS id2
          FROM member a JOIN member b USING (key)
         WHERE a.record_id < b.record_id;
        ANALYZE %(pairs)s""",
        pairs=pairs,
        cap=_cap(SQL("kind")),
        **tables._asdict(),
    )


def pairs_of(tables: Tables, record_id: int) -> SQL:
    """Return the query of the pairs of one record with all others."""
    return SQL(
        """
        SELECT DISTINCT %(record_id)s AS id1, unnest(met.ids) AS id2
          FROM (SELECT key, kind FROM %(key)s WHERE record_id = %(record_id)s) own
         CROSS JOIN LATERAL (
            SELECT array_agg(record_id) FILTER (WHERE record_id <> %(record_id)s) AS ids,
                   count(*) AS members
              FROM (SELECT record_id FROM %(key)s k WHERE k.key = own.key
                     LIMIT %(most)s) x
          ) met
         WHERE met.members BETWEEN 2 AND %(cap)s""",
        record_id=record_id,
        cap=_cap(SQL("own.kind")),
        most=max(CAPS.values()) + 1,
        **tables._asdict(),
    )


def _cap(kind: SQL) -> SQL:
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s", letter, cap) for letter, cap in CAPS.items()
    )
    return SQL("CASE %s %s END", kind, cases)
