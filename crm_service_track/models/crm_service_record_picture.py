from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from .crm_service_visit_form import PICTURES


class CrmServiceRecord(models.Model):
    """The pictures of a record are pictures, whatever their names say."""

    _inherit = "crm.service.record"

    @api.constrains("picture_ids")
    def _check_pictures(self):
        # sudo: ir.attachment - the kind alone; who may add which, core says
        pictures_sudo = self.sudo().picture_ids
        if wrong_sudo := pictures_sudo.filtered(
            lambda file: guess_mimetype(file.raw or b"") not in PICTURES
        ):
            raise ValidationError(
                self.env._(
                    "These files are no pictures: %(names)s. JPEG, PNG and WebP are "
                    "taken; attach anything else with the paperclip.",
                    names=", ".join(wrong_sudo.mapped("name")),
                )
            )
