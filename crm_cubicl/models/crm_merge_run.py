import json
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.merge_plan import Plan
from ..tools.merge_reference import (
    CAN_CLASH,
    PLAIN,
    Reference,
    collision_query,
    count_query,
    exchange_query,
    move_query,
    move_together_query,
    set_query,
    take_out_query,
)

PARTNER = "res.partner"
# who wrote something wrote it, and a login is one person's: these stay with a login
PERSONAL = {
    ("res_users", "partner_id"),
    ("mail_message", "author_id"),
    ("discuss_channel_member", "partner_id"),
    ("website_visitor", "access_token"),
    ("website_visitor", "partner_id"),
}
# of these Odoo's servers keep rows in memory
CACHED_TABLES = {"ir_act_window", "ir_model_data", "res_company", "res_users"}


class CrmMergeRun(models.AbstractModel):
    """Carry a merge out: one transaction, set by set, each change in the journal."""

    _name = "crm.merge.run"
    _inherit = [
        "crm.merge.check",
        "crm.merge.report",
        "crm.merge.label",
        "crm.merge.named",
        "crm.merge.room",
        "crm.merge.values",
    ]
    _description = "Work of a Merge"

    @api.model
    def _merge(self, source, target, *, values=(), accept_losses=False):
        """Let the source become the target, and return the record of it.

        :param values: names of the fields whose value the target takes over although it
            has one of its own
        :param accept_losses: of two rows that say different things and of which one can
            stay, the target's stays; without, that is refused
        :raise UserError: with the reason when the two cannot be one, or when
            afterwards something is not where the plan wanted it
        """
        self._check_may_merge(source + target)
        # sudo: any model - a merge moves also what the user may not see; both records
        # were asked for
        merges_sudo, source, target = self.sudo(), source.sudo(), target.sudo()
        merges_sudo._lock(source, target)
        plan = self.env["crm.merge.plan"].sudo()._get_plan(source, target)
        merges_sudo._check_plan(plan, accept_losses)
        merge = merges_sudo.create(merges_sudo._prepare_merge(source, target, plan))
        merge = merge.with_context(crm_accept_losses=accept_losses)
        merge._carry_out(source, target, plan, set(values))
        return merge.with_env(self.env)

    @api.model
    def _lock(self, source, target) -> None:
        """Lock both rows, the lower number first, so that two merges only queue."""
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id IN %s ORDER BY id FOR UPDATE",
                (source.id, target.id),
            )
        )
        if len(found) < 2:
            raise UserError(
                self.env._("One of the two is not there any more. Open the list again.")
            )

    @api.model
    def _check_plan(self, plan: Plan, accept_losses: bool) -> None:
        if plan.refusals:
            raise UserError("\n\n".join(plan.refusals))
        if not accept_losses:
            self._refuse_losses(plan.losing)

    @api.model
    def _refuse_losses(self, losing) -> None:
        if losing:
            raise UserError(
                self.env._(
                    "Both have rows of which only one can stay: %(names)s. Look at "
                    "them in the plan and agree first.",
                    names=", ".join(sorted({c.reference.table for c in losing})),
                )
            )

    # -- the work ----------------------------------------------------------------

    def _carry_out(self, source, target, plan: Plan, names: set[str]) -> None:
        taken = self._prepare_values(source, target, names)
        moved = self._get_near(source)
        touched = target + moved + self._get_near(target) - source
        login = self._keep_login(source, target)
        self._make_room(source, target)
        self._move_all(source, target, login, plan)
        self._rename(plan.rewritings)
        before = self._read_rows("res_partner", touched.ids)
        self._take_over_by_company(source, target)
        self._take_source_out(source)
        self._forget_cached(plan)
        self._take_over(target, moved - source, taken, before)
        self._check_nothing_lost(target, plan, login)
        self._tell(target)
        if not self._get_undo_days():
            self.journal_ids.unlink()

    def _move_all(self, source, target, login, plan: Plan) -> None:
        """Let what names the source name the target: column by column, or at once.

        At once where a table has several and nothing can be in the way.
        """
        together = defaultdict(list)
        for reference in (step.reference for step in plan.moving):
            new = self._get_new(reference, target, login)
            is_plain = reference.kind in PLAIN and reference.has_id
            if is_plain and not reference.unique:
                together[reference.table, new].append(reference)
            else:
                self._move(reference, PARTNER, {source.id: new.id})
        for (_table, new), references in together.items():
            if len(references) == 1:
                self._move(references[0], PARTNER, {source.id: new.id})
            else:
                self._move_together(references, source.id, new.id)

    def _move_together(self, references, old: int, new: int) -> None:
        more = [
            (name, value, number)
            for number, reference in enumerate(references)
            for name, value in self._get_more(reference).items()
        ]
        work = move_together_query(references, PARTNER, old, new, more)
        names = SQL(", ").join(
            SQL("(%s, %s, %s, %s)", number, r.column, r.kind, r.model_column or None)
            for number, r in enumerate(references)
        )
        self.env.cr.execute(
            SQL(
                "WITH %s"
                ' INSERT INTO crm_merge_journal (merge_id, kind, "table", "column",'
                " reference_kind, model_column, named_model, content)"
                " SELECT %s, 'move', %s, r.name, r.kind, r.beside, %s, told.content"
                " FROM told JOIN (VALUES %s) AS r(number, name, kind, beside)"
                " ON r.number = told.number ORDER BY told.number",
                work,
                self.id,
                references[0].table,
                PARTNER,
                names,
            )
        )

    @api.model
    def _get_more(self, reference: Reference) -> dict[str, SQL]:
        """Return what else is set in rows that move, column by column."""
        if (reference.table, reference.column) == ("mail_message", "crm_customer_id"):
            # where a message comes from first is what its reader wants to know
            return {"crm_merge_id": SQL("COALESCE(crm_merge_id, %s)", self.id)}
        return {}

    @api.model
    def _get_new(self, reference: Reference, target, login):
        """Return who is named instead of the source."""
        is_personal = (reference.table, reference.column) in PERSONAL
        return login if login and is_personal else target

    @api.model
    def _get_near(self, partner):
        """Return the partners that name this one: contacts, children, former ones."""
        everyone = self.env["res.partner"].with_context(active_test=False)
        names = (
            "commercial_partner_id",
            "parent_id",
            "crm_parent_id",
            "crm_former_contact_id",
        )
        return everyone.search(Domain.OR(Domain(n, "=", partner.id) for n in names))

    def _move(self, reference: Reference, model: str, pairs: dict[int, int]) -> None:
        """Let the rows that name the old records name the new ones."""
        if reference.kind not in PLAIN:
            for old, new in pairs.items():
                work = exchange_query(reference, model, old, new)
                self._do("value", reference, work)
            return
        if reference.kind in CAN_CLASH:
            for index in reference.unique:
                self._join(reference, index, model, pairs)
        more = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in self._get_more(reference).items()
        )
        work = move_query(reference, model, pairs, more)
        self._do("move", reference, work, model)

    def _join(self, reference: Reference, index, model: str, pairs) -> None:
        """Let one row stay of two that could not both name the new record."""
        query = collision_query(reference, index, model, pairs)
        found = self.env.execute_query(query)
        if not found:
            return
        self._check_losses(reference, found)
        if reference.has_id:
            self._join_records(
                reference, {theirs["id"]: ours["id"] for _old, theirs, ours in found}
            )
        self._take_out(reference, [theirs for _old, theirs, _ours in found])

    def _check_losses(self, reference: Reference, found) -> None:
        """Refuse what the plan could not foresee: rows that only now are in the way.

        Of a table with two columns that name the two, or of what was joined itself.
        """
        if self.env.context.get("crm_accept_losses"):
            return
        plans = self.env["crm.merge.plan"]
        clashes = [plans._get_clash(reference, *rows) for _old, *rows in found]
        self._refuse_losses([clash for clash in clashes if not clash.is_same])

    def _join_records(self, reference: Reference, pairs: dict[int, int]) -> None:
        """Let whatever names the rows that go name those that stay."""
        owner = reference.owner
        if not owner:
            return
        references = self.env["crm.merge.catalogue"]._get_references(owner)
        named = self.env.execute_query(count_query(references, owner, tuple(pairs)))
        for number, _counts in named:
            self._move(references[number], owner, pairs)

    def _take_out(self, reference: Reference, rows: list[dict]) -> None:
        """Delete whole rows and keep them in the journal."""
        self._do("gone", reference, take_out_query(reference, json.dumps(rows)))

    def _take_source_out(self, source) -> None:
        """Delete the source, which nothing names any more.

        Else nothing is done: the database would delete, or empty, what names it.
        """
        references = self.env["crm.merge.catalogue"]._get_references(PARTNER)
        own = ("res_partner", source.id)
        query = count_query(references, PARTNER, source._ids, own)
        if named := self.env.execute_query(query):
            tables = sorted({references[number].table for number, _counts in named})
            raise UserError(
                self.env._(
                    "Nothing was merged: %(tables)s would have lost rows.",
                    tables=", ".join(tables),
                )
            )
        self._take_out(Reference("res_partner", "id"), [{"id": source.id}])
        self.env.invalidate_all(flush=False)

    @api.model
    def _forget_cached(self, plan: Plan) -> None:
        """Let every server forget what it keeps of the source, if it keeps anything."""
        moved = {step.reference.table for step in plan.moving}
        if plan.rewritings or moved & CACHED_TABLES:
            self.env.registry.clear_cache()

    # -- writing -----------------------------------------------------------------

    def _set(self, table: str, column: str, values: dict) -> None:
        """Give rows other values in a column."""
        if values:
            rows = [{"id": id_, column: value} for id_, value in values.items()]
            reference = Reference(table, column)
            self._do("value", reference, set_query(reference, json.dumps(rows)))

    def _do(self, kind: str, reference: Reference, work: SQL, model: str = "") -> None:
        """Do the work of a WITH and write its last part to the journal, in one query.

        Within PostgreSQL, as no number is to lose a digit on the way.
        """
        self.env.cr.execute(
            SQL(
                'WITH %s INSERT INTO crm_merge_journal (merge_id, kind, "table",'
                ' "column", reference_kind, model_column, named_model, content)'
                " SELECT %s, %s, %s, %s, %s, %s, %s, content FROM told"
                " WHERE content IS NOT NULL",
                work,
                self.id,
                kind,
                reference.table,
                reference.column,
                reference.kind,
                reference.model_column or None,
                model or None,
            )
        )
