"""Many rows like one, made by the database alone."""

from odoo.tools import SQL


def multiply(env, table: str, row: int, count: int, changes: dict) -> list[int]:
    """Copy a row of a table; return the ids of the copies.

    :param changes: column: expression of SQL, in which `n` counts from 1
    """
    env.flush_all()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id'",
        [table],
    )
    columns = [name for (name,) in env.cr.fetchall()]
    values = [changes.get(name) or SQL.identifier("t", name) for name in columns]
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
            " FROM %(table)s t, generate_series(1, %(count)s) n"
            " WHERE t.id = %(row)s RETURNING id",
            table=SQL.identifier(table),
            columns=SQL(", ").join(SQL.identifier(name) for name in columns),
            values=SQL(", ").join(values),
            count=count,
            row=row,
        )
    )
    env.invalidate_all()
    return [id_ for (id_,) in env.cr.fetchall()]
