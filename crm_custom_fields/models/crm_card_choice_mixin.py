from odoo import api, models
from odoo.fields import Command

from ..tools.field_types import OPTION_MODEL


class CrmCardChoiceMixin(models.AbstractModel):
    """A choice comes from the field's own list.

    The domain of the column tells clients only. Any other choice would show the
    name of a choice that the user may not see, or be kept where nobody sees it.
    """

    _name = "crm.card.choice.mixin"
    _description = "Record with Choices"

    @api.model
    def default_get(self, fields):
        """Drop the defaults that are no choice: a new form shows their names."""
        defaults = super().default_get(fields)
        columns = self._get_choice_columns()
        # sudo: see `_check_chosen`
        Option = self.env[OPTION_MODEL].sudo()
        for name in columns.keys() & defaults.keys():
            if self._fields[name].type == "many2one":
                option = Option.browse(defaults[name] or []).exists()
                if option.custom_field_id.id != columns[name]:
                    defaults.pop(name)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        columns = self._get_choice_columns()
        for vals in vals_list:
            self._check_linked_choices(columns, vals)
        records = super().create(vals_list)
        # a default, or a compute of another addon, comes after the values
        records._check_chosen(columns)
        return records

    def write(self, vals):
        columns = self._get_choice_columns()
        columns = {name: columns[name] for name in columns.keys() & vals.keys()}
        self._check_linked_choices(columns, vals)
        result = super().write(vals)
        self._check_chosen(columns)
        return result

    @api.model
    def _get_choice_columns(self) -> dict[str, int]:
        """Return ``{column: custom field id}`` of the fields with choices."""
        return {
            name: custom_id
            for name, (custom_id, kind, _in_list) in self._get_custom_types().items()
            if kind.has_options
        }

    def _check_chosen(self, columns: dict[str, int]) -> None:
        """Refuse a single choice of another field."""
        for name, custom_id in columns.items():
            if self._fields[name].type == "many2one":
                # sudo: whose choice it is, and not what it says
                self.sudo()[name]._check_choice_of(custom_id)

    @api.model
    def _check_linked_choices(self, columns: dict[str, int], vals: dict) -> None:
        """Refuse choices of another field: core does not read them back."""
        for name in columns.keys() & vals.keys():
            if self._fields[name].type == "many2many":
                ids = _get_linked_ids(vals[name])
                # sudo: see `_check_chosen`
                options = self.env[OPTION_MODEL].sudo().browse(ids).exists()
                options._check_choice_of(columns[name])


def _get_linked_ids(value) -> set[int]:
    """Return the ids that the value of an x2many field adds."""
    if isinstance(value, models.BaseModel):
        return set(value.ids)
    ids = set()
    for command in value or ():
        if isinstance(command, int):
            ids.add(command)
        elif command[0] == Command.LINK:
            ids.add(command[1])
        elif command[0] == Command.SET:
            ids.update(command[2])
    return ids
