from odoo import api, models

from ..tools.duplicate_own import LONGEST_NAME

MATCH_TYPES = ("char", "integer", "date")


class ResPartner(models.Model):
    """What else of a customer can tell that it is in twice."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        self._follow_match_fields(vals.keys())
        return result

    def _follow_match_fields(self, names) -> None:
        """Have customers compared anew when a field that the settings choose changed.

        No dependencies: which fields are chosen, and which there are, changes.
        """
        candidates = self._get_core_match_fields()
        given = (name for name in names if name in self._fields)
        if not any(name in candidates or self._fields[name].manual for name in given):
            return
        if names & self.env["crm.duplicate.engine"]._get_own_fields().keys():
            self.env.add_to_compute(self._fields["crm_duplicates_stale"], self)

    @api.model
    def _get_match_candidates(self) -> list[str]:
        """Return the fields that the settings can choose as match keys."""
        core = self._get_core_match_fields()
        return [
            name
            for name, field in self._fields.items()
            if (name in core or field.manual) and self._can_match(field)
        ]

    @api.model
    def _get_core_match_fields(self) -> list[str]:
        """Return those that are no fields of one's own. Override to add."""
        return ["ref", "company_registry"]

    @api.model
    def _can_match(self, field) -> bool:
        """Return whether one value for everybody stands in the column of a field."""
        return (
            field.type in MATCH_TYPES
            and field.store
            # what is computed changes unseen
            and not (field.manual and field.compute)
            and not field.translate
            and not field.company_dependent
            and len(field.name) <= LONGEST_NAME
            and not self._is_file_name(field.name)
        )

    @api.model
    def _is_file_name(self, name: str) -> bool:
        file = self._fields.get(name.removesuffix("_filename"))
        return bool(file) and file.type == "binary"

    @api.model
    def _get_own_phone_fields(self) -> set[str]:
        """Return the fields of one's own that hold phone numbers."""
        columns = self.env["crm.custom.field"]._get_columns(self._name)
        return {name for name, _id, kind, _in_list in columns if kind == "phone"}
