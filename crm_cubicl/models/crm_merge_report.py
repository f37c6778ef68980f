from markupsafe import Markup

from odoo import api, fields, models

from ..tools.activity import ACTIVITY, Activity
from ..tools.merge_plan import Plan


class CrmMergeReport(models.AbstractModel):
    """What is kept and told of a merge."""

    _name = "crm.merge.report"
    _description = "Report of a merge"

    def _prepare_merge(self, source, target, plan: Plan) -> dict:
        counts = self._count_by_kind(plan.moving, plan.clashes, plan.rewritings)
        first = {
            self._get_label(part.reference): part.reference
            for part in [*plan.moving, *plan.rewritings][::-1]
        }
        return {
            "source_id": source.id,
            "source_name": source.display_name,
            "email_normalized": source.email_normalized,
            "target_id": target.id,
            "target_number": target.id,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "move_ids": [
                fields.Command.create(
                    {
                        "name": name,
                        "count": count,
                        "joined": joined,
                        "table": first[name].table,
                        "column": first[name].column,
                        "model": first[name].owner,
                    }
                )
                for name, (count, joined) in counts.items()
            ],
        }

    @api.model
    def _count_by_kind(
        self, steps, clashes=(), rewritings=()
    ) -> dict[str, tuple[int, int]]:
        """Return how many rows of each kind move, and how many of them are joined."""
        joined = {}
        for clash in clashes:
            joined[clash.reference] = joined.get(clash.reference, 0) + 1
        counts = {}
        for step in steps:
            if label := self._get_label(step.reference):
                count, both = counts.get(label, (0, 0))
                # one record can name the partner in several columns
                counts[label] = (
                    max(count, step.source),
                    max(both, joined.get(step.reference, 0)),
                )
        for label, count in self._count_rewritings(rewritings).items():
            counts[label] = (count + counts.get(label, (0,))[0], 0)
        return counts

    def _tell(self, target) -> None:
        """Write one entry into the activities of the target."""
        activity = Activity(kind="merge", source="merge")
        target.with_context(**{ACTIVITY: activity})._message_log(body=self._get_told())

    def _get_told(self) -> Markup:
        """Return what is told of the merge in the activities. Override to add."""
        moved = [f"{move.name}: {move.count}" for move in self.move_ids]
        body = Markup("<p>%s</p>") % self.env._(
            "Merged with %(name)s (no. %(number)s).",
            name=self.source_name,
            number=self.source_id,
        )
        if moved:
            body += Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % line for line in moved
            )
        return body
