from odoo import api, fields, models

from .crm_customer_import_fields import NEW

NEW_TYPES = (
    "text",
    "long_text",
    "integer",
    "number",
    "amount",
    "date",
    "datetime",
    "choice",
    "boolean",
    "link",
    "email",
    "phone",
)
TEXT_TYPES = {"text", "link", "email", "phone", "choice", "integer"}
MANAGER_GROUP = "crm_custom_fields.crm_custom_fields_group_manager"


class CrmCustomerImportColumn(models.Model):
    """A column of an imported file, and where its values go."""

    _name = "crm.customer.import.column"
    _description = "Column of an import"
    _order = "import_id, index"
    _rec_name = "heading"

    import_id = fields.Many2one(
        "crm.customer.import", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(readonly=True)
    heading = fields.Char(string="Column", readonly=True)
    samples = fields.Char(string="First values", readonly=True)
    target = fields.Selection(
        selection="_selection_target",
        string="Goes into",
        help="Empty: the column is not imported.",
    )
    new_label = fields.Char(string="Label")
    new_type = fields.Selection(selection="_selection_new_type", string="Type")
    new_in_search_box = fields.Boolean(
        string="In the search box",
        help="The search box of the customers finds customers by this field.",
    )
    new_options = fields.Json(export_string_translation=False)

    @api.model
    def _selection_target(self):
        targets = list(
            self.env["crm.tabular.mixin"]._get_customer_columns("write").items()
        )
        if self.env.user.has_group(MANAGER_GROUP):
            targets.append((NEW, self.env._("New field …")))
        return targets

    @api.model
    def _selection_new_type(self):
        custom = self.env["crm.custom.field"]._fields["field_type"]
        labels = dict(custom._description_selection(self.env))
        return [(key, labels[key]) for key in NEW_TYPES if key in labels]

    @api.onchange("target")
    def _onchange_target(self):
        if self.target == NEW and not self.new_label:
            self.new_label = self.heading

    def _prepare_custom_field_values(self, cards) -> dict:
        """Return the values of the field of one's own that this column asks for."""
        self.ensure_one()
        values = {
            "name": self.new_label.strip(),
            "model_id": cards.model_id.id,
            "field_type": self.new_type,
            "in_search_box": self.new_in_search_box and self.new_type in TEXT_TYPES,
            "card_ids": [fields.Command.set(cards.ids)],
        }
        if self.new_type == "choice":
            values["option_ids"] = [
                fields.Command.create({"name": name, "sequence": sequence})
                for sequence, name in enumerate(self.new_options or [], 1)
            ]
        return values
