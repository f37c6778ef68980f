from odoo import api, fields, models


class MailMessage(models.Model):
    """Messages of support records are activities of the customer."""

    _inherit = "mail.message"

    crm_kind = fields.Selection(
        selection_add=[("service", "Service")], ondelete={"service": "set null"}
    )

    @api.model
    def _get_document_kinds(self):
        return super()._get_document_kinds() | {"crm.service.record": "service"}

    @api.model
    def _get_activity_models(self):
        return super()._get_activity_models() | {"crm.service.record": "customer_id"}
