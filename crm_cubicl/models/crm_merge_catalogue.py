import re
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, ormcache

from ..tools.merge_reference import (
    BY_COMPANY,
    DIGITS,
    FOREIGN_KEY,
    PAIR,
    PROPERTY,
    TEXT,
    Reference,
    UniqueIndex,
)

# numbers beside a model's name that are declared as nothing but numbers
PLAIN_PAIRS = (
    ("res_id", "res_model"),
    ("res_id", "res_model_name"),
    ("res_id", "model"),
    ("parent_res_id", "parent_res_model"),
)


class CrmMergeCatalogue(models.AbstractModel):
    """Every column of the database that can name a record of a model.

    Read from PostgreSQL where it knows (foreign keys, also of tables no addon of ours
    knows), from the registry where only Odoo does.
    """

    _name = "crm.merge.catalogue"
    _description = "Columns that name a record"

    @api.model
    def _get_references(self, model_name: str) -> tuple[Reference, ...]:
        """Return the columns in which a record of the model can be named."""
        known = self._get_stored_references(model_name)
        return known + self._get_property_references(model_name)

    @api.model
    @ormcache("model_name", cache="stable")
    def _get_stored_references(self, model_name: str) -> tuple[Reference, ...]:
        """Return those that change with the installed addons alone."""
        table = self.env[model_name]._table
        found = [
            *self._get_foreign_keys(table),
            *self._get_pairs(),
            *self._get_texts(),
            *self._get_digits(model_name),
            *self._get_company_dependents(model_name),
        ]
        details = self._get_table_details(tuple({name for name, *_rest in found}))
        owners = {
            model._table: model._name
            for model in self.env.registry.models.values()
            if model._auto and not model._abstract
        }
        return tuple(
            Reference(
                table,
                column,
                kind,
                owners.get(table, ""),
                model_column,
                unique=tuple(details[table].find_unique(column)),
                has_id="id" in details[table].columns,
                columns=tuple(details[table].columns),
            )
            for table, column, kind, model_column in found
            if table in details
        )

    @api.model
    def _get_foreign_keys(self, table: str):
        self.env.cr.execute(
            """
            SELECT source.relname, attribute.attname
            FROM pg_constraint AS key
            JOIN pg_class AS source ON source.oid = key.conrelid
            JOIN pg_attribute AS attribute ON attribute.attrelid = key.conrelid
                AND attribute.attnum = key.conkey[1]
            JOIN pg_class AS target ON target.oid = key.confrelid
            WHERE key.contype = 'f' AND array_length(key.conkey, 1) = 1
                AND target.relname = %s
                AND target.relnamespace = current_schema::regnamespace
                AND source.relnamespace = current_schema::regnamespace
            GROUP BY 1, 2 ORDER BY 1, 2
            """,
            (table,),
        )
        derived = self._get_derived_tables()
        return [
            (*row, FOREIGN_KEY, "")
            for row in self.env.cr.fetchall()
            if row[0] not in derived
        ]

    @api.model
    def _get_derived_tables(self) -> set[str]:
        """Return tables that are made of others and go with their rows.

        Override to add those that the database itself deletes from, and that a job
        makes anew.
        """
        return {"crm_duplicate_record", "crm_duplicate_key", "crm_duplicate_pair"}

    @api.model
    def _get_pairs(self):
        """Return the columns of a model and an id, as attachments have them."""
        found = []
        for model in self._get_tables():
            for field in model._fields.values():
                if field.type != "many2one_reference" or not field.store:
                    continue
                if model._fields[field.model_field].store:
                    found.append((model._table, field.name, PAIR, field.model_field))
            found += [
                (model._table, name, PAIR, beside)
                for name, beside in PLAIN_PAIRS
                if self._is_stored(model, name, "integer")
                and self._is_stored(model, beside, "char")
            ]
        return found

    @api.model
    def _is_stored(self, model, name: str, kind: str) -> bool:
        field = model._fields.get(name)
        return bool(field and field.store and field.type == kind)

    @api.model
    def _get_texts(self):
        return [
            (model._table, field.name, TEXT, "")
            for model in self._get_tables()
            for field in model._fields.values()
            if field.type == "reference" and field.store
        ]

    @api.model
    def _get_digits(self, model_name: str):
        """Return the columns of texts that are the id of such a record, or no number.

        A website knows visitors who are logged in by the number of their partner.
        """
        if model_name != "res.partner" or "website.visitor" not in self.env:
            return []
        return [(self.env["website.visitor"]._table, "access_token", DIGITS, "")]

    @api.model
    def _get_company_dependents(self, model_name: str):
        return [
            (self.env[field.model_name]._table, field.name, BY_COMPANY, "")
            for field in self.env.registry.many2one_company_dependents[model_name]
        ]

    @api.model
    def _get_property_references(self, model_name: str) -> tuple[Reference, ...]:
        """Return the columns of properties that name such records.

        Which there are is data, so this is asked each time, in one query for all.
        """
        found = self._get_property_columns()
        parts = [
            SQL(
                "SELECT %s AS number, item->>'name' AS name"
                " FROM %s, jsonb_array_elements(%s) AS item"
                " WHERE item->>'comodel' = %s",
                number,
                SQL.identifier(container),
                SQL.identifier(definition),
                model_name,
            )
            for number, (*_column, container, definition) in enumerate(found)
        ]
        if not parts:
            return ()
        names = defaultdict(list)
        query = SQL(" UNION ").join(parts)
        for number, name in self.env.execute_query(query):
            names[number].append(name)
        return tuple(
            Reference(
                table, column, PROPERTY, owner, names=tuple(sorted(names[number]))
            )
            for number, (table, column, owner, *_container) in enumerate(found)
            if number in names
        )

    @api.model
    @ormcache(cache="stable")
    def _get_property_columns(self) -> tuple[tuple[str, ...], ...]:
        """Return where properties are, with their model, and where they are defined."""
        found = []
        for model in self._get_tables():
            for field in model._fields.values():
                if field.type != "properties" or not field.store:
                    continue
                holder = model._fields[field.definition_record].comodel_name
                definition = self.env[holder]._fields[field.definition_record_field]
                if definition.store:
                    container = self.env[holder]._table
                    names = (field.name, model._name, container, definition.name)
                    found.append((model._table, *names))
        return tuple(found)

    @api.model
    def _get_tables(self):
        """Return a model for each table that Odoo keeps."""
        return [
            self.env[name]
            for name, model in sorted(self.env.registry.models.items())
            if model._auto and not model._abstract
        ]

    @api.model
    def _get_table_details(self, tables: tuple[str, ...]) -> dict:
        """Return the columns and unique indexes of tables, in two queries."""
        details = defaultdict(TableDetails)
        rows = self.env.execute_query(
            SQL(
                "SELECT relation.relname, attribute.attname"
                " FROM pg_attribute AS attribute"
                " JOIN pg_class AS relation ON relation.oid = attribute.attrelid"
                " WHERE relation.relname IN %s AND attribute.attnum > 0"
                " AND NOT attribute.attisdropped AND relation.relkind = 'r'"
                " AND relation.relnamespace = current_schema::regnamespace"
                " ORDER BY attribute.attnum",
                tables,
            )
        )
        for table, column in rows:
            details[table].columns.append(column)
        for table, predicate, keys in self._get_unique_indexes(tables):
            details[table].unique.append((predicate or "", keys))
        return dict(details)

    @api.model
    def _get_unique_indexes(self, tables: tuple[str, ...]) -> list[tuple]:
        return self.env.execute_query(
            SQL(
                """
                SELECT relation.relname, pg_get_expr(index.indpred, index.indrelid),
                    array_agg(pg_get_indexdef(index.indexrelid, key::int, TRUE)
                        ORDER BY key)
                FROM pg_index AS index
                JOIN pg_class AS relation ON relation.oid = index.indrelid,
                generate_series(1, index.indnkeyatts) AS key
                WHERE index.indisunique AND relation.relname IN %s
                    AND relation.relnamespace = current_schema::regnamespace
                GROUP BY index.indexrelid, relation.relname, index.indpred,
                    index.indrelid
                ORDER BY index.indexrelid
                """,
                tables,
            )
        )


class TableDetails:
    """The columns of a table and what must be unique in it."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.unique: list[tuple[str, list[str]]] = []

    def find_unique(self, column: str):
        """Yield the unique indexes that a change of the column could break."""
        name = re.compile(rf"\b{re.escape(column)}\b")
        for predicate, keys in self.unique:
            others = [key for key in keys if not name.search(key)]
            if len(others) < len(keys):
                yield UniqueIndex(tuple(others), predicate)
