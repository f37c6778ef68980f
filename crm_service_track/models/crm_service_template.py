from odoo import fields, models


class CrmServiceTemplate(models.Model):
    """A text for interventions that are alike, to be filled in."""

    _name = "crm.service.template"
    _description = "Intervention Template"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    type_ids = fields.Many2many(
        "crm.service.type",
        string="For Services",
        help="The services for which the text is offered. None means all of them.",
    )
    body = fields.Html(string="Text", translate=True)
    sequence = fields.Integer(default=10, export_string_translation=False)
    active = fields.Boolean(default=True)
