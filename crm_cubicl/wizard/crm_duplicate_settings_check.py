from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.duplicate_settings import (
    HIGHEST_CUT,
    LEAST_SURE_SCORE,
    MOST_SURE_SCORE,
    MOST_WEIGHT,
    Wrong,
    find_wrong,
    number_of,
    rounded,
)
from ..tools.duplicate_weights import SHIPPED, Weights


class CrmDuplicateSettingsCheckMixin(models.AbstractModel):
    """Settings that cannot be are refused, with a sentence that says what can be."""

    _name = "crm.duplicate.settings.check.mixin"
    _description = "Checks of how duplicates are found"

    @api.model
    def _check_values(self, values: dict) -> dict:
        """Return the settings as numbers that can be used, the cut None when automatic.

        Raise a ValidationError where they cannot.
        """
        values = values if isinstance(values, dict) else {}
        weight_set = values.get("weight_set")
        if weight_set not in ("shipped", "estimated", "hand"):
            raise ValidationError(
                self.env._("Choose which weights are used: shipped, own or by hand.")
            )
        return {
            "cut": None
            if values.get("is_cut_automatic") is True
            else self._check_cut(values.get("cut")),
            "sure_score": self._check_sure_score(values.get("sure_score")),
            "weight_set": weight_set,
            "weights": self._check_weights(values.get("weights"))
            if weight_set == "hand"
            else SHIPPED,
            "own_fields": self._check_own_fields(values.get("own_fields")),
        }

    @api.model
    def _check_cut(self, value) -> float:
        cut = number_of(value)
        if cut is None or not 0 <= cut <= HIGHEST_CUT:
            raise ValidationError(
                self.env._(
                    "From how many bits on customers are proposed is a number from "
                    "0 to %(highest)s, not “%(value)s”.",
                    highest=int(HIGHEST_CUT),
                    value=self._shorten(value),
                )
            )
        return round(cut, 1)

    @api.model
    def _check_sure_score(self, value) -> float:
        score = number_of(value)
        if score is None or not LEAST_SURE_SCORE <= score <= MOST_SURE_SCORE:
            raise ValidationError(
                self.env._(
                    "Sure is from %(least)s %% to %(most)s %%, not “%(value)s”.",
                    least=f"{100 * LEAST_SURE_SCORE:g}",
                    most=f"{100 * MOST_SURE_SCORE:g}",
                    value=self._shorten(value)
                    if score is None
                    else f"{100 * score:.6g} %",
                )
            )
        return round(score, 4)

    @api.model
    def _check_weights(self, weights) -> Weights:
        if wrong := find_wrong(weights, SHIPPED):
            raise ValidationError(self._describe_wrong(wrong))
        return rounded({field: weights[field] for field in SHIPPED})

    @api.model
    def _check_own_fields(self, own_fields) -> dict[str, list[float]]:
        """Return the fields of one's own with their weights, of those one may read."""
        engine = self.env["crm.duplicate.engine"]
        given = own_fields or {}
        if not isinstance(given, dict):
            raise ValidationError(self.env._("Choose fields of customers."))
        candidates = self.env["res.partner"]._get_match_candidates()
        for name, weights in given.items():
            if name not in candidates or not engine._may_read_own(name):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” is no field that duplicates can be told by. It "
                        "may have been deleted: load the page again.",
                        field=self._shorten(name),
                    )
                )
            if not engine._are_own_weights(weights):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” needs two numbers: from 0 to %(most)s when it is "
                        "the same, from −%(most)s to 0 when it is different.",
                        field=engine._get_own_label(name),
                        most=int(MOST_WEIGHT),
                    )
                )
        return rounded(given)

    @api.model
    def _describe_wrong(self, wrong: Wrong) -> str:
        words = self.env["crm.duplicate.engine"]._get_weight_words()
        label, levels = words.get(wrong.field, (self._shorten(wrong.field), []))
        level = levels[wrong.level - 1] if wrong.level and levels else ""
        if wrong.kind == "range":
            return self.env._(
                "“%(field)s: %(level)s” weighs from −%(most)s to %(most)s, "
                "not %(value)s.",
                field=label,
                level=level,
                most=int(MOST_WEIGHT),
                value=self._shorten(wrong.value),
            )
        if wrong.kind == "order":
            return self.env._(
                "“%(field)s” cannot weigh less when it agrees than when it differs.",
                field=label,
            )
        if wrong.kind == "missing" and level:
            return self.env._(
                "“%(field)s: %(level)s” needs a number.", field=label, level=level
            )
        return self.env._(
            "The weights of “%(field)s” are incomplete or unknown. Load the page "
            "again.",
            field=label,
        )

    @api.model
    def _shorten(self, value) -> str:
        text = "" if value is None or value is False else str(value)
        return f"{text[:40]}…" if len(text) > 40 else text
