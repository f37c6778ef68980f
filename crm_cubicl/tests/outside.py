from odoo.exceptions import UserError
from odoo.tools import SQL


class DigestMixin:
    """Whether anything was changed by whoever only looks, or is refused."""

    def _get_table_digest(self, table: str):
        # bundles of scripts are made by whoever comes first
        where = SQL("url IS NULL OR url NOT LIKE %s", "/web/assets/%")
        self.env.cr.execute(
            SQL(
                "SELECT md5(string_agg(md5(t::text), '' ORDER BY t::text))"
                " FROM %s t WHERE %s",
                SQL.identifier(table),
                where if table == "ir_attachment" else SQL("TRUE"),
            )
        )
        return self.env.cr.fetchone()


class DoorsMixin:
    """By which doors a field is asked for, and that none of them opens."""

    def _get_doors(self, records, name: str) -> dict:
        """Return every way in which a client can ask for a field."""
        model, field = records.browse(), records._fields[name]
        doors = {
            "read": lambda: records.read([name]),
            "search_read": lambda: model.search_read([], [name], limit=1),
            "web_search_read": lambda: model.web_search_read([], {name: {}}, limit=1),
            "web_read": lambda: records.web_read({name: {}}),
            "export_data": lambda: records.export_data([name]),
        }
        if field.store or field.search:
            doors["domain"] = lambda: model.search([(name, "!=", False)], limit=1)
        if field.store and field.column_type:
            doors["order"] = lambda: model.search([], order=name, limit=1)
        if field.groupable if hasattr(field, "groupable") else field.store:
            doors["groupby"] = lambda: model.formatted_read_group(
                [], [name], ["__count"]
            )
        return doors

    def _assert_refused(self, ask) -> None:
        try:
            found = ask()
        except (UserError, ValueError):
            return
        self.fail(f"This was told: {found}")
