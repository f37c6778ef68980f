from odoo import api, fields, models
from odoo.exceptions import UserError


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
