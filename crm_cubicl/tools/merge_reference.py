"""Where a record is named, and the SQL that lets its rows name another one.

Pure: nothing here asks a database. The names come from the catalogue of PostgreSQL and
from the registry, never from a user, and are quoted all the same.
"""

from dataclasses import dataclass, field

from odoo.tools import SQL

FOREIGN_KEY = "key"
PAIR = "pair"
TEXT = "text"
BY_COMPANY = "company"
PROPERTY = "property"
DIGITS = "digits"
# one number, or one text made of it, is exchanged: the ids are all that undoing needs
PLAIN = (FOREIGN_KEY, PAIR, TEXT, DIGITS)
# of these two rows can be in each other's way
CAN_CLASH = (FOREIGN_KEY, PAIR, DIGITS)


@dataclass(frozen=True)
class UniqueIndex:
    """A unique index on the column: what must differ beside it, and for which rows.

    :param others: the other columns or expressions, as PostgreSQL writes them
    :param predicate: the condition of a partial index, or an empty text
    """

    others: tuple[str, ...] = ()
    predicate: str = ""


@dataclass(frozen=True)
class Reference:
    """A column that names records of one model.

    :param kind: how it names them: ``key`` (their id), ``pair`` (model and id in two
        columns), ``text`` ("model,id"), ``digits`` (a text of the id), ``company``
        (``{company: id}``), ``property`` (``{name: id or [ids]}``)
    :param owner: the model that the column belongs to, or an empty text where no addon
        in the registry knows the table
    :param names: the names of the properties that name such records
    """

    table: str
    column: str
    kind: str = FOREIGN_KEY
    owner: str = ""
    model_column: str = ""
    unique: tuple[UniqueIndex, ...] = ()
    has_id: bool = True
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def sql_table(self) -> SQL:
        """Return the quoted table."""
        return SQL.identifier(self.table)

    @property
    def sql_column(self) -> SQL:
        """Return the quoted column."""
        return SQL.identifier(self.column)

    def match(self, model: str, *ids: int) -> SQL:
        """Return the condition of the rows that name one of the records."""
        column = self.sql_column
        if self.kind == TEXT:
            return SQL("%s IN %s", column, tuple(f"{model},{id_}" for id_ in ids))
        if self.kind == DIGITS:
            return SQL("%s IN %s", column, tuple(map(str, ids)))
        if self.kind == PAIR:
            of_model = SQL("%s = %s", SQL.identifier(self.model_column), model)
            return SQL("%s AND %s IN %s", of_model, column, ids)
        if self.kind == BY_COMPANY:
            return SQL(
                "EXISTS (SELECT FROM jsonb_each_text(%s) WHERE value IN %s)",
                column,
                tuple(map(str, ids)),
            )
        if self.kind == PROPERTY:
            return SQL(
                "EXISTS (SELECT FROM jsonb_each(%s) AS p WHERE p.key IN %s AND %s)",
                column,
                self.names,
                SQL(" OR ").join(
                    SQL("p.value @> to_jsonb(%s::int)", id_) for id_ in ids
                ),
            )
        return SQL("%s IN %s", column, ids)

    def names_one(self, row: dict, model: str, ids) -> bool:
        """Return whether a whole row names one of the records."""
        value = row.get(self.column)
        if self.kind == TEXT:
            return value in {f"{model},{id_}" for id_ in ids}
        if self.kind == DIGITS:
            return value in set(map(str, ids))
        if self.kind in (BY_COMPANY, PROPERTY):
            named = [
                one
                for name, each in (value or {}).items()
                if not self.names or name in self.names
                for one in (each if isinstance(each, list) else [each])
            ]
            return any(id_ in named for id_ in ids)
        if self.kind == PAIR and row.get(self.model_column) != model:
            return False
        return value in ids

    def assign(self, model: str, old: int, new: int) -> SQL:
        """Return what the column holds when the new record is named for the old."""
        if self.kind == TEXT:
            return SQL("%s", f"{model},{new}")
        if self.kind == DIGITS:
            return SQL("%s", str(new))
        if self.kind in (BY_COMPANY, PROPERTY):
            names = SQL(" AND each.key IN %s", self.names) if self.names else SQL()
            return SQL(
                "(SELECT jsonb_object_agg(each.key, CASE"
                " WHEN each.value = to_jsonb(%(old)s::int)%(names)s"
                " THEN to_jsonb(%(new)s::int)"
                " WHEN jsonb_typeof(each.value) = 'array'%(names)s THEN %(list)s"
                " ELSE each.value END) FROM jsonb_each(%(column)s) AS each)",
                old=old,
                new=new,
                names=names,
                column=self.sql_column,
                list=_assign_in_list(old, new),
            )
        return SQL("%s", new)


def _assign_in_list(old: int, new: int) -> SQL:
    """Return the list of ids with the new one for the old, each once, in order."""
    return SQL(
        "(SELECT coalesce(jsonb_agg(id ORDER BY place), '[]'::jsonb) FROM ("
        " SELECT CASE WHEN item = to_jsonb(%(old)s::int) THEN to_jsonb(%(new)s::int)"
        " ELSE item END AS id, min(place) AS place"
        " FROM jsonb_array_elements(each.value) WITH ORDINALITY AS list(item, place)"
        " GROUP BY 1) AS listed)",
        old=old,
        new=new,
    )


def count_query(references, model: str, ids: tuple[int, ...], own=None) -> SQL:
    """Return the query of how often records are named, one row a reference.

    Columns: number of the reference, a list with a count for each id. What names none
    of them is left out.

    :param own: table and id of a row that does not count, as it is to go
    """
    table, own_id = own or ("", 0)
    parts = [
        SQL(
            "SELECT %s AS number, ARRAY[%s] AS counts FROM %s WHERE %s%s",
            number,
            SQL(", ").join(
                SQL("count(*) FILTER (WHERE %s)", reference.match(model, id_))
                for id_ in ids
            ),
            reference.sql_table,
            reference.match(model, *ids),
            SQL(" AND id <> %s", own_id) if reference.table == table else SQL(),
        )
        for number, reference in enumerate(references)
    ]
    return SQL(
        "SELECT number, counts FROM (%s) AS counted WHERE 0 < ANY(counts)",
        SQL(" UNION ALL ").join(parts),
    )


def collision_query(reference: Reference, index: UniqueIndex, model, pairs) -> SQL:
    """Return the query of the rows that could not both name the new record.

    Columns: old id, both rows as jsonb, the one that names the old record first.

    :param pairs: dict of the old ids and the new
    """
    keys = SQL(", ").join(
        SQL("(%s) AS %s", SQL(_escape(text)), SQL.identifier(f"crm_key_{number}"))
        for number, text in enumerate(index.others)
    )
    predicate = SQL(_escape(index.predicate)) if index.predicate else SQL("TRUE")
    sides = [
        SQL(
            "(SELECT to_jsonb(%(table)s) AS content, %(column)s AS crm_named%(keys)s"
            " FROM %(table)s WHERE %(match)s AND %(predicate)s)",
            table=reference.sql_table,
            column=reference.sql_column,
            keys=SQL(", %s", keys) if index.others else SQL(),
            match=reference.match(model, *ids),
            predicate=predicate,
        )
        for ids in (tuple(pairs), tuple(pairs.values()))
    ]
    cast = SQL("::text" if reference.kind == DIGITS else "")
    same = [
        SQL("s.crm_named = way.old%s", cast),
        SQL("t.crm_named = way.new%s", cast),
    ] + [
        SQL("s.%(key)s = t.%(key)s", key=SQL.identifier(f"crm_key_{number}"))
        for number in range(len(index.others))
    ]
    return SQL(
        "SELECT way.old, s.content, t.content FROM %s AS s, %s AS t, %s WHERE %s",
        *sides,
        ways(pairs),
        SQL(" AND ").join(same),
    )


def move_query(
    reference: Reference, model: str, pairs: dict[int, int], more=None
) -> SQL:
    """Return the parts of a WITH that let rows name the new records.

    The last part, ``told``, has one column, ``content``: a list of ``{"old", "new",
    "rows"}``, the rows by their ids, or whole where the table has none.

    :param more: SQL of what else is set in these rows
    """
    table = reference.sql_table
    named = SQL("%s.%s", table, reference.sql_column)
    condition = SQL("%s = way.old", named)
    value = SQL("way.new")
    if reference.kind == PAIR:
        model_column = SQL.identifier(reference.model_column)
        condition = SQL("%s AND %s.%s = %s", condition, table, model_column, model)
    elif reference.kind == TEXT:
        condition = SQL("%s = %s || way.old", named, f"{model},")
        value = SQL("%s || way.new", f"{model},")
    elif reference.kind == DIGITS:
        condition = SQL("%s = way.old::text", named)
        value = SQL("way.new::text")
    told = SQL("%s.id", table) if reference.has_id else SQL("to_jsonb(%s)", table)
    return SQL(
        "moved AS (UPDATE %(table)s SET %(column)s = %(value)s%(more)s"
        " FROM %(ways)s WHERE %(condition)s"
        " RETURNING way.old, way.new, %(told)s AS row),"
        " grouped AS (SELECT old, new, jsonb_agg(row) AS rows"
        " FROM moved GROUP BY 1, 2),"
        " told AS (SELECT jsonb_agg(to_jsonb(grouped)) AS content FROM grouped)",
        table=table,
        column=reference.sql_column,
        value=value,
        more=SQL(", %s", more) if more else SQL(),
        ways=ways(pairs),
        condition=condition,
        told=told,
    )


def move_together_query(references, model: str, old: int, new: int, more=()) -> SQL:
    """Return the parts of a WITH that move several columns of a table at once.

    Each row is written once, with its indexes, whatever the number of columns. Columns
    of the last part, ``told``: number of the reference, and ``content`` as above.

    :param more: further column, its SQL and the number of the reference it is for
    """
    table = references[0].sql_table
    flags = [SQL.identifier(f"names_{number}") for number in range(len(references))]
    matches = [reference.match(model, old) for reference in references]
    named = [
        (reference.sql_column, reference.assign(model, old, new), flag)
        for reference, flag in zip(references, flags, strict=True)
    ]
    named += [
        (SQL.identifier(name), value, flags[place]) for name, value, place in more
    ]
    return SQL(
        "old AS (SELECT id AS row_id, %(flagged)s FROM %(table)s WHERE %(any)s),"
        " changed AS (UPDATE %(table)s SET %(sets)s FROM old"
        " WHERE %(table)s.id = old.row_id RETURNING %(table)s.id, old.*),"
        " told AS (%(told)s)",
        table=table,
        any=SQL(" OR ").join(SQL("(%s)", match) for match in matches),
        flagged=SQL(", ").join(
            SQL("COALESCE(%s, FALSE) AS %s", match, flag)
            for match, flag in zip(matches, flags, strict=True)
        ),
        sets=SQL(", ").join(
            SQL("%s = CASE WHEN %s THEN %s ELSE %s.%s END", column, flag, value, *of)
            for column, value, flag, *of in ((*each, table, each[0]) for each in named)
        ),
        told=SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS number, jsonb_build_array(jsonb_build_object("
                "'old', %s, 'new', %s, 'rows', jsonb_agg(id))) AS content"
                " FROM changed WHERE %s HAVING count(*) > 0",
                number,
                old,
                new,
                flag,
            )
            for number, flag in enumerate(flags)
        ),
    )


def exchange_query(reference: Reference, model: str, old: int, new: int) -> SQL:
    """Return the parts of a WITH that exchange a record within what a column holds.

    ``content`` of ``told`` is a list of ``{"id", "was", "became"}``.
    """
    return SQL(
        "old AS (SELECT id AS row_id, %(column)s AS was FROM %(table)s"
        " WHERE %(match)s FOR UPDATE),"
        " changed AS (UPDATE %(table)s SET %(column)s = %(value)s FROM old"
        " WHERE id = old.row_id RETURNING id, old.was, %(column)s AS became),"
        " told AS (SELECT jsonb_agg(to_jsonb(changed)) AS content FROM changed)",
        column=reference.sql_column,
        table=reference.sql_table,
        match=reference.match(model, old),
        value=reference.assign(model, old, new),
    )


def set_query(reference: Reference, rows: str) -> SQL:
    """Return the parts of a WITH that give a column other values.

    ``content`` of ``told`` is a list of ``{"id", "was", "became"}``.

    :param rows: JSON of rows with their ids and the column
    """
    return SQL(
        "old AS (SELECT t.id AS row_id, t.%(column)s AS was, r.%(column)s AS new"
        " FROM %(table)s AS t"
        " JOIN jsonb_populate_recordset(NULL::%(table)s, %(rows)s::jsonb) AS r"
        " ON r.id = t.id FOR UPDATE OF t),"
        " changed AS (UPDATE %(table)s SET %(column)s = old.new FROM old"
        " WHERE id = old.row_id RETURNING id, old.was, %(column)s AS became),"
        " told AS (SELECT jsonb_agg(to_jsonb(changed)) AS content FROM changed)",
        table=reference.sql_table,
        column=reference.sql_column,
        rows=rows,
    )


def take_out_query(reference: Reference, rows: str) -> SQL:
    """Return the parts of a WITH that delete rows; ``content`` is a list of them whole.

    :param rows: the rows as JSON; their ids are enough where the table has ids
    """
    table = reference.sql_table
    columns = ("id",) if reference.has_id else reference.columns
    return SQL(
        "gone AS (DELETE FROM %(table)s USING"
        " jsonb_populate_recordset(NULL::%(table)s, %(rows)s::jsonb) AS r"
        " WHERE %(same)s RETURNING to_jsonb(%(table)s) AS row),"
        " told AS (SELECT jsonb_agg(row) AS content FROM gone)",
        table=table,
        rows=rows,
        same=same_row(reference.table, columns),
    )


def same_row(table: str, columns, alias: str = "r") -> SQL:
    """Return the condition that a row is the one of another alias, column by column."""
    return SQL(" AND ").join(
        SQL(
            "%s.%s IS NOT DISTINCT FROM %s.%s",
            SQL.identifier(table),
            SQL.identifier(column),
            SQL.identifier(alias),
            SQL.identifier(column),
        )
        for column in columns
    )


def ways(pairs: dict[int, int]) -> SQL:
    """Return the old ids and the new as a table ``way(old, new)``."""
    rows = SQL(", ").join(SQL("(%s, %s)", old, new) for old, new in pairs.items())
    return SQL("(VALUES %s) AS way(old, new)", rows)


def _escape(text: str) -> str:
    """Return a text of the catalogue's as code of a query with parameters."""
    return text.replace("%", "%%")
