import json
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools.merge_change import (
    BACK,
    DELETED,
    EDITED,
    ELSEWHERE,
    STAY,
    TAKEN,
    VALUE,
    Change,
    Choices,
    Line,
    Undone,
)
from ..tools.merge_reference import count_query, same_row, take_out_query

PARTNER = "res.partner"
# what the system counts and marks on its own
UNASKED = {
    "crm_activities_stale",
    "crm_duplicates_stale",
    "customer_rank",
    "message_bounce",
    "supplier_rank",
}
# rows that the system writes on its own: that one was edited tells nobody anything
UNWATCHED = ("bus.", "discuss.", "ir.", "mail.", "crm.merge", "website.", "res.users")
# a write of a company touches all its contacts, whatever it writes
TOUCHED = {PARTNER}


class CrmMergeUndoLine(models.AbstractModel):
    """Take back what one line of the journal says, and note what cannot be."""

    _name = "crm.merge.undo.line"
    _description = "Undoing one line of a journal"

    def _undo_move(self, line: Line, choices: Choices, undone: Undone) -> None:
        """Let rows name the old record again, where they still name the new one."""
        for way in line.content:
            if not line.reference.has_id:
                self._undo_move_whole(line, way, undone)
                continue
            changes = self._get_changes(line, self._find_moved_on(line, way))
            changes = self._set_derived_aside(line, changes, undone)
            force = [c.row for c in changes if choices.get(c) == BACK]
            stay = [c.row for c in changes if choices.get(c) == STAY]
            reference = line.reference
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s"
                    " WHERE id = ANY(%s) AND (%s OR id = ANY(%s)) AND id <> ALL(%s)",
                    reference.sql_table,
                    reference.sql_column,
                    reference.assign(line.model, way["new"], way["old"]),
                    way["rows"],
                    reference.match(line.model, way["new"]),
                    force,
                    stay,
                )
            )
            undone.count_back(reference, self.env.cr.rowcount)
            undone.changes += changes

    def _undo_move_whole(self, line: Line, way: dict, undone: Undone) -> None:
        """Let rows of a relation name the old record again."""
        reference = line.reference
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE %s AND EXISTS (SELECT FROM"
                " jsonb_populate_recordset(NULL::%s, %s::jsonb) AS r WHERE %s)",
                reference.sql_table,
                reference.sql_column,
                reference.assign(line.model, way["new"], way["old"]),
                reference.match(line.model, way["new"]),
                reference.sql_table,
                json.dumps(way["rows"]),
                same_row(reference.table, reference.columns),
            )
        )
        undone.count_back(reference, self.env.cr.rowcount)
        undone.count_stayed(reference, len(way["rows"]) - self.env.cr.rowcount)

    def _find_moved_on(self, line: Line, way: dict) -> dict[int, str]:
        """Return the rows that somebody has changed since, with what became of them."""
        reference = line.reference
        edited = SQL("FALSE")
        is_watched = self._is_watched(reference.owner)
        if is_watched and reference.owner not in TOUCHED:
            # the merge itself can have written them, within its transaction
            edited = SQL("write_date > %s", self.date + timedelta(seconds=1))
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s, %s FROM %s WHERE id = ANY(%s)",
                reference.match(line.model, way["new"]),
                edited,
                reference.sql_table,
                way["rows"],
            )
        )
        found = {}
        for id_, is_same, is_edited in rows:
            if not is_same:
                found[id_] = ELSEWHERE
            elif is_edited:
                found[id_] = EDITED
        gone = set(way["rows"]) - {row[0] for row in rows}
        return found | dict.fromkeys(gone, DELETED)

    @api.model
    def _is_watched(self, owner: str) -> bool:
        is_logged = bool(owner) and self.env[owner]._log_access
        return is_logged and not owner.startswith(UNWATCHED)

    @api.model
    def _get_changes(self, line: Line, found: dict[int, str]) -> list[Change]:
        return [
            Change(row, line.reference, outcome)
            for row, outcome in sorted(found.items())
            # a message that went with its record tells nobody anything
            if outcome != DELETED or self._is_watched(line.reference.owner)
        ]

    def _undo_value(self, line: Line, choices: Choices, undone: Undone) -> None:
        """Give rows their value back, where nobody has given them another since."""
        changes = self._get_changes(line, self._find_other_values(line))
        changes = self._set_derived_aside(line, changes, undone)
        force = [c.row for c in changes if choices.get(c) == BACK]
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET %(column)s = r.%(column)s FROM %(rows)s"
                " WHERE %(joined)s AND (%(same)s OR t.id = ANY(%(force)s))",
                force=force,
                **self._get_value_parts(line),
            )
        )
        undone.changes += changes

    def _set_derived_aside(self, line: Line, changes: list, undone: Undone) -> list:
        """Return the changes to ask for: what is computed is computed again instead."""
        if line.reference.column in UNASKED:
            return []
        owner = line.reference.owner
        field = self.env[owner]._fields.get(line.reference.column) if owner else None
        if not (changes and field and field.compute and field.readonly):
            return changes
        rows = [change.row for change in changes if change.outcome != DELETED]
        undone.derived.setdefault((owner, field.name), set()).update(rows)
        return []

    def _get_value_parts(self, line: Line) -> dict[str, SQL]:
        """Return the SQL of the rows of a line and of what tells a change of them.

        Within PostgreSQL, as no number is to lose a digit on the way.
        """
        reference = line.reference
        return {
            "table": reference.sql_table,
            "column": reference.sql_column,
            "rows": SQL(
                "crm_merge_journal AS line, jsonb_array_elements(line.content) AS e,"
                " jsonb_populate_record(NULL::%s, jsonb_build_object("
                "   'id', e->'id', %s, e->'was')) AS r",
                reference.sql_table,
                reference.column,
            ),
            "joined": SQL("line.id = %s AND t.id = r.id", line.id),
            "same": SQL(
                "to_jsonb(t.%s) IS NOT DISTINCT FROM"
                " NULLIF(e->'became', 'null'::jsonb)",
                reference.sql_column,
            ),
        }

    def _find_other_values(self, line: Line) -> dict[int, str]:
        """Return the rows with another value by now, or that are gone."""
        rows = self.env.execute_query(
            SQL(
                "SELECT t.id, %(same)s FROM %(table)s AS t, %(rows)s WHERE %(joined)s",
                **self._get_value_parts(line),
            )
        )
        same = dict(rows)
        return {
            row["id"]: VALUE if row["id"] in same else DELETED
            for row in line.content
            if not same.get(row["id"])
        }

    def _undo_gone(self, line: Line, _choices: Choices, undone: Undone) -> None:
        """Put whole rows back, where nothing stands in their place."""
        reference = line.reference
        returned = SQL("id") if reference.has_id else SQL("1")
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %(table)s SELECT r.* FROM crm_merge_journal AS line,"
                " jsonb_populate_recordset(NULL::%(table)s, line.content) AS r"
                " WHERE line.id = %(id)s ON CONFLICT DO NOTHING RETURNING %(told)s",
                table=reference.sql_table,
                id=line.id,
                told=returned,
            )
        )
        if not reference.has_id:
            undone.count_stayed(reference, len(line.content) - len(rows))
            return
        missing = {row["id"] for row in line.content} - {row[0] for row in rows}
        undone.changes += self._get_changes(line, dict.fromkeys(missing, TAKEN))

    def _undo_made(self, line: Line, _choices: Choices, undone: Undone) -> None:
        """Delete what the merge made, unless somebody uses it by now."""
        reference, content = line.reference, line.content
        if not reference.has_id:
            self.env.cr.execute(
                SQL(
                    "WITH %s SELECT FROM told",
                    take_out_query(reference, json.dumps(content)),
                )
            )
            return
        references = self.env["crm.merge.catalogue"]._get_references(PARTNER)
        own = ("res_partner", content[0])
        query = count_query(references, PARTNER, tuple(content), own)
        if self.env.execute_query(query):
            undone.changes += self._get_changes(line, dict.fromkeys(content, TAKEN))
            return
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE id = ANY(%s)", reference.sql_table, content)
        )
