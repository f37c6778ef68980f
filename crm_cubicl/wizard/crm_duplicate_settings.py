import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..models.crm_duplicate_own import OWN
from ..models.crm_duplicate_weights import CUT, SURE_SCORE, WEIGHT_SET, WEIGHTS
from ..models.crm_level_mixin import MANAGE_ONLY
from ..tools.duplicate_cut import USUAL_CUT
from ..tools.duplicate_own import PREFIX, USUAL_WEIGHTS
from ..tools.duplicate_settings import USUAL_SURE_SCORE
from ..tools.duplicate_weights import SHIPPED

# no customer of the product has it; whoever adds it to what is compared sets it by hand
NOT_SHOWN = {"contact"}


class CrmDuplicateSettings(models.TransientModel):
    """How alike two customers must be to be proposed; what is saved is in use."""

    _name = "crm.duplicate.settings"
    _inherit = ["crm.duplicate.settings.check.mixin"]
    _description = "How duplicates are found"

    is_cut_automatic = fields.Boolean(string="As the last search suggests")
    cut = fields.Float(string="Proposed from", digits=(4, 1))
    sure_score = fields.Float(string="Sure from", digits=(6, 4))
    weight_set = fields.Selection(
        [
            ("shipped", "Shipped"),
            ("estimated", "This database's own"),
            ("hand", "Changed by hand"),
        ],
        string="Set of weights",
        required=True,
    )
    weights = fields.Json()
    own_fields = fields.Json(string="Fields that tell duplicates")
    facts = fields.Json(compute="_compute_facts", export_string_translation=False)

    @api.model
    def default_get(self, fields):
        return super().default_get(fields) | self._get_values_in_use()

    @api.model
    def _get_values_in_use(self) -> dict:
        """Return the settings as they are, without fields the user may not read."""
        engine = self.env["crm.duplicate.engine"]
        weights = engine._get_weights()
        return {
            "is_cut_automatic": engine._get_chosen_cut() is None,
            "cut": engine._get_cut(),
            "sure_score": engine._get_sure_score(),
            "weight_set": engine._get_weight_set(),
            "weights": {field: list(weights[field]) for field in SHIPPED},
            "own_fields": self._get_own_fields()[0],
        }

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Finding duplicates")

    @api.depends_context("uid", "lang")
    def _compute_facts(self):
        self.facts = self._get_facts()

    @api.model
    def _get_facts(self) -> dict:
        """Return what the page shows beside what can be changed."""
        engine = self.env["crm.duplicate.engine"]
        estimate = engine._get_estimate()
        words = engine._get_weight_words()
        return {
            "fields": [
                {"name": field, "label": words[field][0], "levels": words[field][1]}
                for field in SHIPPED
                if field not in NOT_SHOWN
            ],
            "shipped": SHIPPED,
            "estimate": estimate,
            "estimated_cut": engine._get_estimated_cut() or USUAL_CUT,
            "usual_sure_score": USUAL_SURE_SCORE,
            "usual_own_weights": USUAL_WEIGHTS,
            "candidates": self._get_candidates(),
            "hidden": len(self._get_own_fields()[1]),
        }

    @api.model
    def _get_candidates(self) -> list[dict]:
        """Return the fields that the user can choose, by their names."""
        engine = self.env["crm.duplicate.engine"]
        candidates = [
            {"name": name, "label": engine._get_own_label(name)}
            for name in self.env["res.partner"]._get_match_candidates()
            if engine._may_read_own(name)
        ]
        return sorted(candidates, key=lambda field: field["label"])

    @api.model
    def _get_own_fields(self) -> tuple[dict, dict]:
        """Return the chosen fields that the user may read, and the others."""
        engine = self.env["crm.duplicate.engine"]
        seen, hidden = {}, {}
        for name, weights in engine._get_own_fields().items():
            (seen if engine._may_read_own(name) else hidden)[name] = weights
        return seen, hidden

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(vals_list)
        settings._apply()
        return settings

    def write(self, vals):
        result = super().write(vals)
        self._apply()
        return result

    @api.model
    def get_preview(self, values: dict) -> dict:
        """Return how many pairs these settings would propose, before they are saved.

        With an error where they cannot be: what is half typed often cannot.
        """
        self._check_may_set()
        try:
            checked = self._check_values(values)
        except ValidationError as error:
            return {"error": str(error)}
        weights = self._get_weights_to_try(checked)
        engine = self.env["crm.duplicate.engine"]
        return engine._preview_duplicates(
            weights, checked["cut"], checked["sure_score"]
        )

    @api.model
    def estimate_weights(self) -> None:
        """Estimate this database's own weights now, not only once a month."""
        self._check_may_set()
        self.env["crm.duplicate.engine"]._cron_estimate_weights()

    def action_save(self):
        """Nothing more than what saving did, for the button of the page."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Saved. All customers are compared anew in the background."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # -- what is done with it --------------------------------------------------

    @api.model
    def _check_may_set(self) -> None:
        """Refuse whoever is below Manage."""
        if not (self.env.su or self.env.user.has_group(MANAGE_ONLY)):
            raise AccessError(
                self.env._("How duplicates are found is set by colleagues with Manage.")
            )

    @api.model
    def _get_weights_to_try(self, checked: dict) -> dict:
        weights = checked["weights"]
        if checked["weight_set"] != "hand":
            engine = self.env["crm.duplicate.engine"]
            weights = engine._get_weights_of(checked["weight_set"])
        own = checked["own_fields"] | self._get_own_fields()[1]
        return {field: weights[field] for field in SHIPPED} | {
            PREFIX + name: own[name] for name in own
        }

    def _apply(self) -> None:
        """Put the settings in use; when they differ, all is compared anew."""
        self._check_may_set()
        for settings in self:
            values = settings.read(self._get_names_to_set())[0]
            parameters = settings._get_parameters(self._check_values(values))
            engine = self.env["crm.duplicate.engine"]
            before = {key: engine._get_duplicate_parameter(key) for key in parameters}
            # sudo: ir.config_parameter - Manage is no administrator; checked above
            system = self.env["ir.config_parameter"].sudo()
            for key, value in parameters.items():
                system.set_param(key, value)
            if any(
                before[key] != (value or False) for key, value in parameters.items()
            ):
                engine._request_scan()

    @api.model
    def _get_names_to_set(self) -> list[str]:
        return list(self._get_values_in_use())

    @api.model
    def _get_parameters(self, checked: dict) -> dict[str, str | bool]:
        """Return the parameters that keep settings that were checked."""
        own = checked["own_fields"] | self._get_own_fields()[1]
        parameters = {
            CUT: False if checked["cut"] is None else str(checked["cut"]),
            SURE_SCORE: str(checked["sure_score"]),
            WEIGHT_SET: checked["weight_set"],
            OWN: json.dumps(own, sort_keys=True) if own else False,
        }
        if checked["weight_set"] == "hand":
            parameters[WEIGHTS] = json.dumps(checked["weights"])
        return parameters
