from odoo import models

from ..tools.document_at_work import AT_WORK
from .ir_actions_report_access import NO_DOCUMENTS


class MailRenderMixin(models.AbstractModel):
    """Fill in a document's template with its customer, for whoever may open it.

    Only templates that the system or an administrator wrote: most users may write
    templates of their own, which would tell them what the level hides.
    """

    _inherit = "mail.render.mixin"

    def _get_templates_at_work(self, res_ids):
        if self.env.su or self.model in NO_DOCUMENTS or not self._is_of_administrator():
            return self
        records = self.env[self.model].browse(res_ids)
        return self.with_context(**AT_WORK) if records.has_access("read") else self

    def _is_of_administrator(self) -> bool:
        # sudo: res.users - who wrote a template last
        writer_sudo = self.sudo().write_uid
        return writer_sudo._is_superuser() or writer_sudo._is_system()


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template(
        self,
        res_ids,
        render_fields,
        recipients_allow_suggested=False,
        find_or_create_partners=False,
    ):
        templates = self._get_templates_at_work(res_ids)
        return super(MailTemplate, templates)._generate_template(
            res_ids,
            render_fields,
            recipients_allow_suggested=recipients_allow_suggested,
            find_or_create_partners=find_or_create_partners,
        )
