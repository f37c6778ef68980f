from odoo import models

from ..tools.document_at_work import AT_WORK
from .ir_actions_report_access import NO_DOCUMENTS


class SmsTemplate(models.Model):
    _inherit = "sms.template"

    def _render_field(self, field, res_ids, *args, **kwargs):
        templates = self._get_templates_at_work(res_ids)
        return super(SmsTemplate, templates)._render_field(
            field, res_ids, *args, **kwargs
        )


class Base(models.AbstractModel):
    _inherit = "base"

    def _sms_get_recipients_info(self, force_field=False, partner_fallback=True):
        """Find the number of a document's customer, whoever may open the document."""
        if self.env.su or self._name in NO_DOCUMENTS or not self.has_access("read"):
            return super()._sms_get_recipients_info(
                force_field=force_field, partner_fallback=partner_fallback
            )
        records = self.with_context(**AT_WORK)
        found = super(Base, records)._sms_get_recipients_info(
            force_field=force_field, partner_fallback=partner_fallback
        )
        for info in found.values():
            info["partner"] = info["partner"].with_env(self.env)
            # what was read past the level is not read again
            info["partner"]._get_hidden_from_user().invalidate_recordset()
        return found
