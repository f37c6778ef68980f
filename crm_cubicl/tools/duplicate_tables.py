"""The tables in which duplicates are found, and how they are filled, set by set.

Four tables with a common beginning of their names, so that the product's own and those
of a file of records are worked by the very same statements:

``…_record``    one row per record: what `duplicate_record.normalise` returns
``…_key``       the keys under which it meets others: kind, hash of kind and value
``…_frequency`` how many records have a word, a name, a city …; "#" counts the records
``…_pattern``   how many pairs of the last scan agree alike: see `duplicate_patterns`

While all are compared there are two more: ``…_met`` (the pairs that have a key in
common) and ``…_found`` (those with their scores).
"""

from typing import NamedTuple

from odoo.tools import SQL

from .duplicate_record import COLUMNS
from .duplicate_terms import COMMON_WORDS

# a word is as rare as in the database and, as far as that is small, as in general:
# so many records are added, of which a common word stands in this share
GENERAL_RECORDS = 2000
COMMON_SHARE = 0.02
RARE_SHARE = 0.00005
MOST_BITS = 16


class Tables(NamedTuple):
    """The names of the tables, quoted."""

    record: SQL
    key: SQL
    frequency: SQL
    met: SQL
    found: SQL
    pattern: SQL


def tables_of(prefix: str) -> Tables:
    """Return the tables whose names begin with the prefix."""
    return Tables(*(SQL.identifier(f"{prefix}_{name}") for name in Tables._fields))


def create_extensions() -> SQL:
    """Return how to have what scores need; a database's owner may do so."""
    return SQL(
        "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch"
    )


def create_tables(tables: Tables, owner: SQL | None = None) -> SQL:
    """Return how to make the tables; records go with those of the owner's table.

    Keys that such a record leaves behind meet nobody, and go when all are written anew.
    """
    # deferred: a record that is only typed yet is put in and taken back
    reference = (
        SQL(
            " REFERENCES %s (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", owner
        )
        if owner
        else SQL()
    )
    columns = SQL(", ").join(
        SQL("%s %s NOT NULL", SQL.identifier(name), SQL(kind))
        for name, kind in COLUMNS.items()
    )
    return SQL(
        _TABLES,
        columns=columns,
        reference=reference,
        **tables._asdict(),
    )


_TABLES = """
CREATE TABLE IF NOT EXISTS %(record)s (
    record_id integer PRIMARY KEY %(reference)s,
    %(columns)s,
    tokens text[] NOT NULL DEFAULT '{}',
    bits real[] NOT NULL DEFAULT '{}',
    total real NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS %(key)s (
    record_id integer NOT NULL,
    kind "char" NOT NULL,
    key bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS %(frequency)s (
    kind "char" NOT NULL,
    value text COLLATE "C" NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (value, kind)
)
"""
# what the database adds to the columns of records
_OWN_COLUMNS = ("tokens", "bits", "total")


def columns_of(prefix: str, table: str) -> SQL:
    """Return the query of the columns that one of the tables has, in order."""
    return SQL(
        """(
        SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped)""",
        f"{prefix}_{table}",
    )


def expected_columns() -> list[str]:
    """Return the columns that the table of records should have."""
    return ["record_id", *COLUMNS, *_OWN_COLUMNS]


def drop_tables(tables: Tables) -> SQL:
    """Return how to let go of the tables; what they hold can be made again."""
    return SQL("DROP TABLE IF EXISTS %s, %s, %s, %s, %s, %s", *tables)


def create_indexes(keys: SQL, name: str) -> SQL:
    """Return how to make the indexes by which a record is found and let go."""
    return SQL(
        "CREATE INDEX IF NOT EXISTS %(by_key)s ON %(keys)s (key) INCLUDE (record_id);"
        "CREATE INDEX IF NOT EXISTS %(by_record)s ON %(keys)s (record_id)",
        keys=keys,
        by_key=SQL.identifier(f"{name}_key_index"),
        by_record=SQL.identifier(f"{name}_record_index"),
    )


def rename_indexes(old: str, new: str) -> SQL:
    """Return how to call the indexes by another table's name."""
    return SQL("; ").join(
        SQL(
            "ALTER INDEX %s RENAME TO %s",
            SQL.identifier(f"{old}_{column}_index"),
            SQL.identifier(f"{new}_{column}_index"),
        )
        for column in ("key", "record")
    )


def refresh_frequencies(tables: Tables) -> SQL:
    """Return how to count anew how often words and values occur."""
    return SQL(
        """
        TRUNCATE %(frequency)s;
        INSERT INTO %(frequency)s (kind, value, count)
        SELECT '#', '', count(*) FROM %(record)s
        UNION ALL
        SELECT kind, value, count(*)
          FROM %(record)s r,
               LATERAL (
                         SELECT DISTINCT 't'::"char" AS kind, value
                           FROM unnest(string_to_array(r.name, ' ')) AS value
               UNION ALL SELECT 'n', r.sorted
               UNION ALL SELECT 'v', r.vat
               UNION ALL SELECT 'p', unnest(r.phones)
               UNION ALL SELECT 'e', unnest(r.emails)
               UNION ALL SELECT 'd', unnest(r.domains)
               UNION ALL SELECT 'c', r.city
               UNION ALL SELECT 'z', r.zip
               UNION ALL SELECT 'o', own.key || ':' || own.value
                           FROM jsonb_each_text(r.own) AS own
               UNION ALL SELECT 's', NULLIF(concat_ws(' ', NULLIF(r.street, ''),
                                                      NULLIF(r.house, '')), r.house)
               ) AS given
         WHERE value <> ''
         GROUP BY kind, value
        HAVING count(*) > 1;
        ANALYZE %(frequency)s""",
        **tables._asdict(),
    )


def weigh_words(tables: Tables, only: SQL | None = None) -> SQL:
    """Return how to write down what each word of a name tells, in bits."""
    return SQL(
        """
        UPDATE %(record)s r
           SET tokens = w.tokens, bits = w.bits, total = w.total
          FROM (
            SELECT s.record_id,
                   array_agg(s.token ORDER BY s.place) AS tokens,
                   array_agg(s.bits::real ORDER BY s.place) AS bits,
                   sum(s.bits) AS total
              FROM (
                SELECT x.record_id, x.token, x.place, %(bits)s AS bits
                  FROM (SELECT record_id, token, min(place) AS place
                          FROM %(record)s,
                               unnest(string_to_array(name, ' '))
                               WITH ORDINALITY AS word (token, place)
                         WHERE %(only)s AND token <> ''
                         GROUP BY record_id, token) x
                  LEFT JOIN %(frequency)s f ON f.kind = 't' AND f.value = x.token
                  CROSS JOIN (SELECT COALESCE(max(count), 0) AS count
                                FROM %(frequency)s WHERE kind = '#') n
              ) s
             GROUP BY s.record_id
          ) w
         WHERE w.record_id = r.record_id""",
        bits=_bits_of_word(),
        only=only or SQL("TRUE"),
        **tables._asdict(),
    )


def _bits_of_word() -> SQL:
    return SQL(
        """least(%(most)s, ln((n.count + %(general)s) / (COALESCE(f.count, 1)
           + CASE WHEN x.token = ANY(%(common)s) OR length(x.token) < 3
                  THEN %(common_share)s ELSE %(rare_share)s END * %(general)s)
           ) / ln(2.0::float8))""",
        general=float(GENERAL_RECORDS),
        common=sorted(COMMON_WORDS),
        common_share=COMMON_SHARE,
        rare_share=RARE_SHARE,
        most=float(MOST_BITS),
    )
