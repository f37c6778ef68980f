from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ..tools.activity import ACTIVITY, Activity
from ..tools.merge_change import STAY, Choices, Line, Undone
from ..tools.merge_reference import Reference


class CrmMergeUndo(models.AbstractModel):
    """Take a merge back: the journal from its end to its beginning."""

    _name = "crm.merge.undo"
    _inherit = "crm.merge.undo.line"
    _description = "Undoing a merge"

    def action_undo(self):
        """Show what comes back, and ask for what was changed since."""
        self.ensure_one()
        undone = self._preview_undo()
        return self.env["crm.merge.undo.dialog"]._open(self, undone)

    def _preview_undo(self) -> Undone:
        """Return what would come back, having done it and taken it back again."""
        self._check_may_merge(self.target_id)
        # sudo: any model - what was moved past the user's rights moves back so
        merge_sudo = self.sudo()
        with self.env.cr.savepoint() as savepoint:
            merge_sudo._check_can_undo()
            undone = merge_sudo._take_back(Choices())
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return undone

    def _undo(self, choices: Choices | None = None) -> None:
        """Bring the source back, with all that has not been changed since.

        :param choices: what is to become of that which was changed
        """
        self.ensure_one()
        choices = choices or Choices()
        self._check_may_merge(self.target_id)
        # sudo: any model - what was moved past the user's rights moves back so
        merge_sudo = self.sudo()
        merge_sudo.lock_for_update()
        merge_sudo._check_can_undo()
        undone = merge_sudo._take_back_if_room(choices)
        merge_sudo._close_undone()
        merge_sudo._tell_undone(undone, choices)

    def _take_back_if_room(self, choices: Choices) -> Undone:
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self._take_back(choices)
        except IntegrityError as error:
            raise UserError(
                self.env._(
                    "Nothing was taken back: something that you want back cannot be "
                    "where it was, as another record stands in its place. Leave more "
                    "of it as it is now. (%(reason)s)",
                    reason=error.diag.message_primary or "",
                )
            ) from error

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
        if self.kind == "attach":
            self._check_still_attached()
        of_target = Domain("target_id", "=", self.target_id.id)
        of_target |= Domain("source_id", "=", self.target_id.id)
        later = Domain("state", "=", "done") & Domain("id", ">", self.id)
        later &= Domain("journal_ids", "!=", False)
        if self.search_count(of_target & later, limit=1):
            raise UserError(
                self.env._("Take the later merges into the same customer back first.")
            )

    def _check_still_attached(self) -> None:
        contact = self.env["res.partner"].browse(self.source_id)
        if contact.exists().parent_id != self.target_id:
            raise UserError(
                self.env._(
                    "%(name)s is no contact of %(target)s any more: it was deleted, "
                    "merged or brought to another customer since.",
                    name=self.source_name,
                    target=self.target_id.display_name,
                )
            )

    def _take_back(self, choices: Choices) -> Undone:
        """Change everything back, but for what was changed since and is to stay."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id = %s FOR UPDATE", self.target_id.id
            )
        )
        undone = Undone()
        for line in self._get_lines():
            getattr(self, f"_undo_{line.kind}")(line, choices, undone)
        self.env.invalidate_all(flush=False)
        self._derive(undone)
        undone.changes = list({c.key: c for c in undone.changes}.values())
        return undone

    @api.model
    def _derive(self, undone: Undone) -> None:
        """Compute again what follows from values that did not come back."""
        derived = dict(undone.derived)
        partners = self.env["res.partner"]
        changed = {c.row for c in undone.changes if c.reference.owner == partners._name}
        for field in self._get_following_fields() if changed else ():
            key = (partners._name, field.name)
            derived[key] = derived.get(key, set()) | changed
        for (model, name), ids in derived.items():
            records = self.env[model].browse(ids).exists()
            self.env.add_to_compute(records._fields[name], records)
        self.env.flush_all()

    def _get_lines(self):
        """Yield the lines of the journal, the last first."""
        rows = self.env.execute_query(
            SQL(
                'SELECT id, kind, "table", "column", reference_kind, model_column,'
                " named_model, content FROM crm_merge_journal WHERE merge_id = %s"
                " ORDER BY id DESC",
                self.id,
            )
        )
        details = self.env["crm.merge.catalogue"]._get_table_details(
            tuple({row[2] for row in rows})
        )
        owners = self._get_owners()
        for id_, kind, table, column, how, model_column, model, content in rows:
            columns = tuple(details[table].columns) if table in details else ()
            reference = Reference(
                table,
                column,
                how or "key",
                owners.get(table, ""),
                model_column or "",
                has_id="id" in columns,
                columns=columns,
            )
            yield Line(id_, kind, reference, model, content)

    @api.model
    def _get_owners(self) -> dict[str, str]:
        return {
            model._table: model._name
            for model in self.env.registry.models.values()
            if model._auto and not model._abstract
        }

    # -- afterwards --------------------------------------------------------------

    def _close_undone(self) -> None:
        """Mark the merge as taken back, and have both compared again."""
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

    def _tell_undone(self, undone: Undone, choices: Choices) -> None:
        """Write what was taken back, and what was not, into both activities."""
        source = self.env["res.partner"].browse(self.source_id)
        names = {"name": source.display_name, "target": self.target_id.display_name}
        if self.kind == "attach":
            text = self.env._(
                "%(name)s is no contact of %(target)s any more, but a customer again.",
                **names,
            )
        else:
            text = self.env._(
                "The merge of %(name)s with %(target)s was taken back.", **names
            )
        body = Markup("<p>%s</p>") % text
        if stayed := self._count_stayed(undone, choices):
            body += Markup("<p>%s</p>") % self.env._(
                "Changed or deleted since, and therefore left as it is: %s.",
                ", ".join(f"{name}: {count}" for name, count in stayed.items()),
            )
        activity = Activity(kind="merge", source="merge")
        for partner in (source, self.target_id):
            partner.with_context(**{ACTIVITY: activity})._message_log(body=body)

    @api.model
    def _count_stayed(self, undone: Undone, choices: Choices) -> dict[str, int]:
        """Return how many rows of each kind stayed as they are."""
        rows = {
            (change.reference, change.row)
            for change in undone.changes
            if choices.get(change) in (STAY, None)
        }
        counts = {}
        for reference, _row in rows:
            label = self._get_label(reference) or reference.table
            counts[label] = counts.get(label, 0) + 1
        for table, count in undone.stayed.items():
            label = self._get_label(Reference(table, "")) or table
            counts[label] = counts.get(label, 0) + count
        return counts
