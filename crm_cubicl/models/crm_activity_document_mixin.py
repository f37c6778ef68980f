from odoo import models


class CrmActivityDocumentMixin(models.AbstractModel):
    """A document with a customer: its messages are activities of the customer."""

    _name = "crm.activity.document.mixin"
    _description = "Document whose messages are activities of its customer"

    def _get_activity_customer(self):
        self.ensure_one()
        return self.partner_id.crm_customer_id

    def write(self, vals):
        if "partner_id" not in vals or self.env.context.get("tracking_disable"):
            return super().write(vals)
        # sudo: res.partner - the customer may be one that the user cannot see
        before = {doc: doc.sudo().partner_id.crm_customer_id for doc in self}
        result = super().write(vals)
        self._tell_former_customers(before)
        return result

    def _tell_former_customers(self, before: dict) -> None:
        """Tell the customer that lost a document; core tells the new one."""
        lost = {}
        for document, former in before.items():
            # sudo: res.partner - as above
            if former and former != document.sudo().partner_id.crm_customer_id:
                lost.setdefault(former, self.browse())
                lost[former] |= document
        for former, documents in lost.items():
            text = self.env._("No longer for %(customer)s", customer=former.name)
            documents._as_activity(customer_id=former.id)._message_log_batch(
                dict.fromkeys(documents.ids, text)
            )
