from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CrmCustomFieldOption(models.Model):
    """A value of a single or multiple choice."""

    _name = "crm.custom.field.option"
    _description = "Choice of a Custom Field"
    _order = "custom_field_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    custom_field_id = fields.Many2one(
        "crm.custom.field", required=True, index=True, ondelete="cascade"
    )

    _name_uniq = models.UniqueIndex(
        "(custom_field_id, (name->>'en_US'))", "This choice is in the list already."
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Look up the choices of one field when an import says which."""
        if custom_id := self.env.context.get("crm_choices_of"):
            domain = Domain(domain or []) & Domain("custom_field_id", "=", custom_id)
        return super().name_search(name, domain, operator, limit)

    def _check_choice_of(self, custom_id: int) -> None:
        """Refuse choices that are not on the list of a field."""
        if any(option.custom_field_id.id != custom_id for option in self):
            # sudo: crm.custom.field - whoever fills in a card may not manage cards
            custom = self.env["crm.custom.field"].sudo().browse(custom_id)
            raise ValidationError(
                self.env._(
                    "What was chosen for “%(field)s” is not one of its choices.",
                    field=custom.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for custom, options in self.grouped("custom_field_id").items():
            # sudo: a use hidden from the user is a use as well
            Model = self.env[custom.model].sudo().with_context(active_test=False)
            count = Model.search_count([(custom.technical_name, "in", options.ids)])
            if count:
                raise UserError(
                    self.env._(
                        "%(count)s records use a choice of “%(field)s” that you want "
                        "to delete. Archive it instead: they keep it, and nobody can "
                        "choose it any more.",
                        count=count,
                        field=custom.name,
                    )
                )
