import json

from odoo import models

from ..tools.duplicate_settings import read_json
from .crm_duplicate_own import OWN


class IrModelFields(models.Model):
    """A field that is deleted tells no duplicates any more."""

    _inherit = "ir.model.fields"

    def unlink(self):
        gone = {column.name for column in self if column.model == "res.partner"}
        result = super().unlink()
        self._leave_duplicate_keys(gone)
        return result

    def _leave_duplicate_keys(self, names: set[str]) -> None:
        # sudo: ir.config_parameter - one that is made later under the name is another
        parameters = self.env["ir.config_parameter"].sudo()
        chosen = read_json(parameters.get_param(OWN))
        if not isinstance(chosen, dict) or not names & chosen.keys():
            return
        kept = {name: w for name, w in chosen.items() if name not in names}
        parameters.set_param(OWN, json.dumps(kept, sort_keys=True) if kept else False)
