"""Which pairs are worth comparing: those with a key in common that few others have."""

from collections.abc import Iterable

from odoo.tools import SQL

from .duplicate_keys import CAPS
from .duplicate_own import met_by_own
from .duplicate_tables import Tables

# trigrams that two names have in common at least, of all they have
LEAST_ALIKE = 0.25


def create_pairs(tables: Tables, pairs: SQL, own: Iterable[str] = ()) -> SQL:
    """Return how to make the temporary table of all pairs to compare.

    `own` are the fields of one's own that are weighed, here and below.
    """
    return SQL(
        """
        CREATE TEMP TABLE %(pairs)s ON COMMIT DROP AS
        WITH usable AS MATERIALIZED (
            SELECT key FROM %(key)s GROUP BY key, kind
            HAVING count(*) BETWEEN 2 AND %(cap)s
        ), member AS MATERIALIZED (
            SELECT k.key, k.record_id FROM %(key)s k JOIN usable USING (key)
        ), met AS (
            SELECT DISTINCT a.record_id AS id1, b.record_id AS id2
              FROM member a JOIN member b USING (key)
             WHERE a.record_id < b.record_id
        )
        SELECT id1, id2 FROM (%(worth)s) p;
        ANALYZE %(pairs)s""",
        pairs=pairs,
        cap=_cap(SQL("kind")),
        worth=_worth(tables, SQL("met"), own),
        **tables._asdict(),
    )


def pairs_of(tables: Tables, record_id: SQL, own: Iterable[str] = ()) -> SQL:
    """Return the query of the pairs of one record with all others."""
    met = SQL(
        """(
        SELECT DISTINCT %(record_id)s AS id1, unnest(met.ids) AS id2
          FROM (SELECT key, kind FROM %(key)s WHERE record_id = %(record_id)s) own
         CROSS JOIN LATERAL (
            SELECT count(*) AS members,
                   array_agg(record_id) FILTER (WHERE record_id <> %(record_id)s) AS ids
              FROM (SELECT record_id FROM %(key)s k WHERE k.key = own.key
                     LIMIT %(most)s) x
          ) met
         WHERE met.members BETWEEN 2 AND %(cap)s)""",
        record_id=record_id,
        cap=_cap(SQL("own.kind")),
        most=max(CAPS.values()) + 1,
        **tables._asdict(),
    )
    return _worth(tables, met, own)


def _worth(tables: Tables, met: SQL, own: Iterable[str]) -> SQL:
    """Return the query of those pairs that a first, cheap look does not rule out.

    What remains has names alike, a means of contact in common, or a place.
    """
    return SQL(
        """
        SELECT m.id1, m.id2
          FROM %(met)s m
          JOIN %(record)s a ON a.record_id = m.id1
          JOIN %(record)s b ON b.record_id = m.id2
         WHERE a.vat = b.vat AND a.vat <> ''
            OR a.phones && b.phones
            OR a.emails && b.emails
            OR a.domains && b.domains
            OR a.contact = b.contact AND a.contact <> ''
            OR starts_with(a.compact, b.compact)
            OR starts_with(b.compact, a.compact)
            OR a.initials = b.compact
            OR b.initials = a.compact
            OR similarity(a.name, b.name) >= %(alike)s
            OR a.zip = b.zip AND a.zip <> '' AND a.house = b.house AND a.house <> ''
            OR (a.zip = b.zip OR a.city = b.city OR a.house = b.house)
               AND similarity(a.street, b.street) >= 0.5
            %(own)s""",
        met=met,
        own=met_by_own(own),
        alike=LEAST_ALIKE,
        **tables._asdict(),
    )


def _cap(kind: SQL) -> SQL:
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s", letter, cap) for letter, cap in CAPS.items()
    )
    return SQL("CASE %s %s END", kind, cases)
