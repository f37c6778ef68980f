from collections import Counter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.merge_plan import Plan
from ..tools.merge_reference import Reference, count_query

PARTNER = "res.partner"


class CrmMergeCheck(models.AbstractModel):
    """Compare what a merge has done with its plan, to the row and to the cent."""

    _name = "crm.merge.check"
    _description = "Check of a merge"

    def _check_nothing_lost(self, target, plan: Plan, login) -> None:
        """Compare what there is with what the plan wanted; a difference undoes all."""
        joined = self._count_joined(plan)
        references = [step.reference for step in plan.steps]
        ids = (target.id, login.id or 0)
        found = dict(self.env.execute_query(count_query(references, PARTNER, ids)))
        lost = []
        for number, step in enumerate(plan.steps):
            wanted = step.source + step.target - joined[step.reference]
            if sum(found.get(number, [0])) < wanted:
                lost.append(f"{step.reference.table}.{step.reference.column}")
        if self.env["crm.merge.plan"]._get_sums(target) != plan.balances:
            lost.append("account_move_line")
        if lost:
            raise UserError(
                self.env._(
                    "Nothing was merged: afterwards there would be another number of "
                    "%(tables)s than before.",
                    tables=", ".join(lost),
                )
            )

    def _count_joined(self, plan: Plan) -> Counter:
        """Return how many rows named one of the two and were joined, or made room."""
        ids = (self.source_id, self.target_id.id)
        lines = self.env.execute_query(
            SQL(
                'SELECT kind, "table", "column", content FROM crm_merge_journal'
                " WHERE merge_id = %s AND kind IN ('gone', 'value')",
                self.id,
            )
        )
        counted = Counter()
        for step in plan.steps:
            reference = step.reference
            for kind, table, column, rows in lines:
                if table != reference.table:
                    continue
                if kind == "gone":
                    counted[reference] += sum(
                        reference.names_one(row, PARTNER, ids)
                        for row in rows
                        if (table, row.get("id")) != ("res_partner", self.source_id)
                    )
                elif column == reference.column:
                    counted[reference] += self._count_less(reference, rows)
        return counted

    def _count_less(self, reference: Reference, rows: list[dict]) -> int:
        """Return how much less often rows with other values name one of the two."""
        ids = (self.source_id, self.target_id.id)
        was, became = (
            sum(
                reference.names_one(
                    {**row, reference.column: row[when]}, PARTNER, (id_,)
                )
                for row in rows
                for id_ in ids
            )
            for when in ("was", "became")
        )
        return was - became
