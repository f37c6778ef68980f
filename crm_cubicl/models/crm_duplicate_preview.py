from collections import Counter

from odoo import api, models

from ..tools.duplicate_cut import estimate_cut, probability
from ..tools.duplicate_engine import LEAST_BITS
from ..tools.duplicate_patterns import Tried
from ..tools.duplicate_reasons import reasons_of
from ..tools.duplicate_settings import sure_from
from ..tools.duplicate_weights import Weights

EXAMPLES = 5
# so many are looked at: not all may be seen, and not all are as they were
LOOKED_AT = 40


class CrmDuplicateEngine(models.AbstractModel):
    """What other weights and thresholds would propose, without comparing again."""

    _inherit = "crm.duplicate.engine"

    @api.model
    def _preview_duplicates(
        self, weights: Weights, cut: float | None, sure_score: float
    ) -> dict:
        """Return how many pairs would be proposed, and how many are as things stand.

        Without a cut the one that a scan would estimate. `pairs` is 0 before the first
        scan. Examples are of customers that the user may see.
        """
        in_use = (self._get_weights(), self._get_cut())
        least = min(LEAST_BITS, in_use[1], cut if cut is not None else LEAST_BITS)
        rows = self._get_engine().try_weights(weights, in_use[0], least)
        if cut is None:
            cut = self._estimate_cut_of(rows)
        counts = self._count_tried(rows, (cut, sure_score), in_use[1])
        tried = (weights, cut)
        return counts | {
            "pairs": self._get_engine().count_patterns(),
            "cut": cut,
            "gained": self._find_examples(tried, in_use) if counts["more"] else [],
            "lost": self._find_examples(in_use, tried) if counts["fewer"] else [],
        }

    @api.model
    def _estimate_cut_of(self, rows: list[Tried]) -> float:
        """Return the cut that a scan with these weights would find."""
        histogram = Counter()
        for row in rows:
            if row.bits > LEAST_BITS:
                histogram[round(row.bits, 1)] += row.count
        return estimate_cut(histogram.items())

    @api.model
    def _count_tried(
        self, rows: list[Tried], tried: tuple[float, float], cut_in_use: float
    ) -> dict[str, int]:
        cut, sure_score = tried
        sure = sure_from(cut, sure_score)
        sure_in_use = sure_from(cut_in_use, self._get_sure_score())
        counts = Counter()
        for row in rows:
            proposed, before = row.bits >= cut, row.other >= cut_in_use
            counts["proposed"] += row.count * proposed
            counts["sure"] += row.count * (row.bits >= sure)
            counts["proposed_in_use"] += row.count * before
            counts["sure_in_use"] += row.count * (row.other >= sure_in_use)
            counts["more"] += row.count * (proposed and not before)
            counts["fewer"] += row.count * (before and not proposed)
        names = ("proposed", "sure", "proposed_in_use", "sure_in_use", "more", "fewer")
        return {name: counts[name] for name in names}

    @api.model
    def _find_examples(
        self, tried: tuple[Weights, float], other: tuple[Weights, float]
    ) -> list[dict]:
        """Return pairs that are proposed by the one and not by the other, as they are.

        The likeliest first, with names, score by the one, and reasons.
        """
        pairs = self._get_engine().find_changed(tried, other, LOOKED_AT)
        seen = self._get_seen_customers({id_ for pair in pairs for id_ in pair})
        pairs = [pair for pair in pairs if seen.keys() >= set(pair)]
        weights, cut = tried
        rows = self._get_engine().explain(pairs, weights) if pairs else []
        # of each pattern one pair is known: it may have changed since
        rows = [row for row in rows if row["bits"] >= cut - 0.5]
        rows.sort(key=lambda row: -row["bits"])
        return [
            {
                "ids": [row["id1"], row["id2"]],
                "names": [seen[row["id1"]], seen[row["id2"]]],
                "score": probability(row["bits"], cut),
                "reasons": ", ".join(self._describe_example(row)),
            }
            for row in rows[:EXAMPLES]
        ]

    @api.model
    def _describe_example(self, row: dict) -> list[str]:
        return self._describe_reasons(reasons_of(row)[:3])

    @api.model
    def _get_seen_customers(self, ids: set[int]) -> dict[int, str]:
        """Return the names of those customers that are there and the user may see."""
        partners = self.env["res.partner"].browse(sorted(ids)).exists()
        seen = partners._filtered_access("read")
        return {
            partner.id: partner.display_name
            for partner in seen
            if partner.is_crm_customer and partner.active
        }
