"""Which pairs are worth comparing: those with a key in common that few others have."""

from collections.abc import Iterable

from odoo.tools import SQL

from .duplicate_keys import CAPS
from .duplicate_own import met_by_own
from .duplicate_tables import Tables

# trigrams that two names have in common at least, of all they have
LEAST_ALIKE = 0.25
# of rows of a file, while somebody waits: half the pairs, and all but one match found
LEAST_ALIKE_OF_ROWS = 0.4


def create_pairs(tables: Tables, prefix: str, own: Iterable[str] = ()) -> SQL:
    """Return how to make the table of all pairs to compare, and an empty one of scores.

    Tables that a transaction leaves behind, as all may be compared in several of them.
    `own` are the fields of one's own that are weighed, here and below.
    """
    return SQL(
        """
        DROP TABLE IF EXISTS %(met)s, %(found)s;
        CREATE TABLE %(found)s (id1 integer, id2 integer, bits real);
        CREATE TABLE %(met)s AS
        WITH usable AS MATERIALIZED (
            SELECT key FROM %(key)s GROUP BY key, kind
            HAVING count(*) BETWEEN 2 AND %(cap)s
        ), member AS MATERIALIZED (
            SELECT k.key, k.record_id FROM %(key)s k JOIN usable USING (key)
        ), together AS (
            SELECT DISTINCT a.record_id AS id1, b.record_id AS id2
              FROM member a JOIN member b USING (key)
             WHERE a.record_id < b.record_id
        )
        SELECT id1, id2 FROM (%(worth)s) p ORDER BY id1;
        CREATE INDEX %(by_first)s ON %(met)s (id1);
        ANALYZE %(met)s""",
        cap=_cap(SQL("kind")),
        worth=_worth(tables, SQL("together"), own),
        by_first=SQL.identifier(f"{prefix}_met_id1_index"),
        **tables._asdict(),
    )


def create_pairs_of_rows(
    rows: Tables, known: Tables, names: tuple[SQL, SQL], own: Iterable[str] = ()
) -> SQL:
    """Return how to make the temporary table of the pairs that rows of a file are in.

    A row, whose number is below 0, comes first; then a record that is known, or an
    earlier row. The known ones that rows meet are put beside the rows; who is there
    before is as it is now, whatever the tables of the known say.

    :param names: of the tables of those that meet, and of those worth comparing
    """
    met, pairs = names
    return SQL(
        """
        CREATE TEMP TABLE %(met)s ON COMMIT DROP AS
        WITH found AS MATERIALIZED (
            SELECT key, kind, record_id FROM %(row_key)s
            UNION ALL
            SELECT k.key, k.kind, k.record_id
              FROM %(known_key)s k JOIN (SELECT DISTINCT key FROM %(row_key)s) w
             USING (key)
             WHERE k.record_id NOT IN (SELECT record_id FROM %(row)s)
        ), usable AS MATERIALIZED (
            SELECT key FROM found GROUP BY key, kind
            HAVING count(*) BETWEEN 2 AND %(cap)s
        ), member AS MATERIALIZED (
            SELECT key, record_id FROM found JOIN usable USING (key)
        )
        SELECT DISTINCT a.record_id AS id1, b.record_id AS id2
          FROM member a JOIN member b USING (key)
         WHERE a.record_id < 0 AND a.record_id < b.record_id;
        INSERT INTO %(row)s SELECT * FROM %(known)s
         WHERE record_id IN (SELECT id2 FROM %(met)s WHERE id2 > 0)
            ON CONFLICT DO NOTHING;
        ANALYZE %(met)s, %(row)s;
        CREATE TEMP TABLE %(pairs)s ON COMMIT DROP AS
        SELECT id1, id2 FROM (%(worth)s) p;
        ANALYZE %(pairs)s""",
        met=met,
        pairs=pairs,
        row=rows.record,
        row_key=rows.key,
        known=known.record,
        known_key=known.key,
        cap=_cap(SQL("kind")),
        worth=_worth(rows, met, own, LEAST_ALIKE_OF_ROWS),
    )


def pairs_of(tables: Tables, record_id: SQL, own: Iterable[str] = ()) -> SQL:
    """Return the query of the pairs of one record with all others."""
    together = SQL(
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
    return _worth(tables, together, own)


def _worth(
    tables: Tables, together: SQL, own: Iterable[str], alike: float = LEAST_ALIKE
) -> SQL:
    """Return the query of those pairs that a first, cheap look does not rule out.

    What remains has names alike, a means of contact in common, or a place.
    """
    return SQL(
        """
        SELECT m.id1, m.id2
          FROM %(together)s m
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
        together=together,
        own=met_by_own(own),
        alike=alike,
        **tables._asdict(),
    )


def _cap(kind: SQL) -> SQL:
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s", letter, cap) for letter, cap in CAPS.items()
    )
    return SQL("CASE %s %s END", kind, cases)
