from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_cubicl.tools.marks import has_marks

MARKING = {"crm_service_evidence": object()}
# made by the browser of whoever first sees the file, and no part of it
BESIDE = {"thumbnail"}


class IrAttachment(models.Model):
    """What a customer approved is kept as it was."""

    _inherit = "ir.attachment"

    crm_is_evidence = fields.Boolean(
        string="Evidence", readonly=True, copy=False, export_string_translation=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        # set, so that no default of the context is taken
        vals_list = [{**vals, "crm_is_evidence": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if has_marks(self.env.context, MARKING):
            return super().write(vals)
        if vals.keys() - BESIDE:
            self._refuse_evidence()
        vals = {key: vals[key] for key in vals if key != "crm_is_evidence"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._refuse_evidence()

    def _keep_as_evidence(self) -> None:
        """Let nobody change or delete these files from now on."""
        self.flush_recordset()
        self.with_context(**MARKING).write({"crm_is_evidence": True})

    def _refuse_evidence(self) -> None:
        # sudo: ir.attachment - the mark alone
        if kept := self.sudo().filtered("crm_is_evidence"):
            raise UserError(
                self.env._(
                    "These files belong to a service form that the customer has "
                    "answered, and are kept as they are: %(names)s",
                    names=", ".join(kept.mapped("name")),
                )
            )
