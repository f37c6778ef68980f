from odoo import models


class IrAttachment(models.Model):
    """Files of restricted fields cannot be fetched with a token either."""

    _inherit = "ir.attachment"

    def _can_return_content(self, field_name=None, access_token=None):
        self.ensure_one()
        # sudo: ir.attachment - only to learn which field the file belongs to
        file_sudo = self.sudo()
        if file_sudo.res_field and access_token:
            model = self.env.get(file_sudo.res_model)
            field = model is not None and model._fields.get(file_sudo.res_field)
            if field and field.manual and not model._has_field_access(field, "read"):
                return False
        return super()._can_return_content(field_name, access_token)
