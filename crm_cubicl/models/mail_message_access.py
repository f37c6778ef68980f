from odoo import models


class MailMessage(models.Model):
    """Following a customer lets nobody write notes who may not edit it."""

    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if operation != "create" or self.env.user.share:
            return forbidden
        # sudo: mail.message - where they are posted, which may be hidden from the user
        posted = (
            (self - forbidden)
            .sudo()
            .filtered(lambda message: message.model == "res.partner" and message.res_id)
        )
        if not posted:
            return forbidden
        partners = self.env["res.partner"].browse(set(posted.mapped("res_id")))
        # sudo: res.partner - only to learn which of them are customers
        customers = partners.browse(partners.sudo().filtered("crm_customer_id").ids)
        closed = customers - customers._filtered_access("write")
        return forbidden | self.browse(
            posted.filtered(lambda message: message.res_id in closed._ids).ids
        )
