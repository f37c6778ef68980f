"""How far two records agree, field by field: a small whole number for each.

0 means that one of the two has nothing there, which says nothing; 1 that they differ;
the higher, the more alike. Likeness of letters (trigrams, edits) is only measured here,
on pairs that a key has found.
"""

from collections.abc import Iterable

from odoo.tools import SQL

from .duplicate_own import own_levels
from .duplicate_tables import Tables

# field: what its levels mean, from 1 on
LEVELS = {
    "name": (
        "different", "slightly alike", "somewhat alike", "alike", "one is in the other",
        "nearly the same", "the same",
    ),
    "numbers": ("different", "one has none", "the same"),
    "legal": ("different", "the same"),
    "branch": ("different", "one has none", "the same"),
    "contact": ("different", "alike", "the same"),
    "vat": ("different", "a slip apart", "the same"),
    "phone": ("different", "a slip apart", "the same"),
    "email": ("different", "same domain", "a slip apart", "the same"),
    "domain": ("different", "alike", "the same"),
    "address": (
        "elsewhere", "other street, same number", "unclear",
        "same street, other number", "perhaps the same", "nearly the same", "the same",
    ),
    "city": ("different", "same province", "alike", "the same"),
    "zip": ("different", "a slip apart", "the same"),
    "country": ("different", "the same"),
}  # fmt: skip


def compare(tables: Tables, pairs: SQL, own: Iterable[str] = ()) -> SQL:
    """Return the query of the levels of pairs (id1, id2), with what the score needs.

    `shared` is what the words in common tell in bits, `likeness` how alike the names
    are, from 0 to 1; `count_…` how many records have an agreed value. `own` are the
    fields of one's own that are weighed.
    """
    return SQL(
        _LEVELS,
        pairs=pairs,
        own=own_levels(own, tables.frequency),
        rarity=SQL(", ").join(_rarity(tables, *given) for given in _RARE),
        forth=SQL(_WORDS_IN.format(these="a", of="b")),
        back=SQL(_WORDS_IN.format(these="b", of="a")),
        phone=SQL(_COMMON.format("phones")),
        email=SQL(_COMMON.format("emails")),
        domain=SQL(_COMMON.format("domains")),
        **tables._asdict(),
    )


# kind of frequency, column, when it is asked for
_RARE = (
    ("n", "x.sorted", "x.name_alike >= 0.995"),
    ("v", "x.vat", "x.vat <> '' AND x.vat = x.vat2"),
    ("p", "x.phone", "x.phone <> ''"),
    ("e", "x.email", "x.email <> ''"),
    ("d", "x.domain", "x.domain <> ''"),
    ("s", "x.address", "x.address <> '' AND x.address = x.address2"),
)
_NAMES = {"n": "name", "v": "vat", "p": "phone", "e": "email", "d": "domain",
          "s": "address"}  # fmt: skip


def _rarity(tables: Tables, kind: str, column: str, condition: str) -> SQL:
    return SQL(
        """CASE WHEN %(condition)s THEN COALESCE((SELECT count FROM %(frequency)s f
            WHERE f.kind = %(kind)s AND f.value = %(column)s), 1) ELSE 0 END
            AS %(name)s""",
        condition=SQL(condition),
        kind=kind,
        column=SQL(column),
        name=SQL.identifier(f"count_{_NAMES[kind]}"),
        frequency=tables.frequency,
    )


_LEVELS = """
SELECT x.id1, x.id2, x.shared, x.extra, least(x.total, x.total2) AS total,
       x.name_alike AS likeness, x.street_alike, x.phone AS same_phone,
       x.email AS same_email, x.domain AS same_domain,
       %(rarity)s,
       CASE WHEN x.compact = '' OR x.compact2 = '' THEN 0
            WHEN x.name_alike >= 0.995 THEN 7
            WHEN x.name_alike >= 0.9 THEN 6
            WHEN x.contained >= 0.9 THEN 5
            WHEN x.name_alike >= 0.75 THEN 4
            WHEN x.name_alike >= 0.55 THEN 3
            WHEN x.name_alike >= 0.4 THEN 2
            ELSE 1 END AS name,
       CASE WHEN x.numbers = x.numbers2 THEN CASE WHEN x.numbers = '' THEN 0 ELSE 3 END
            WHEN x.numbers = '' OR x.numbers2 = '' THEN 2
            ELSE 1 END AS numbers,
       CASE WHEN x.legal = '' OR x.legal2 = '' THEN 0
            WHEN x.legal = x.legal2 THEN 2 ELSE 1 END AS legal,
       CASE WHEN x.branch = x.branch2 THEN CASE WHEN x.branch = '' THEN 0 ELSE 3 END
            WHEN x.branch = '' OR x.branch2 = '' THEN 2
            WHEN x.branch = '+' OR x.branch2 = '+' THEN 0
            WHEN similarity(x.branch, x.branch2) > 0.3 THEN 3
            ELSE 1 END AS branch,
       CASE WHEN x.contact = '' OR x.contact2 = '' THEN 0
            WHEN x.contact = x.contact2 THEN 3
            WHEN similarity(x.contact, x.contact2) > 0.5 THEN 2
            ELSE 1 END AS contact,
       CASE WHEN x.vat = '' OR x.vat2 = '' THEN 0
            WHEN x.vat = x.vat2 THEN 3
            WHEN levenshtein_less_equal(x.vat, x.vat2, 2) <= CASE
                 WHEN x.vat ~ '^\\d+$' THEN 1 ELSE 2 END THEN 2
            ELSE 1 END AS vat,
       CASE WHEN x.phones = '{}' OR x.phones2 = '{}' THEN 0
            WHEN x.phone <> '' THEN 3
            WHEN levenshtein_less_equal(x.phones[1], x.phones2[1], 1) <= 1 THEN 2
            ELSE 1 END AS phone,
       CASE WHEN x.emails = '{}' OR x.emails2 = '{}' THEN 0
            WHEN x.email <> '' THEN 4
            WHEN y.domain = 1 THEN 0  -- said once, by the domain
            WHEN levenshtein_less_equal(
                 left(x.emails[1], 80), left(x.emails2[1], 80), 1) <= 1 THEN 3
            WHEN x.domain <> '' THEN 2
            ELSE 1 END AS email,
       CASE WHEN x.email <> '' THEN 0 ELSE y.domain END AS domain,
       CASE WHEN y.street = 0 AND y.house = 0 THEN 0
            WHEN y.street = 3 THEN (ARRAY[6, 4, 6, 7])[y.house + 1]
            WHEN y.street = 2 THEN (ARRAY[3, 3, 5, 6])[y.house + 1]
            WHEN y.street = 1 THEN (ARRAY[1, 1, 1, 2])[y.house + 1]
            ELSE (ARRAY[0, 3, 3, 5])[y.house + 1] END AS address,
       CASE WHEN x.city = '' OR x.city2 = '' THEN
                 CASE WHEN x.province = '' OR x.province2 = '' THEN 0
                      WHEN x.province = x.province2 THEN 2 ELSE 1 END
            WHEN x.city = x.city2 THEN 4
            WHEN x.province <> '' AND x.province2 <> '' AND x.province <> x.province2
                 THEN 1
            WHEN x.city_alike >= 0.5 THEN 3
            WHEN x.province <> '' AND x.province = x.province2 THEN 2
            ELSE 1 END AS city,
       CASE WHEN x.zip = '' OR x.zip2 = '' THEN 0
            WHEN x.zip = x.zip2 THEN 3
            WHEN levenshtein(left(x.zip, 10), left(x.zip2, 10)) <= 1
                 OR length(x.zip) = length(x.zip2)
                    AND translate(x.zip, x.zip2, '') = '' THEN 2
            ELSE 1 END AS zip,
       CASE WHEN x.country = '' OR x.country2 = '' THEN 0
            WHEN x.country = x.country2 THEN 2 ELSE 1 END AS country
       %(own)s
  FROM (
    SELECT p.id1, p.id2, a.total AS total, b.total AS total2, n.*, s.*,
           a.compact, b.compact AS compact2, a.sorted,
           a.numbers, b.numbers AS numbers2, a.legal, b.legal AS legal2,
           a.branch, b.branch AS branch2, a.contact, b.contact AS contact2,
           a.vat, b.vat AS vat2, a.phones, b.phones AS phones2,
           a.emails, b.emails AS emails2, a.domains, b.domains AS domains2,
           a.street, b.street AS street2, a.house, b.house AS house2,
           concat_ws(' ', NULLIF(a.street, ''), NULLIF(a.house, '')) AS address,
           concat_ws(' ', NULLIF(b.street, ''), NULLIF(b.house, '')) AS address2,
           a.city, b.city AS city2, a.province, b.province AS province2,
           a.zip, b.zip AS zip2, a.country, b.country AS country2,
           a.own, b.own AS own2
      FROM %(pairs)s p
      JOIN %(record)s a ON a.record_id = p.id1
      JOIN %(record)s b ON b.record_id = p.id2
     CROSS JOIN LATERAL (
        SELECT a.sorted = b.sorted OR a.compact = b.compact AS same,
               a.compact = '' OR b.compact = '' AS nameless
        OFFSET 0
     ) q
      LEFT JOIN LATERAL (%(forth)s OFFSET 0) f ON NOT (q.same OR q.nameless)
      LEFT JOIN LATERAL (%(back)s OFFSET 0) g ON NOT (q.same OR q.nameless)
     CROSS JOIN LATERAL (
        -- words that the other has not may be the same letters, parted otherwise
        SELECT CASE WHEN f.rest = '' OR g.rest = '' THEN 0
                    ELSE 1 - levenshtein(left(f.rest, 60), left(g.rest, 60))::float8
                         / greatest(length(left(f.rest, 60)), length(left(g.rest, 60)))
               END AS alike,
               q.same IS FALSE AND (a.initials <> '' AND a.initials = b.compact
                   OR b.initials <> '' AND b.initials = a.compact) AS initials
        OFFSET 0
     ) l
     CROSS JOIN LATERAL (
        SELECT CASE WHEN q.same THEN a.total
                    WHEN l.initials THEN 0.9 * a.total
                    WHEN l.alike >= 0.6 THEN f.told + l.alike * f.lost
                    ELSE COALESCE(f.told, 0) END AS forth,
               CASE WHEN q.same THEN b.total
                    WHEN l.initials THEN 0.9 * b.total
                    WHEN l.alike >= 0.6 THEN g.told + l.alike * g.lost
                    ELSE COALESCE(g.told, 0) END AS back
        OFFSET 0
     ) w
     CROSS JOIN LATERAL (
        SELECT least(w.forth, w.back) AS shared,
               greatest(a.total - w.forth, b.total - w.back) AS extra,
               CASE WHEN q.same THEN 1 WHEN q.nameless THEN 0
                    ELSE 0.99 * (w.forth + w.back) / NULLIF(a.total + b.total, 0)
               END AS name_alike,
               CASE WHEN q.nameless THEN 0
                    ELSE greatest(w.forth / NULLIF(a.total, 0),
                                  w.back / NULLIF(b.total, 0))
               END AS contained
        OFFSET 0
     ) n
     CROSS JOIN LATERAL (
        SELECT CASE WHEN a.street = b.street THEN 1
                    WHEN a.street = '' OR b.street = '' THEN 0
                    WHEN length(a.street) < length(b.street)
                    THEN greatest(similarity(a.street, b.street),
                                  0.97 * word_similarity(a.street, b.street))
                    ELSE greatest(similarity(a.street, b.street),
                                  0.97 * word_similarity(b.street, a.street))
               END AS street_alike,
               CASE WHEN a.city = b.city OR a.city = '' OR b.city = '' THEN 1
                    ELSE similarity(a.city, b.city) END AS city_alike,
               CASE WHEN a.phones && b.phones THEN %(phone)s ELSE '' END AS phone,
               CASE WHEN a.emails && b.emails THEN %(email)s ELSE '' END AS email,
               CASE WHEN a.domains && b.domains THEN %(domain)s ELSE '' END AS domain
        OFFSET 0
     ) s
  ) x
 CROSS JOIN LATERAL (
    SELECT CASE WHEN x.domains = '{}' OR x.domains2 = '{}' THEN 0
                WHEN x.domain <> '' THEN 3
                WHEN similarity(x.domains[1], x.domains2[1]) > 0.6 THEN 2
                ELSE 1 END AS domain,
           CASE WHEN x.street = '' OR x.street2 = '' THEN 0
                WHEN x.street_alike >= 0.75 THEN 3
                WHEN x.street_alike >= 0.45 THEN 2
                ELSE 1 END AS street,
           CASE WHEN x.house = '' OR x.house2 = '' THEN 0
                WHEN x.house = x.house2 THEN 3
                WHEN levenshtein(left(x.house, 12), left(x.house2, 12)) <= 1
                     AND length(x.house) + length(x.house2) > 3 THEN 2
                ELSE 1 END AS house
    OFFSET 0
 ) y
"""
# what the words of one name tell that the other has too, as such or nearly so
_WORDS_IN = """
    SELECT COALESCE(sum(bits * found), 0) AS told,
           COALESCE(sum(bits) FILTER (WHERE found = 0), 0) AS lost,
           COALESCE(string_agg(token, '' ORDER BY place) FILTER (WHERE found = 0), '')
               AS rest
      FROM (
        SELECT word.*, (
            SELECT max(CASE
                WHEN word.token = other.token THEN 1
                WHEN least(length(word.token), length(other.token)) < 3 THEN 0
                WHEN starts_with(other.token, word.token)
                    THEN CASE WHEN length(word.token) > 3 THEN 0.95 ELSE 0.8 END
                WHEN starts_with(word.token, other.token)
                    -- bank tells as little of Bankpozitif as it tells itself
                    THEN CASE WHEN length(other.token) > 3 THEN 0.95 ELSE 0.8 END
                         * least(1, other.bits / word.bits)
                WHEN least(length(word.token), length(other.token)) < 4 THEN 0
                WHEN levenshtein_less_equal(word.token, other.token, 2) <= CASE
                    WHEN least(length(word.token), length(other.token)) > 6
                         OR length(word.token) = length(other.token)
                         AND translate(word.token, other.token, '') = ''
                    THEN 2 ELSE 1 END
                    THEN 0.9
                ELSE 0 END)
              FROM unnest({of}.tokens, {of}.bits) AS other (token, bits)) AS found
          FROM unnest({these}.tokens, {these}.bits)
               WITH ORDINALITY AS word (token, bits, place)
        OFFSET 0
      ) words"""
_COMMON = "(SELECT v FROM unnest(a.{0}) AS v WHERE v = ANY(b.{0}) LIMIT 1)"
