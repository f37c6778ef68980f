import json
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.activity import ACTIVITY, Activity
from ..tools.merge_reference import Reference, count_query, same_row


class CrmMergeUndo(models.AbstractModel):
    """Take a merge back: the journal from its end to its beginning."""

    _name = "crm.merge.undo"
    _description = "Undoing a merge"

    def action_undo(self):
        """Bring the source back, with all that has not been changed since."""
        self.ensure_one()
        self._check_may_merge(self.target_id)
        # sudo: any model - what was moved past the user's rights moves back so
        merge_sudo = self.sudo()
        merge_sudo.lock_for_update()
        merge_sudo._check_can_undo()
        merge_sudo._tell_undone(merge_sudo._take_back())
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.source_id,
            "views": [[self.env.ref("crm_cubicl.crm_customer_view_form").id, "form"]],
        }

    def _check_can_undo(self) -> None:
        if self.state != "done":
            raise UserError(self.env._("This merge was taken back already."))
        if not self.journal_ids:
            raise UserError(
                self.env._(
                    "This merge cannot be taken back any more: what is needed for it "
                    "is kept for %(days)s days.",
                    days=self._get_undo_days(),
                )
            )
        if self.target_id.id != self.target_number:
            raise UserError(
                self.env._(
                    "%(name)s was merged on since. Take that merge back first.",
                    name=self.target_id.display_name or self.source_name,
                )
            )
        later = self.search_count(
            [
                ("target_id", "=", self.target_id.id),
                ("state", "=", "done"),
                ("id", ">", self.id),
                ("journal_ids", "!=", False),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._("Take the later merges into the same customer back first.")
            )

    def _take_back(self) -> dict[str, int]:
        """Change everything back; return how many rows of each table had changed."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id = %s FOR UPDATE", self.target_id.id
            )
        )
        changed = defaultdict(int)
        lines = self.env.execute_query(
            SQL(
                'SELECT kind, "table", "column", reference_kind, model_column,'
                " named_model, content, id FROM crm_merge_journal WHERE merge_id = %s"
                " ORDER BY id DESC",
                self.id,
            )
        )
        for kind, table, column, how, model_column, model, content, id_ in lines:
            reference = self._get_reference(table, column, how, model_column)
            undo = getattr(self, f"_undo_{kind}")
            changed[table] += undo(reference, model, content, id_)
        self.env.cr.execute(
            SQL(
                "UPDATE mail_message SET crm_merge_id = NULL WHERE crm_merge_id = %s",
                self.id,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET crm_duplicates_stale = TRUE WHERE id IN %s",
                (self.source_id, self.target_id.id),
            )
        )
        self.journal_ids.unlink()
        self.write({"state": "undone", "undone_date": fields.Datetime.now()})
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return {table: count for table, count in changed.items() if count}

    @api.model
    def _get_reference(self, table, column, how, model_column) -> Reference:
        details = self.env["crm.merge.catalogue"]._get_table_details((table,))
        columns = tuple(details[table].columns) if table in details else ()
        return Reference(
            table,
            column,
            how or "key",
            "",
            model_column or "",
            (),
            "id" in columns,
            columns,
        )

    def _undo_move(self, reference: Reference, model, content, _id) -> int:
        """Let rows name the old record again, where they still name the new one."""
        missing = 0
        for way in content:
            rows = way["rows"]
            if reference.has_id:
                which = SQL("id IN %s", tuple(rows))
            else:
                which = SQL(
                    "EXISTS (SELECT FROM"
                    " jsonb_populate_recordset(NULL::%s, %s::jsonb) AS r WHERE %s)",
                    reference.sql_table,
                    json.dumps(rows),
                    same_row(reference.table, reference.columns),
                )
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s AND %s",
                    reference.sql_table,
                    reference.sql_column,
                    reference.assign(model, way["new"], way["old"]),
                    reference.match(model, way["new"]),
                    which,
                )
            )
            missing += len(rows) - self.env.cr.rowcount
        return missing

    def _undo_value(self, reference: Reference, _model, content, id_) -> int:
        """Give rows their value back, where nobody has given them another since."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET %(column)s = r.%(column)s"
                " FROM crm_merge_journal AS line,"
                " jsonb_array_elements(line.content) AS e,"
                " jsonb_populate_record(NULL::%(table)s, jsonb_build_object("
                "   'id', e->'id', %(name)s, e->'was')) AS r"
                " WHERE line.id = %(id)s AND t.id = r.id"
                " AND to_jsonb(t.%(column)s) IS NOT DISTINCT FROM"
                "   NULLIF(e->'became', 'null'::jsonb)",
                table=reference.sql_table,
                column=reference.sql_column,
                name=reference.column,
                id=id_,
            )
        )
        return len(content) - self.env.cr.rowcount

    def _undo_gone(self, reference: Reference, _model, content, id_) -> int:
        """Put whole rows back, where nothing stands in their place."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s SELECT r.* FROM crm_merge_journal AS line,"
                " jsonb_populate_recordset(NULL::%(table)s, line.content) AS r"
                " WHERE line.id = %(id)s ON CONFLICT DO NOTHING",
                table=reference.sql_table,
                id=id_,
            )
        )
        return len(content) - self.env.cr.rowcount

    def _undo_made(self, reference: Reference, _model, content, _id) -> int:
        """Delete what the merge made, unless somebody uses it by now."""
        references = self.env["crm.merge.catalogue"]._get_references("res.partner")
        own = ("res_partner", content[0])
        query = count_query(references, "res.partner", tuple(content), own)
        if self.env.execute_query(query):
            return len(content)
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE id IN %s", reference.sql_table, tuple(content))
        )
        return 0

    def _tell_undone(self, changed: dict[str, int]) -> None:
        """Write what was taken back, and what was not, into both activities."""
        source = self.env["res.partner"].browse(self.source_id)
        body = Markup("<p>%s</p>") % self.env._(
            "The merge of %(name)s with %(target)s was taken back.",
            name=source.display_name,
            target=self.target_id.display_name,
        )
        if changed:
            stayed = ", ".join(f"{self._get_name(t)}: {n}" for t, n in changed.items())
            body += Markup("<p>%s</p>") % self.env._(
                "Changed or deleted since, and therefore left as it is: %s.", stayed
            )
        activity = Activity(kind="merge", source="merge")
        for partner in (source, self.target_id):
            partner.with_context(**{ACTIVITY: activity})._message_log(body=body)

    @api.model
    def _get_name(self, table: str) -> str:
        for model in self.env.registry.models.values():
            if model._table == table and model._auto:
                return self.env["ir.model"]._get(model._name).name
        return table
