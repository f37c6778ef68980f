"""Rows for every table: what a database of years has, made from its own catalogue."""

import json
from collections import defaultdict

from odoo.tools import SQL, mute_logger

DAY = "2026-03-02"
SOME = "any row of the table that the column names"
# what a CHECK of the table, or a trigger of sense, wants beyond NOT NULL
GIVEN = {
    "account_move": {"state": "draft", "move_type": "entry", "date": DAY},
    "account_move_line": {"display_type": "line_note", "account_id": None},
    "ir_act_window": {"type": "ir.actions.act_window", "res_model": "res.partner"},
    "ir_embedded_actions": {
        "python_method": "action_archive",
        "name": json.dumps({"en_US": "Archive"}),
    },
    "mail_notification": {"res_partner_id": SOME},
}
EMPTY = "DEFAULT VALUES"
TYPES = {
    "int4": 1,
    "int8": 1,
    "numeric": 0,
    "float8": 0,
    "bool": False,
    "date": DAY,
}


class Attempt:
    """A piece of work that the database, or a check, may refuse."""

    def __init__(self, cr) -> None:
        self.cr = cr
        self.error = None

    def __enter__(self):
        self.cr._obj.execute("SAVEPOINT crm_try")
        return self

    def __exit__(self, kind, error, trace):
        self.error = error
        self.cr._obj.execute(
            "ROLLBACK TO SAVEPOINT crm_try" if error else "RELEASE SAVEPOINT crm_try"
        )
        return kind is None or issubclass(kind, Exception)


class Rows:
    """Make rows of any table, with what the table asks for and nothing more."""

    def __init__(self, env, name: str) -> None:
        self.env = env
        self.name, self.number = name, 0
        self.made_by = defaultdict(set)
        self.columns = self._read_columns()
        self.keys = self._read_keys()
        self.models = {
            model._table: env[name]
            for name, model in env.registry.models.items()
            if model._auto and not model._abstract
        }

    def make(self, table: str, values: dict, rng) -> bool:
        """Make a row with these values; return whether there is one now."""
        for way, name in ((self._make_by_orm, "orm"), (self._make_by_sql, "sql")):
            with mute_logger("odoo.sql_db"), Attempt(self.env.cr) as attempt:
                way(table, values, rng)
            if not attempt.error:
                self.made_by[name].add(table)
                return True
            self.env.clear()
        self.made_by["none"].add(table)
        return False

    def repeat(self, table: str, column: str, old: int, new: int) -> bool:
        """Repeat the last row that names the old record, for the new one."""
        change = SQL("jsonb_build_object(%s, %s::int)", column, new)
        if "id" in self.columns[table]:
            with_id = SQL("jsonb_build_object('id', nextval(%s))", f"{table}_id_seq")
            change = SQL("%s || %s", change, with_id)
        name = SQL.identifier(table)
        with mute_logger("odoo.sql_db"), Attempt(self.env.cr) as attempt:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %(table)s SELECT r.* FROM (SELECT * FROM %(table)s"
                    " WHERE %(column)s = %(old)s ORDER BY ctid DESC LIMIT 1) AS s,"
                    " jsonb_populate_record(NULL::%(table)s, to_jsonb(s) || %(change)s)"
                    " AS r",
                    table=name,
                    column=SQL.identifier(column),
                    old=old,
                    change=change,
                )
            )
        return not attempt.error

    # -- ways ----------------------------------------------------------------------

    def _make_by_orm(self, table, values, rng) -> None:
        model = self.models[table].with_context(
            tracking_disable=True, mail_create_nolog=True, no_reset_password=True
        )
        if model._transient or set(values) - set(model._fields):
            raise LookupError
        given = {**self._get_required(model, rng), **values}
        model.create(given)
        self.env.flush_all()

    def _get_required(self, model, rng) -> dict:
        names = [
            field.name
            for field in model._fields.values()
            if field.required and field.store and not field.compute
        ]
        defaults = model.default_get(names)
        return {
            name: self._value_of(model._fields[name], rng)
            for name in names
            if name not in defaults and name != "id"
        }

    def _value_of(self, field, rng):
        if field.type == "many2one":
            return self._pick(self.env[field.comodel_name]._table, rng)
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if field.type in ("char", "text", "html"):
            return self._text()
        if field.type == "datetime":
            return self._get_moment(field.name)
        return {"date": DAY, "json": {}}.get(field.type, 1)

    def _get_moment(self, name: str) -> str:
        """Return a time; what ends does so after it began."""
        return f"{DAY} 10:00:00" if name.endswith("end") else f"{DAY} 09:00:00"

    def _make_by_sql(self, table, values, rng) -> None:
        given = {**GIVEN.get(table, {}), **values}
        for name, (kind, needs) in self.columns[table].items():
            if given.get(name) != SOME and (name in given or not needs):
                continue
            key = self.keys.get((table, name))
            given[name] = self._pick(key, rng) if key else self._fill(table, name, kind)
        columns = SQL(", ").join(map(SQL.identifier, given))
        placed = SQL(", ").join(SQL("%s", value) for value in given.values())
        row = SQL("(%s) VALUES (%s)", columns, placed) if given else SQL(EMPTY)
        self.env.cr.execute(SQL("INSERT INTO %s %s", SQL.identifier(table), row))

    def _fill(self, table, name, kind):
        field = self.models[table]._fields.get(name) if table in self.models else None
        if field is not None and field.type == "selection":
            return field.get_values(self.env)[0]
        if kind == "jsonb":
            return json.dumps({"en_US": self._text()})
        if kind == "timestamp":
            return self._get_moment(name)
        return TYPES[kind] if kind in TYPES else self._text()

    def _text(self) -> str:
        self.number += 1
        return f"{self.name}_{self.number}"

    def _pick(self, table: str, rng) -> int:
        """Return the id of a row of a table, made when there is none."""
        name = SQL.identifier(table)
        query = SQL("SELECT id FROM %s ORDER BY id LIMIT 20", name)
        rows = self.env.execute_query(query)
        if not rows:
            if not self.make(table, {}, rng):
                raise LookupError(table)
            rows = self.env.execute_query(query)
        return rng.choice(rows)[0]

    # -- what the catalogue tells ----------------------------------------------------

    def _read_columns(self) -> dict:
        """Return type and whether a value must be given, by table and column."""
        rows = self.env.execute_query(
            SQL(
                "SELECT table_name, column_name, udt_name,"
                " is_nullable = 'NO' AND column_default IS NULL"
                " FROM information_schema.columns"
                " WHERE table_schema = current_schema ORDER BY 1, ordinal_position"
            )
        )
        columns = defaultdict(dict)
        for table, name, kind, needs in rows:
            columns[table][name] = (kind, needs)
        return columns

    def _read_keys(self) -> dict:
        rows = self.env.execute_query(
            SQL(
                "SELECT s.relname, a.attname, t.relname FROM pg_constraint AS key"
                " JOIN pg_class AS s ON s.oid = key.conrelid"
                " JOIN pg_class AS t ON t.oid = key.confrelid"
                " JOIN pg_attribute AS a ON a.attrelid = key.conrelid"
                " AND a.attnum = key.conkey[1] WHERE key.contype = 'f'"
            )
        )
        return {(table, column): target for table, column, target in rows}
