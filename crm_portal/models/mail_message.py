from odoo import fields, models


class MailMessage(models.Model):
    """Posts on a ticket are internal unless somebody chose otherwise."""

    _inherit = "mail.message"

    crm_is_visible = fields.Boolean(
        string="Seen by the customer", copy=False, export_string_translation=False
    )

    _crm_visible_idx = models.Index("(model, res_id, id) WHERE crm_is_visible IS TRUE")
