"""Keys: two records are compared when they have one in common, and only then.

Each kind is an equality on something normalised, so that pairs come from joins and a
new record finds its own by an index. A key that more records have than its kind allows
tells nothing and is passed over; what it would have found is found by a narrower kind,
which adds a second thing (a place, another word) to the first.
"""

from odoo.tools import SQL

from .duplicate_tables import Tables, create_indexes, rename_indexes

# the most records that may share a key of the kind
CAPS = {
    "v": 40,  # tax number
    "p": 40,  # phone number
    "e": 40,  # address of mail
    "l": 12,  # mailbox, whatever the domain
    "d": 30,  # domain of mail and web
    "D": 30,  # domain and the beginning of the name
    "n": 40,  # all words of the name
    "t": 20,  # a word of the name
    "T": 15,  # two words of the name
    "P": 20,  # a word and the province or city
    "Z": 30,  # a word and the postcode
    "f": 20,  # the first letters of the name
    "F": 25,  # fewer of them and the city
    "Y": 25,  # fewer still and the postcode
    "g": 12,  # the last letters of the name
    "s": 20,  # road and house number
    "S": 20,  # house number and postcode
    "R": 20,  # road and the beginning of the postcode
    "W": 15,  # a word of the street and the beginning of the name
    "i": 20,  # initials
    "m": 12,  # contact and the beginning of the name
    "o": 40,  # value of a field of one's own
}


def fill_keys(tables: Tables, only: SQL) -> SQL:
    """Return how to write the keys of `only` some records anew."""
    return SQL(
        "DELETE FROM %s WHERE %s; %s",
        tables.key,
        only,
        _insert_keys(tables, tables.key, only),
    )


def refill_keys(tables: Tables, prefix: str) -> SQL:
    """Return how to write the keys of all records anew.

    In a table that takes the place of the old one when it is complete, so that nobody
    who looks a record up meanwhile has to wait.
    """
    new = SQL.identifier(f"{prefix}_key_new")
    return SQL(
        "DROP TABLE IF EXISTS %(new)s; CREATE TABLE %(new)s (LIKE %(old)s); %(fill)s;"
        "%(index)s; ANALYZE %(new)s; DROP TABLE %(old)s;"
        "ALTER TABLE %(new)s RENAME TO %(name)s; %(rename)s",
        new=new,
        old=tables.key,
        fill=_insert_keys(tables, new, SQL("TRUE")),
        index=create_indexes(new, f"{prefix}_key_new"),
        name=SQL.identifier(f"{prefix}_key"),
        rename=rename_indexes(f"{prefix}_key_new", f"{prefix}_key"),
    )


def _insert_keys(tables: Tables, target: SQL, only: SQL) -> SQL:
    return SQL(
        """
        INSERT INTO %(target)s (record_id, kind, key)
        SELECT DISTINCT r.record_id, k.kind, hashtextextended(k.value, ascii(k.kind))
          FROM (SELECT *, NULLIF(COALESCE(NULLIF(province, ''), city), '') AS place,
                       ARRAY(SELECT token FROM unnest(tokens, bits) AS w (token, bits)
                              ORDER BY w.bits DESC, token LIMIT 4) AS rare
                  FROM %(record)s WHERE %(only)s) r,
               LATERAL (%(values)s) AS k (kind, value)
         WHERE k.value <> ''
         ORDER BY 3  -- records of a key lie together
        """,
        target=target,
        only=only,
        values=SQL(_VALUES),
        record=tables.record,
    )


def keys_of(record: SQL) -> SQL:
    """Return the query of the keys, with their kinds, of a record that is not in."""
    return SQL(
        """
        SELECT DISTINCT k.kind::"char" AS kind,
               hashtextextended(k.value, ascii(k.kind)) AS key
          FROM (%s) r, LATERAL (%s) AS k (kind, value)
         WHERE k.value <> ''""",
        record,
        SQL(_VALUES),
    )


# NULL or '' when a part is missing: || of NULL is NULL
_VALUES = """
          SELECT 'v', r.vat
UNION ALL SELECT 'p', right(phone, 9) FROM unnest(r.phones) AS phone
UNION ALL SELECT 'e', email FROM unnest(r.emails) AS email
UNION ALL SELECT 'l', split_part(email, '@', 1) FROM unnest(r.emails) AS email
           WHERE length(split_part(email, '@', 1)) > 6
UNION ALL SELECT 'd', domain FROM unnest(r.domains) AS domain
UNION ALL SELECT 'D', domain || left(r.compact, 3) FROM unnest(r.domains) AS domain
UNION ALL SELECT 'n', r.sorted
UNION ALL SELECT 't', token FROM unnest(r.tokens) AS token WHERE length(token) > 2
UNION ALL SELECT 'T', least(a.token, b.token) || ' ' || greatest(a.token, b.token)
            FROM unnest(r.rare) WITH ORDINALITY AS a (token, place),
                 unnest(r.rare) WITH ORDINALITY AS b (token, place)
           WHERE a.place < b.place
UNION ALL SELECT 'P', token || ' ' || r.place FROM unnest(r.rare[:3]) AS token
           WHERE length(token) > 2
UNION ALL SELECT 'Z', token || NULLIF(r.zip, '') FROM unnest(r.rare[:3]) AS token
           WHERE length(token) > 2
UNION ALL SELECT 'f', left(r.compact, 6) WHERE length(r.compact) > 4
UNION ALL SELECT 'F', left(r.compact, 4) || r.place
UNION ALL SELECT 'Y', left(r.compact, 2) || NULLIF(r.zip, '')
UNION ALL SELECT 'g', right(r.compact, 7) WHERE length(r.compact) > 6
UNION ALL SELECT 's', left(r.road, 7) || NULLIF(r.house, '')
           WHERE length(r.road) > 2
UNION ALL SELECT 'S', NULLIF(r.house, '') || ' ' || NULLIF(r.zip, '')
UNION ALL SELECT 'R', left(r.road, 6) || ' ' || left(NULLIF(r.zip, ''), 2)
           WHERE length(r.road) > 3
UNION ALL SELECT 'W', word || left(r.compact, 3)
            FROM unnest(string_to_array(r.street, ' ')) AS word
           WHERE length(word) > 3 AND r.compact <> ''
UNION ALL SELECT 'i', r.initials WHERE length(r.initials) > 2
UNION ALL SELECT 'i', r.rare[1] WHERE length(r.rare[1]) BETWEEN 3 AND 5
UNION ALL SELECT 'm', r.contact || left(r.compact, 3)
           WHERE r.contact <> '' AND r.compact <> ''
UNION ALL SELECT 'o', own.key || ':' || own.value FROM jsonb_each_text(r.own) AS own
"""
