import json

from odoo import api, fields, models

from ..tools.duplicate_cut import USUAL_CUT, probability
from ..tools.duplicate_settings import (
    HIGHEST_CUT,
    LEAST_SURE_SCORE,
    MOST_SURE_SCORE,
    USUAL_SURE_SCORE,
    find_wrong,
    number_of,
    read_json,
    read_number,
    rounded,
)
from ..tools.duplicate_weights import SHIPPED, Weights, add_levels

# chosen in the settings, else the one that the last scan found for this database
CUT = "crm_cubicl.duplicate_cut"
ESTIMATED_CUT = "crm_cubicl.duplicate_estimated_cut"
SURE_SCORE = "crm_cubicl.duplicate_sure_score"
# which of the sets of weights is in use, and the two that are not shipped
WEIGHT_SET = "crm_cubicl.duplicate_weight_set"
WEIGHTS = "crm_cubicl.duplicate_weights"
ESTIMATED_WEIGHTS = "crm_cubicl.duplicate_estimated_weights"
# of fewer pairs the shipped weights know more
LEAST_PAIRS = 500
LEAST_LIKELY = 50


class CrmDuplicateEngine(models.AbstractModel):
    """Weights and thresholds in use: shipped, estimated for this database, or typed.

    What somebody wrote into the parameters by hand and is no use is passed over.
    """

    _inherit = "crm.duplicate.engine"

    @api.model
    def _get_duplicate_parameter(self, key: str) -> str | bool:
        # sudo: ir.config_parameter - numbers that are no secret
        return self.env["ir.config_parameter"].sudo().get_param(key)

    @api.model
    def _get_cut(self) -> float:
        """Return the bits from which on two customers are proposed as one."""
        given = (self._get_chosen_cut(), self._get_estimated_cut())
        return next((cut for cut in given if cut is not None), USUAL_CUT)

    @api.model
    def _get_chosen_cut(self) -> float | None:
        return read_number(self._get_duplicate_parameter(CUT), 0, HIGHEST_CUT)

    @api.model
    def _get_estimated_cut(self) -> float | None:
        given = self._get_duplicate_parameter(ESTIMATED_CUT)
        return read_number(given, 0, HIGHEST_CUT)

    @api.model
    def _get_sure_score(self) -> float:
        """Return how likely two customers have to be one to be merged unseen."""
        given = self._get_duplicate_parameter(SURE_SCORE)
        score = read_number(given, LEAST_SURE_SCORE, MOST_SURE_SCORE)
        return USUAL_SURE_SCORE if score is None else score

    @api.model
    def _get_weights(self) -> Weights:
        """Return the weights in use, with those of fields of one's own."""
        return self._get_weights_of(self._get_weight_set())

    @api.model
    def _get_weight_set(self) -> str:
        """Return which weights are in use: "shipped", "estimated" or "hand"."""
        chosen = self._get_duplicate_parameter(WEIGHT_SET)
        return chosen if chosen in ("estimated", "hand") else "shipped"

    @api.model
    def _get_weights_of(self, weight_set: str) -> Weights:
        """Return the weights of a set, with those of fields of one's own."""
        kept = None
        if weight_set == "hand":
            kept = read_json(self._get_duplicate_parameter(WEIGHTS))
            kept = None if find_wrong(kept, SHIPPED) else rounded(kept)
        if weight_set == "estimated":
            kept = self._get_estimate()["weights"]
        return (kept or SHIPPED) | self._get_own_weights()

    @api.model
    def _get_estimate(self) -> dict:
        """Return what was estimated last: weights (none of too few pairs), date, pairs.

        All of it is empty before the first estimate.
        """
        kept = read_json(self._get_duplicate_parameter(ESTIMATED_WEIGHTS))
        kept = kept if isinstance(kept, dict) else {}
        estimated = kept.get("weights")
        wrong = find_wrong(estimated, SHIPPED, by_hand=False)
        return {
            "weights": None if wrong else {f: estimated[f] for f in SHIPPED},
            "date": self._read_date(kept.get("date")),
            "pairs": number_of(kept.get("pairs")) or 0,
        }

    @api.model
    def _read_date(self, text) -> str | bool:
        try:
            return fields.Date.to_string(fields.Date.to_date(text))
        except (TypeError, ValueError):
            return False

    @api.model
    def _request_scan(self) -> None:
        """Compare all customers anew: what is weighed has changed."""
        # sudo: crm.duplicate.scan - the work of the system on all customers
        self.env["crm.duplicate.scan"].sudo()._request()

    # -- this database's own ---------------------------------------------------

    @api.model
    def _cron_estimate_weights(self) -> None:
        """Estimate weights from the pairs of the last scan, and keep them.

        They are used where the settings choose them, and nowhere else.
        """
        before = self._get_weights()
        self._estimate_weights()
        if self._get_weights() != before:
            self._request_scan()

    @api.model
    def _estimate_weights(self) -> None:
        weights = SHIPPED | self._get_own_weights()
        engine, cut = self._get_engine(), self._get_cut()
        patterns = engine.read_patterns(weights)
        pairs = sum(pattern.count for pattern in patterns)
        likely = sum(
            pattern.count
            * probability(pattern.rest + add_levels(pattern.levels, weights), cut)
            for pattern in patterns
        )
        enough = pairs >= LEAST_PAIRS and likely >= LEAST_LIKELY
        estimated = engine.estimate_weights(cut, weights) if enough else None
        kept = {
            # those of fields of one's own are typed, and stay so
            "weights": estimated and rounded({f: estimated[f] for f in SHIPPED}),
            "date": fields.Date.to_string(fields.Date.today()),
            "pairs": pairs,
        }
        # sudo: ir.config_parameter - the work of the system
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(ESTIMATED_WEIGHTS, json.dumps(kept))
