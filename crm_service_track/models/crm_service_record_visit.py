from odoo import fields, models


class CrmServiceRecord(models.Model):
    """A record that was made of an on-site form."""

    _inherit = "crm.service.record"

    visit_id = fields.Many2one(
        "crm.service.visit",
        string="On-site form",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _visit_unique = models.UniqueIndex(
        "(visit_id) WHERE visit_id IS NOT NULL",
        "This on-site form has its support record already.",
    )
