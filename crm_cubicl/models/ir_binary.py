from odoo import models


class IrBinary(models.AbstractModel):
    """A token does not open the files in a customer's folders."""

    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        record = super()._find_record(xmlid, res_model, res_id, access_token, field)
        is_file = access_token and record._name == "ir.attachment"
        if is_file and record._is_kept_from_tokens():
            record.sudo(False).check_access("read")
        return record
